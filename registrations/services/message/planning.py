"""Letters that leave on a day before something (domain.md 1.4, P).

What each person should get follows from their state and from the dates of the call or
day, so it is worked out again whenever one of those may have changed, and compared
with what is planned: a letter is made, moved or taken off. Called where a step gives
somebody a place, by the worker each minute, and for what is due just before it leaves.

A letter that somebody stopped stays stopped, also when its day moves; one that was sent
is followed by another only where the day of the meeting became another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from workplaces.models.calendar_routes import is_to_come

from ...enums import PLANNED_LETTERS, MessageState, RegistrationState
from ...models import (
    Message,
    Registration,
    RegistrationFormPage,
)
from .wanted import Wanted, list_wanted, read_missed

MOST_AT_ONCE = 500


@transaction.atomic
def plan_letters(
    *,
    registrations: Iterable[Registration],
    now: datetime,
    pages: dict[int, RegistrationFormPage] | None = None,
) -> int:
    """Make, move or take off the planned letters of these people.

    One read of what they have, one write of what is new, whoever many they are; a
    statement for each letter that moves.

    Args:
        registrations: as they are now; who has no address gets nothing.
        now: the moment to judge by.
        pages: their forms by key, where the caller has them.

    Returns:
        How many letters were made, moved or taken off.
    """
    people = list(registrations)
    rows: dict[int, list[Message]] = defaultdict(list)
    for row in Message.objects.filter(
        registration__in=[person.pk for person in people], kind__in=PLANNED_LETTERS
    ).order_by("pk"):
        rows[row.registration_id].append(row)
    pages = pages or _read_pages(people)
    missed = read_missed(people)
    new: list[Message] = []
    changed = 0
    for person in people:
        wanted = list(list_wanted(person, pages.get(person.page_id), now, missed))
        made, touched = _compare(person, wanted, rows[person.pk], now)
        new += made
        changed += touched
    # Another worker may be as far: the key is unique, and both want the same.
    Message.objects.bulk_create(new, ignore_conflicts=True)
    return changed + len(new)


def plan_all(*, now: datetime) -> int:
    """Look after the planned letters of everybody who has a place."""
    changed = 0
    for page in RegistrationFormPage.objects.filter(
        pk__in=Registration.objects.filter(
            state__in=set(PLANNED_LETTERS.values())
        ).values("page")
    ).order_by("pk"):
        people = Registration.objects.filter(
            page=page, state__in=set(PLANNED_LETTERS.values())
        ).order_by("pk")
        has_planned = Message.objects.filter(
            registration__page=page,
            kind__in=PLANNED_LETTERS,
            state=MessageState.PLANNED,
        )
        if _is_ahead(page, now) or has_planned.exists():
            changed += plan_letters(
                registrations=people, now=now, pages={page.pk: page}
            )
    return changed


def plan_due(*, now: datetime) -> int:
    """Look once more at what is about to leave: its day may have moved this minute."""
    due = Message.objects.filter(
        kind__in=PLANNED_LETTERS,
        state=MessageState.PLANNED,
        held_at=None,
        planned_for__lte=now,
    ).order_by("planned_for", "pk")
    people = set(due.values_list("registration", flat=True)[:MOST_AT_ONCE])
    if not people:
        return 0
    return plan_letters(
        registrations=Registration.objects.filter(pk__in=people), now=now
    )


def _compare(
    person: Registration, wanted: list[Wanted], rows: list[Message], now: datetime
) -> tuple[list[Message], int]:
    """The letters that are missing, and how many of `rows` were moved or taken off."""
    made, changed, kept = [], 0, set()
    for want in wanted:
        start = _make_start(person, want)
        same = [row for row in rows if row.idempotency_key.startswith(start)]
        key = f"{start}{want.day:%Y%m%d}"
        waiting = next((row for row in same if row.state == MessageState.PLANNED), None)
        taken_off = next((row for row in same if row.idempotency_key == key), None)
        if waiting:
            kept.add(waiting.pk)
            changed += _move(waiting, want, key)
        elif taken_off and _was_taken_off(taken_off):
            kept.add(taken_off.pk)
            changed += _move(taken_off, want, key)
        elif taken_off or any(_was_stopped(row) for row in same):
            continue
        else:
            made.append(_make(person, want, key, now))
    gone = [
        row.pk
        for row in rows
        if row.state == MessageState.PLANNED and row.pk not in kept
    ]
    if gone:
        # Without its moment, so that it is told from what a person stopped.
        changed += Message.objects.filter(
            pk__in=gone, state=MessageState.PLANNED
        ).update(state=MessageState.CANCELLED, planned_for=None)
    return made, changed


def _was_taken_off(row: Message) -> bool:
    """Whether it lost its sense, and not because a person stopped it."""
    return row.state == MessageState.CANCELLED and row.planned_for is None


def _was_stopped(row: Message) -> bool:
    return row.state == MessageState.CANCELLED and row.planned_for is not None


def _move(row: Message, want: Wanted, key: str) -> int:
    now_is = (row.state, row.planned_for, row.idempotency_key)
    if now_is == (MessageState.PLANNED, want.moment, key):
        return 0
    return (
        Message.objects.filter(pk=row.pk, state=row.state)
        .filter(idempotency_key=row.idempotency_key)
        .update(
            state=MessageState.PLANNED, planned_for=want.moment, idempotency_key=key
        )
    )


def _make(person: Registration, want: Wanted, key: str, now: datetime) -> Message:
    return Message(
        registration_id=person.pk,
        kind=want.kind,
        recipient=person.email,
        context=want.context,
        state=MessageState.PLANNED,
        planned_for=want.moment,
        queued_at=now,
        idempotency_key=key,
    )


def _make_start(person: Registration, want: Wanted) -> str:
    """What the keys of one letter share, whatever its day.

    With the moment of the step: who gets a place again after an undo is told again.
    """
    step = int(person.state_changed_at.timestamp())
    return f"{person.pk}:{want.kind.value}:{want.about}:{step}:"


def _read_pages(people: list[Registration]) -> dict[int, RegistrationFormPage]:
    """The forms of who has a place for sure; the others need no dates."""
    needed = {
        person.page_id
        for person in people
        if person.state == RegistrationState.CONFIRMED
    }
    return RegistrationFormPage.objects.in_bulk(needed) if needed else {}


def _is_ahead(page: RegistrationFormPage, now: datetime) -> bool:
    """Whether anything is still to come on a form."""
    if page.is_direct:
        return is_to_come(page.subject)
    return any(
        is_to_come(session) for session in getattr(page.subject, "ordered_sessions", [])
    ) or (
        Registration.objects.filter(
            page=page, state=RegistrationState.SELECTED, answer_by__gt=now
        ).exists()
    )
