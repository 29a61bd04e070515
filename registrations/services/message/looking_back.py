"""Drafts that look back: on a meeting (M22, M23), on all of them (M24), on a day (I4).

The worker looks each minute. Who was where the office notes (`services.attendance`);
before that nobody knows, and there is no draft. Nothing leaves by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from workplaces.models import Session

from ...enums import FormKind, MessageKind, MessageState, RegistrationState
from ...models import (
    MeetingAttendance,
    Message,
    Registration,
    RegistrationFormPage,
)
from .queueing import queue_message

REPORT_AFTER = timedelta(days=3)
EVALUATE_AFTER = timedelta(days=7)
# Who looks back on a meeting of long ago, or on a day?
LATEST = timedelta(days=60)
LATEST_OF_DAY = timedelta(days=30)
REPORTS = {True: MessageKind.SESSION_REPORT, False: MessageKind.SESSION_MISSED}
# Behind the kind, in the key by which a letter is made once: never another word.
ONCE = {MessageKind.EVALUATION: "evaluation", MessageKind.DAY_AFTERWARDS: "afterwards"}
# In the context of a draft that the site took back: it was for the other group.
TAKEN_BACK = "taken_back"


def draft_reports(*, now: datetime) -> int:
    """Draft the letter after a meeting, three days later, once for each (M22, M23).

    When the office corrects who was there, an unsent draft goes and the other one
    comes. One that somebody cancelled does not come back.

    Returns:
        How many drafts were made, or came back.
    """
    made = 0
    for page, session in _find_past_meetings(now):
        rows = (
            MeetingAttendance.objects.filter(
                session_key=session.key,
                was_present__isnull=False,
                registration__page=page,
                registration__state=RegistrationState.CONFIRMED,
            )
            .exclude(registration__email="")
            .select_related("registration")
            .order_by("pk")
        )
        letters = {
            letter.idempotency_key: letter
            for letter in Message.objects.filter(
                registration__page=page, kind__in=REPORTS.values()
            ).only("idempotency_key", "state", "context")
        }
        for row in rows:
            row.registration.page = page
            made += _draft_report(row, letters)
    return made


def draft_evaluations(*, now: datetime) -> int:
    """Draft the letter after the last meeting, once for each participant (M24).

    As soon as the call names the evaluation: without its link the letter asks nothing.

    Returns:
        How many drafts were made.
    """
    made = 0
    for page in _find_pages():
        call = page.subject
        last = _get_last_day(getattr(call, "live_sessions", []))
        if last is None or not getattr(call, "evaluation_link", ""):
            continue
        if not last + EVALUATE_AFTER <= timezone.localdate(now) <= last + LATEST:
            continue
        made += _draft_once(page, MessageKind.EVALUATION)
    return made


def draft_afterwards(*, now: datetime) -> int:
    """Draft the letter after an inspiration day, once for each who had a seat (I4).

    Not after one that is unpublished: it did not take place (`following`).

    Returns:
        How many drafts were made.
    """
    made = 0
    today = timezone.localdate(now)
    for page in RegistrationFormPage.objects.filter(kind=FormKind.DIRECT).order_by(
        "pk"
    ):
        day = getattr(page.subject, "date", None) if page.subject.live else None
        if day is not None and today - LATEST_OF_DAY <= day < today:
            made += _draft_once(page, MessageKind.DAY_AFTERWARDS)
    return made


def _draft_once(page: RegistrationFormPage, kind: MessageKind) -> int:
    """Draft a letter to whoever has a place and never had one of its kind."""
    had = Message.objects.filter(kind=kind, registration__page=page)
    people = (
        Registration.objects.filter(page=page, state=RegistrationState.CONFIRMED)
        .exclude(email="")
        .exclude(pk__in=had.values("registration"))
        .order_by("pk")
    )
    for registration in people:
        registration.page = page
        queue_message(
            registration=registration, kind=kind, as_draft=True, once=ONCE[kind]
        )
    return len(people)


def _draft_report(row: MeetingAttendance, letters: dict[str, Message]) -> bool:
    """Make the draft of one person, or change it for the other; whether one came."""
    wanted, other = REPORTS[row.was_present], REPORTS[not row.was_present]
    wrong = letters.get(_make_key(row, other))
    if wrong is not None:
        Message.objects.filter(pk=wrong.pk, state=MessageState.DRAFT).update(
            state=MessageState.CANCELLED, context=wrong.context | {TAKEN_BACK: True}
        )
    letter = letters.get(_make_key(row, wanted))
    if letter is None:
        queue_message(
            registration=row.registration,
            kind=wanted,
            as_draft=True,
            context={"session_keys": [row.session_key]},
            once=f"after-{row.session_key}",
        )
        return True
    if TAKEN_BACK not in letter.context:
        return False
    return bool(
        Message.objects.filter(pk=letter.pk, state=MessageState.CANCELLED).update(
            state=MessageState.DRAFT,
            context={
                name: value
                for name, value in letter.context.items()
                if name != TAKEN_BACK
            },
        )
    )


def _make_key(row: MeetingAttendance, kind: MessageKind) -> str:
    """As `queue_message` makes it of `once`."""
    return f"{row.registration_id}:{kind.value}:after-{row.session_key}"


def _find_past_meetings(
    now: datetime,
) -> Iterator[tuple[RegistrationFormPage, Session]]:
    today = timezone.localdate(now)
    for page in _find_pages():
        for session in getattr(page.subject, "ordered_sessions", []):
            day = session.date
            if day and day + REPORT_AFTER <= today <= day + LATEST:
                yield page, session


def _find_pages() -> list[RegistrationFormPage]:
    """The forms of calls on which somebody takes part."""
    taken = Registration.objects.filter(state=RegistrationState.CONFIRMED)
    return list(
        RegistrationFormPage.objects.filter(
            pk__in=taken.values("page"), kind=FormKind.SELECTION
        ).order_by("pk")
    )


def _get_last_day(sessions: list[Session]) -> date | None:
    """The day of the last meeting; None as long as one has no date."""
    days = [session.date for session in sessions]
    return None if not days or None in days else max(days)
