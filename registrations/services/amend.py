"""Changing one's own answers: until the deadline, and never unseen.

The answers of a registration are changed here and nowhere else. Readers see what
was and what is now (services/changes.py); the person gets a new copy by mail.
"""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import FormSection, MessageKind
from ..models import AnswerChange, AnswerOption, Availability, Message, Registration
from ..models.core_questions import CORE_BY_COLUMN
from ..permissions import Actor, user_can_enter
from .amendable import find_obstacle
from .answers import get_answers
from .errors import NotAllowed, RegistrationError
from .letter_marks import flat
from .message import queue_message
from .names import keep_name
from .participant import take_answer
from .payload import APART, digest_answers, to_json
from .placement import lock_registration
from .ties import close_suspected

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workplaces.models import WorkplacePage

    from ..forms.amend import AmendForm

# By which answers the site suspects a tie (models/sight.py).
TELLS_WHO = frozenset({"last_name", "organisation", "email"})
# Every edit is kept; so many letters an hour are enough to tell somebody of them.
LETTER_LIMIT = 6
LETTER_WINDOW = timedelta(hours=1)


class ChangedMeanwhile(RegistrationError):
    """Somebody changed these answers after the form was opened."""

    message = _(
        "Your answers were changed in another window after you opened this one. "
        "Nothing has been saved yet."
    )


@dataclass(frozen=True)
class AnswerDiff:
    """One answer that changes, as text: what it was, and what it becomes."""

    key: str
    label: str
    section: str
    before: str
    after: str


@dataclass(frozen=True)
class AmendResult:
    """The registration as it now is, and the edit; None where nothing changed."""

    registration: Registration
    change: AnswerChange | None


def get_version(registration: Registration) -> str:
    """Return what names the present answers: another edit, another version."""
    last = registration.answer_changes.order_by("pk").last()
    return str(last.pk if last else 0)


def describe_changes(
    *, registration: Registration, form: AmendForm
) -> list[AnswerDiff]:
    """Return what saving `form` would change, in the order of the form.

    Compared as people read it: another spelling of the same municipality is no change.

    Args:
        registration: with its present answers.
        form: bound and valid.
    """
    return _compare(registration, _put_answers(registration, form))


@transaction.atomic
def amend_registration(
    *,
    registration: Registration,
    form: AmendForm,
    seen_version: str,
    actor: Actor,
    answers_question: bool = False,
) -> AmendResult:
    """Save the changed answers, for everybody to see; or nothing.

    Under the lock of the form and of the row, as every step of the stream: an edit
    and a withdrawal, a released decision or the deadline are one after the other.
    Saving the same twice is one edit.

    Args:
        registration: as the caller knows it; it is read again.
        form: bound and valid, built on `registration`.
        seen_version: what `get_version` said when the form was opened.
        actor: the applicant; or a member of the team who may fill in for somebody.
        answers_question: whether this is the answer to a question of the team, which
            then needs no other one.

    Raises:
        NotAllowed: this user may not.
        NotAmendable: too late; the error says why.
        ChangedMeanwhile: the answers are no longer those that the form showed.
    """
    if actor.user is not None and not user_can_enter(actor.user):
        raise NotAllowed
    locked = lock_registration(registration=registration)
    obstacle = find_obstacle(registration=locked)
    if obstacle:
        raise obstacle
    amended = _put_answers(locked, form)
    changes = _compare(locked, amended)
    is_stale = seen_version != get_version(locked)
    if not changes:
        # Twice the same click; or nothing changed at all.
        same = locked.answer_changes.order_by("pk").last() if is_stale else None
        return AmendResult(locked, same)
    if is_stale:
        raise ChangedMeanwhile
    _store(amended, form)
    if TELLS_WHO & {one.key for one in changes}:
        close_suspected(registration=amended)
    change = _keep_edit(amended, changes, actor)
    if answers_question:
        amended = take_answer(registration=amended)
    return AmendResult(amended, change)


def take_second_choice(
    *, registration: Registration, workplace: WorkplacePage
) -> AnswerChange:
    """Make `workplace` the second choice, as an edit of the person's own.

    Also after the deadline: they were asked, and said yes (`services.suggestion`).

    Args:
        registration: locked by the caller.
        workplace: none of their choices yet.
    """
    amended = copy(registration)
    amended.workplace_second = workplace
    # A form without that question has no answer to compare.
    changes = _compare(registration, amended) or [
        AnswerDiff(
            key="workplace_second",
            label=_name_second_choice(),
            section=FormSection.CHOICE.value,
            before="",
            after=workplace.title,
        )
    ]
    amended.save(update_fields=["workplace_second"])
    return _keep_edit(amended, changes, Actor.applicant())


def _name_second_choice() -> str:
    label = Registration._meta.get_field("workplace_second").verbose_name
    return str(label)[:1].upper() + str(label)[1:]


def _keep_edit(
    amended: Registration, changes: list[AnswerDiff], actor: Actor
) -> AnswerChange:
    """Keep what changed, for everybody to see, and send the person a new copy."""
    change = AnswerChange.objects.create(
        registration=amended,
        user=actor.user,
        user_name=keep_name(actor.user),
        changes=[asdict(one) for one in changes],
    )
    log(
        instance=amended,
        action="registrations.amend",
        user=actor.user,
        data={"answers": len(changes)},
    )
    if not _has_had_enough_letters(amended):
        queue_message(
            registration=amended,
            kind=MessageKind.AMENDED,
            context={"changed": [flat(one.label) for one in changes]},
        )
    return change


def _put_answers(registration: Registration, form: AmendForm) -> Registration:
    """Return a copy of `registration` with the answers of `form`, not saved."""
    core = form.get_core_answers()
    amended = copy(registration)
    for column in core.keys() - APART:
        setattr(amended, column, core[column])
    amended.form_data = registration.form_data | to_json(form.get_own_answers())
    amended.questions = form.get_snapshot()
    perspectives = registration.perspectives.all()
    if "perspectives" in core:
        perspectives = core["perspectives"] or []
    meetings = list(registration.availability.all())
    if "availability" in core:
        asked = {session.key for session in form.sessions}
        meetings = [row for row in meetings if row.session_key not in asked]
        meetings += _get_availability(amended, form)
    # As if they had been fetched: so the answers read the same, saved or not.
    amended._prefetched_objects_cache = {
        "perspectives": _as_fetched(AnswerOption.objects.all(), perspectives),
        "availability": _as_fetched(Availability.objects.all(), meetings),
    }
    return amended


def _get_availability(
    registration: Registration, form: AmendForm
) -> list[Availability]:
    """What the form says about each meeting that it asks about."""
    chosen = form.get_core_answers()["availability"] or []
    can_attend = {session.key for session in chosen}
    return [
        Availability(
            registration=registration,
            session_key=session.key,
            can_attend=session.key in can_attend,
        )
        for session in form.sessions
    ]


def _as_fetched(queryset: QuerySet, rows: Any) -> QuerySet:
    queryset._result_cache = list(rows)
    queryset._prefetch_done = True
    return queryset


def _compare(registration: Registration, amended: Registration) -> list[AnswerDiff]:
    before = {row.key: row for row in get_answers(registration)}
    after = {row.key: row for row in get_answers(amended)}
    # A question that another answer took away is compared too: its answer goes.
    rows = after | {key: row for key, row in before.items() if key not in after}
    changes = []
    for key, row in rows.items():
        was = before[key].value_text if key in before else ""
        becomes = after[key].value_text if key in after else ""
        # A question that is new, and was left as it stood, is no change.
        if was != becomes and (key in before or _has_answer(amended, key)):
            section = str(row.section)
            changes.append(AnswerDiff(key, row.label, section, was, becomes))
    return changes


def _has_answer(registration: Registration, key: str) -> bool:
    if key in APART:
        return True
    if key in CORE_BY_COLUMN:
        return bool(getattr(registration, key))
    return bool(registration.form_data.get(key))


def _store(amended: Registration, form: AmendForm) -> None:
    """Write what the form asked, and no other column of the row."""
    core = form.get_core_answers()
    amended.payload_digest = digest_answers(amended.page, form)
    amended.save(
        update_fields=[
            *(core.keys() - APART),
            "form_data",
            "questions",
            "payload_digest",
        ]
    )
    row = Registration.objects.get(pk=amended.pk)
    if "perspectives" in core:
        row.perspectives.set(core["perspectives"] or [])
    if "availability" in core:
        for meeting in _get_availability(row, form):
            Availability.objects.update_or_create(
                registration=row,
                session_key=meeting.session_key,
                defaults={"can_attend": meeting.can_attend},
            )


def _has_had_enough_letters(registration: Registration) -> bool:
    recent = Message.objects.filter(
        registration=registration,
        kind=MessageKind.AMENDED,
        created_at__gt=timezone.now() - LETTER_WINDOW,
    )
    return recent.count() >= LETTER_LIMIT
