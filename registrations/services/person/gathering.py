"""Everything that is held of one person, in words and in order, for that person.

Without the names of the team: what they wrote is the person's, who they are is not.
What readers think is in it once the answer is known; until then their reading would
not be independent any more (domain.md 7.3 and 7.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workplaces.trajectory import name_sessions

from ...enums import MAY_STILL_BE_DECIDED, Advice, Level, RegistrationState
from ...models import DataRequest, Interest, Message, Registration, RegistrationDraft
from ..answers import get_answers
from ..changes import get_amendments
from ..letter_marks import PRIVATE_LINK, to_plain
from ..message import write_letter
from ..scoring import get_criteria
from ..standing import describe_standing
from .finding import Held, find_own

Value = str | date | datetime
# Nobody told them yet what became of it.
_UNDECIDED = MAY_STILL_BE_DECIDED | {RegistrationState.DRAFT}


@dataclass
class Part:
    """A heading with what stands below it.

    Attributes:
        title: the heading.
        rows: a label, and what is known.
        parts: what belongs to it.
        note: a sentence for whoever reads.
    """

    title: str
    rows: list[tuple[str, Value]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    note: str = ""


def gather_copy(*, request: DataRequest) -> Part:
    """Return the copy that somebody asked for, as things are now."""
    held = find_own(email=request.email)
    return Part(
        title=_("Your data"),
        rows=[
            (_("E-mail address"), held.email),
            (pgettext("copy of data", "Copy of"), timezone.now()),
        ],
        parts=list(_gather(held)),
    )


def _gather(held: Held) -> Iterator[Part]:
    for registration in held.registrations:
        yield _tell_registration(registration)
    for draft in held.drafts:
        yield _tell_draft(draft)
    for interest in held.interests:
        yield _tell_interest(interest)


def _tell_registration(registration: Registration) -> Part:
    is_decided = registration.state not in _UNDECIDED
    workplace = registration.placed_in or registration.workplace_first
    rows: list[tuple[str, Value]] = [
        (pgettext("copy of data", "Number"), registration.reference),
        (pgettext("copy of data", "For"), registration.page.subject.title),
        (pgettext("copy of data", "Sent on"), registration.submit_time),
        (_("How it reached us"), registration.get_source_display()),
        (_("Where it stands"), describe_standing(registration=registration).label),
    ]
    if workplace:
        rows.append((pgettext("copy of data", "Workplace"), workplace.title))
    parts = [
        Part(_("What you answered"), _tell_answers(registration)),
        Part(_("What you changed"), list(_tell_changes(registration))),
        Part(_("What we asked besides"), list(_tell_questions(registration))),
        Part(_("What happened to it"), list(_tell_steps(registration))),
        Part(pgettext("copy of data", "Meetings"), list(_tell_meetings(registration))),
    ]
    if is_decided:
        parts.append(Part(_("What readers noted"), list(_tell_reading(registration))))
    parts.append(_tell_letters(registration.messages.all()))
    note = (
        ""
        if is_decided
        else _(
            "Your registration is still being read. What readers noted of it is yours "
            "as well: ask for a copy again once you have our answer."
        )
    )
    return Part(
        title=_("Registration %(number)s") % {"number": registration.reference},
        rows=rows,
        parts=[part for part in parts if part.rows or part.parts],
        note=note,
    )


def _tell_answers(registration: Registration) -> list[tuple[str, Value]]:
    nothing = pgettext("an answer", "not filled in")
    return [
        (row.full_label, row.value_text or nothing) for row in get_answers(registration)
    ]


def _tell_changes(registration: Registration) -> Iterator[tuple[str, Value]]:
    for edit in get_amendments(registration=registration):
        yield _("Changed on"), edit.at
        for change in edit.answers:
            yield (
                change.label,
                _("“%(before)s” became “%(after)s”")
                % {"before": change.before, "after": change.after},
            )


def _tell_questions(registration: Registration) -> Iterator[tuple[str, Value]]:
    for row in registration.information_requests.all():
        yield _("Our question"), row.question
        if row.answer:
            yield _("Your answer"), row.answer
    for row in registration.suggestions.select_related("workplace"):
        yield _("Another workplace that we suggested"), row.workplace.title
        if row.is_accepted is not None:
            yield _("Your answer"), _("yes") if row.is_accepted else _("no")


def _tell_steps(registration: Registration) -> Iterator[tuple[str, Value]]:
    for change in registration.state_changes.all():
        yield (
            str(RegistrationState(change.to_state).applicant_label),
            change.changed_at,
        )
    for decision in registration.decisions.exclude(released_at=None):
        yield (
            pgettext("copy of data", "Decision"),
            decision.get_proposed_state_display(),
        )
        if decision.reason:
            yield pgettext("copy of data", "Why"), decision.reason
    for change in registration.address_changes.all():
        yield (
            _("Address corrected"),
            _("“%(before)s” became “%(after)s”")
            % {"before": change.before, "after": change.after},
        )


def _tell_meetings(registration: Registration) -> Iterator[tuple[str, Value]]:
    sessions = getattr(registration.page.subject, "ordered_sessions", [])
    names = {session.key: name for session, name in name_sessions(sessions)}
    for row in registration.meeting_answers.all():
        yield (
            names.get(row.session_key, row.session_key),
            _("you said that you come") if row.is_coming else _("you said no"),
        )
    for row in registration.attendance.exclude(was_present=None):
        yield (
            names.get(row.session_key, row.session_key),
            _("you were there") if row.was_present else _("you were not there"),
        )


def _tell_reading(registration: Registration) -> Iterator[tuple[str, Value]]:
    criteria = {row.key: row.title for row in get_criteria(registration)}
    for review in registration.reviews.prefetch_related("scores"):
        yield _("Advice of a reader"), Advice(review.advice).label
        for score in review.scores.all():
            label = criteria.get(score.criterion_key, score.criterion_key)
            yield label, Level(score.level).label
        if review.note:
            yield pgettext("copy of data", "Note"), review.note
    for comment in registration.comments.all():
        yield _("Said in the talk of the readers"), comment.text
    for use in registration.tag_uses.select_related("tag"):
        yield pgettext("of readers", "Tag"), use.tag.label


def _tell_letters(letters: Any) -> Part:
    """What left for them, as it left; the private links are not in it."""
    left = letters.exclude(sent_at=None).order_by("sent_at", "pk")
    return Part(
        _("Letters that we sent you"), parts=[_tell_letter(row) for row in left]
    )


def _tell_letter(letter: Message) -> Part:
    written = write_letter(letter)
    text = to_plain(written.text).replace(PRIVATE_LINK, _("[your private link]"))
    return Part(
        title=written.subject,
        rows=[
            (pgettext("copy of data", "Sent on"), letter.sent_at),
            (pgettext("copy of data", "To"), letter.recipient),
            ("", text),
        ],
    )


def _tell_draft(draft: RegistrationDraft) -> Part:
    labels = {row.clean_name: row.label for row in draft.page.form_fields.all()}
    rows: list[tuple[str, Value]] = [
        (pgettext("copy of data", "For"), draft.page.subject.title),
        (_("Saved on"), draft.saved_at),
        (_("Erased after"), draft.expires_at),
    ]
    answers = [
        (labels[name], ", ".join(str(value) for value in values))
        for name, values in draft.answers.items()
        if name in labels and any(values)
    ]
    parts = [Part(_("What you typed so far"), answers)] if answers else []
    return Part(
        _("A form that you saved"), rows, [*parts, _tell_letters(draft.messages)]
    )


def _tell_interest(interest: Interest) -> Part:
    rows: list[tuple[str, Value]] = [
        (pgettext("copy of data", "For"), interest.page.subject.title),
        (_("Asked on"), interest.asked_at),
    ]
    if interest.confirmed_at:
        rows.append((_("Confirmed on"), interest.confirmed_at))
    return Part(_("Keep me informed"), rows, [_tell_letters(interest.messages)])
