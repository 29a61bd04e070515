"""What happened to a registration, as one list: who, when, what and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import TaskState

from ..enums import RegistrationSource, RegistrationState, Role
from ..models import Registration
from ..permissions import user_can_view_messages
from .changes import ChangedAnswer, get_amendments
from .names import get_name
from .review import get_visible_reviews

__all__ = ["HistoryEntry", "get_history", "get_name"]


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened.

    Attributes:
        at, what, who: when, what, and by whom.
        text: what somebody wrote about it.
        answers: which answers changed by it, before and after.
        icon: its sign.
    """

    at: datetime
    what: str
    who: str = ""
    text: str = ""
    answers: Sequence[ChangedAnswer] = ()
    icon: str = "history"


def get_history(
    *, registration: Registration, user: Any, visible_keys: Collection[str] = ()
) -> list[HistoryEntry]:
    """Return what `user` may know of the past of `registration`, newest first.

    Reviews of others come in through the same gate as everywhere else
    (`get_visible_reviews`), letters only for who may see letters.

    Args:
        registration: whose past.
        user: who reads.
        visible_keys: the questions of which this user may see the answers; of the
            others only tells that they changed.
    """
    entries = [
        _get_arrival(registration),
        *_get_steps(registration),
        *_get_remarks(registration),
        *_get_reviews(registration, user),
        *_get_questions(registration),
        *_get_amendments(registration, visible_keys),
        *_get_decisions(registration),
    ]
    if user_can_view_messages(user):
        entries += _get_messages(registration)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


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
        who=get_name(registration.entered_by),
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
            who=actors.get(change.role) or get_name(change.user),
            # A question is told below, with its answer.
            text="" if state == RegistrationState.INFO_REQUESTED else change.reason,
            icon="tag",
        )


def _get_remarks(registration: Registration) -> Iterator[HistoryEntry]:
    """What was written with a click on a step of the workflow."""
    steps = TaskState.objects.for_instance(registration).exclude(comment="")
    for step in steps.select_related("task", "finished_by"):
        yield HistoryEntry(
            at=step.finished_at or step.started_at,
            what=_("Remark at “%(step)s”") % {"step": step.task.name},
            who=get_name(step.finished_by),
            text=step.comment,
            icon="comment",
        )


def _get_reviews(registration: Registration, user: Any) -> Iterator[HistoryEntry]:
    reviews = get_visible_reviews(registration=registration, user=user)
    for review in reviews.select_related("reader"):
        yield HistoryEntry(
            at=review.updated_at,
            what=_("Review: %(advice)s") % {"advice": review.get_advice_display()},
            who=get_name(review.reader),
            icon="clipboard-list",
        )


def _get_questions(registration: Registration) -> Iterator[HistoryEntry]:
    for request in registration.information_requests.select_related("asked_by"):
        yield HistoryEntry(
            at=request.asked_at,
            what=_("Question to the applicant"),
            who=get_name(request.asked_by),
            text=request.question,
            icon="help",
        )
        if request.answered_at:
            yield HistoryEntry(
                at=request.answered_at,
                what=_("Answer of the applicant"),
                who=_("Applicant"),
                text=request.answer,
                icon="comment",
            )


def _get_amendments(
    registration: Registration, visible_keys: Collection[str]
) -> Iterator[HistoryEntry]:
    edits = get_amendments(registration=registration, visible_keys=visible_keys)
    for edit in edits:
        yield HistoryEntry(
            at=edit.at,
            what=pgettext("history", "Answers changed"),
            who=get_name(edit.user) if edit.by_team else _("Applicant"),
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


def _get_decisions(registration: Registration) -> Iterator[HistoryEntry]:
    decisions = registration.decisions.select_related(
        "proposed_by", "released_by", "proposed_workplace"
    )
    for decision in decisions:
        label = decision.get_proposed_state_display()
        if decision.proposed_workplace:
            label = f"{label} · {decision.proposed_workplace.title}"
        yield HistoryEntry(
            at=decision.proposed_at,
            what=_("Proposal: %(state)s") % {"state": label},
            who=get_name(decision.proposed_by),
            text="\n\n".join(filter(None, [decision.reason, decision.internal_note])),
            icon="draft",
        )
        if decision.withdrawn_at:
            yield HistoryEntry(
                at=decision.withdrawn_at,
                what=_("Proposal withdrawn: %(state)s") % {"state": label},
                icon="cross",
            )
        if decision.released_at:
            yield HistoryEntry(
                at=decision.released_at,
                what=_("Decision released: %(state)s") % {"state": label},
                who=get_name(decision.released_by),
                icon="check",
            )


def _get_messages(registration: Registration) -> Iterator[HistoryEntry]:
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
