"""The stream as history: arrival, steps, questions, answers, decisions, letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from workplaces.dates import describe_moment

from ...enums import RegistrationSource, RegistrationState, Role
from ...models import InformationRequest, Registration
from ..changes import get_amendments
from ..names import get_name
from ..questions import is_late
from ..review_sight import shows_proposals_to
from .asked import get_attendance, get_suggestions
from .entry import HistoryEntry


def get_stream(
    registration: Registration, user: Any, visible_keys: Collection[str]
) -> Iterator[HistoryEntry]:
    """What happened to it, apart from what readers made of it.

    Of what others propose only what `user` may know before judging
    (services/review_sight.py).
    """
    yield _get_arrival(registration)
    yield from _get_steps(registration)
    yield from _get_completed_steps(registration)
    yield from _get_questions(registration)
    yield from _get_amendments(registration, visible_keys)
    yield from get_suggestions(registration)
    yield from get_attendance(registration)
    yield from _get_decisions(registration, user)
    yield from _get_offers(registration)
    yield from _get_address_changes(registration)


def _get_arrival(registration: Registration) -> HistoryEntry:
    """How it reached us: sent in, entered for somebody, or from a file."""
    source = registration.get_source_display()
    if registration.imported_in:
        return HistoryEntry(
            at=registration.submit_time,
            what=_("Sent in on the old form (%(file)s)")
            % {"file": registration.imported_in.file_name},
            who=_("Applicant"),
            text=_("Privacy notice: %(notice)s")
            % {"notice": registration.imported_in.notice},
            icon="upload",
        )
    if registration.source == RegistrationSource.WEB:
        return HistoryEntry(
            at=registration.submit_time,
            what=_("Sent in"),
            who=_("Applicant"),
            icon="edit",
        )
    return HistoryEntry(
        at=registration.submit_time,
        what=_("Entered for the applicant (%(source)s)") % {"source": source},
        who=get_name(registration.entered_by, registration.entered_by_name),
        text=registration.entry_reason,
        icon="edit",
    )


def _get_steps(registration: Registration) -> Iterator[HistoryEntry]:
    actors = {Role.APPLICANT.value: _("Applicant"), Role.SYSTEM.value: _("The site")}
    for change in registration.state_changes.select_related("user"):
        state = RegistrationState(change.to_state)
        yield HistoryEntry(
            at=change.changed_at,
            what=pgettext("history", "State: %(state)s") % {"state": state.label},
            who=actors.get(change.role) or get_name(change.user, change.user_name),
            # A question is told below, with its answer.
            text="" if state == RegistrationState.INFO_REQUESTED else change.reason,
            icon="tag",
        )


def _get_completed_steps(registration: Registration) -> Iterator[HistoryEntry]:
    """The steps of the workflow, in the words of then."""
    for step in registration.completed_steps.select_related("user"):
        by_itself = step.user is None and not step.user_name
        yield HistoryEntry(
            at=step.completed_at,
            what=_("Step “%(step)s” completed") % {"step": step.step},
            who=_("The site") if by_itself else get_name(step.user, step.user_name),
            text=step.remark,
            icon="check",
        )


def _get_address_changes(registration: Registration) -> Iterator[HistoryEntry]:
    """That the address was corrected, and why; the addresses are nobody's reading."""
    for change in registration.address_changes.select_related("user"):
        yield HistoryEntry(
            at=change.changed_at,
            what=_("Address corrected, because mail came back"),
            who=get_name(change.user, change.user_name),
            text=change.reason,
            icon="mail",
        )


def _get_questions(registration: Registration) -> Iterator[HistoryEntry]:
    for request in registration.information_requests.select_related("asked_by"):
        yield HistoryEntry(
            at=request.asked_at,
            what=_name_question(request),
            who=get_name(request.asked_by, request.asked_by_name),
            text=request.question,
            icon="help",
        )
        if request.answered_at:
            yield HistoryEntry(
                at=request.answered_at,
                what=_name_answer(request),
                who=_("Applicant"),
                text=request.answer,
                icon="comment",
            )


def _name_question(request: InformationRequest) -> str:
    if request.reply_by is None:
        return _("Question to the applicant")
    return _("Question to the applicant, to be answered by %(day)s") % {
        "day": date_format(request.reply_by, "j F Y")
    }


def _name_answer(request: InformationRequest) -> str:
    if is_late(request):
        return _("Answer of the applicant, after the day that was asked")
    if not request.answer:
        return _("Answer of the applicant, by changing answers")
    return _("Answer of the applicant")


def _get_amendments(
    registration: Registration, visible_keys: Collection[str]
) -> Iterator[HistoryEntry]:
    edits = get_amendments(registration=registration, visible_keys=visible_keys)
    for edit in edits:
        yield HistoryEntry(
            at=edit.at,
            what=pgettext("history", "Answers changed"),
            who=(
                get_name(edit.user, edit.user_name) if edit.by_team else _("Applicant")
            ),
            text=_say_hidden(edit.hidden, with_others=bool(edit.answers)),
            answers=edit.answers,
            icon="edit",
        )


def _say_hidden(count: int, *, with_others: bool) -> str:
    """Say that more changed than this reader may see."""
    if not count:
        return ""
    if with_others:
        return ngettext(
            "And %(count)d answer that you do not see.",
            "And %(count)d answers that you do not see.",
            count,
        ) % {"count": count}
    return ngettext(
        "%(count)d answer that you do not see.",
        "%(count)d answers that you do not see.",
        count,
    ) % {"count": count}


def _get_decisions(registration: Registration, user: Any) -> Iterator[HistoryEntry]:
    decisions = registration.decisions.select_related(
        "proposed_by", "released_by", "proposed_workplace"
    )
    if not shows_proposals_to(user, registration):
        decisions = decisions.filter(Q(proposed_by=user) | Q(released_at__isnull=False))
    for decision in decisions:
        label = decision.get_proposed_state_display()
        if decision.proposed_workplace:
            label = f"{label} · {decision.proposed_workplace.title}"
        yield HistoryEntry(
            at=decision.proposed_at,
            what=_("Proposal: %(state)s") % {"state": label},
            who=get_name(decision.proposed_by, decision.proposed_by_name),
            text="\n\n".join(filter(None, [decision.reason, decision.internal_note])),
            icon="draft",
        )
        if decision.withdrawn_at:
            yield HistoryEntry(
                at=decision.withdrawn_at,
                what=_("Proposal withdrawn: %(state)s") % {"state": label},
                who=decision.withdrawn_by_name,
                icon="cross",
            )
        if decision.released_at:
            yield HistoryEntry(
                at=decision.released_at,
                what=_("Decision released: %(state)s") % {"state": label},
                who=get_name(decision.released_by, decision.released_by_name),
                icon="check",
            )


def _get_offers(registration: Registration) -> Iterator[HistoryEntry]:
    """Places that were offered, with the rank of then and why others were skipped."""
    for offer in registration.offers.select_related("user", "workplace"):
        what = _("Place offered: %(workplace)s, answer by %(moment)s") % {
            "workplace": offer.workplace.title,
            "moment": describe_moment(offer.answer_by),
        }
        said = [offer.why]
        if offer.rank:
            what = _("%(what)s; number %(rank)d of %(waiting)d") % {
                "what": what,
                "rank": offer.rank,
                "waiting": offer.waiting,
            }
        if offer.skip_reason:
            said.append(_("Others skipped: %(reason)s") % {"reason": offer.skip_reason})
        yield HistoryEntry(
            at=offer.offered_at,
            what=what,
            who=get_name(offer.user, offer.user_name),
            text="\n\n".join(filter(None, said)),
            icon="mail",
        )


def get_messages(registration: Registration) -> Iterator[HistoryEntry]:
    """The letters, for who may see letters."""
    for message in registration.messages.all():
        yield HistoryEntry(
            at=message.sent_at or message.created_at,
            what=_("Letter “%(kind)s”: %(state)s")
            % {
                "kind": message.get_kind_display(),
                "state": message.state_label,
            },
            text=message.title,
            icon="mail",
        )
