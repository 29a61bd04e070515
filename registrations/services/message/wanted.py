"""Which letters somebody should get on a day before something, and when they leave.

For `planning`, which compares them with what is planned (domain.md 1.4, P).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from workplaces.enums import SessionKind
from workplaces.models.calendar_routes import is_to_come

from ...enums import MessageKind, RegistrationState
from ...models import MeetingAttendance, Registration, RegistrationFormPage

LEAVES_AT = time(9)


@dataclass(frozen=True)
class Rule:
    """When a letter about a meeting leaves.

    Attributes:
        days: so many before it.
        kinds: the meetings that have it.
        is_needed: whether who came later than that gets it at once: what it tells,
            nothing else does.
    """

    days: int
    kinds: frozenset[str] = frozenset()
    is_needed: bool = False


_LIVE, _ONLINE = SessionKind.LIVE, SessionKind.ONLINE
MEETING_RULES = {
    MessageKind.INTRODUCTION: Rule(10, frozenset({_ONLINE}), is_needed=True),  # M17
    MessageKind.PRACTICAL: Rule(14, frozenset({_LIVE}), is_needed=True),  # M18
    MessageKind.SESSION_REMINDER: Rule(2, frozenset({_LIVE, _ONLINE})),  # M19
}
CONFIRM_RULE = Rule(3)  # M10
DAY_RULE = Rule(2)  # I3


@dataclass(frozen=True)
class Wanted:
    """One letter that somebody should get.

    Attributes:
        kind: which.
        about: the key of the meeting; empty for what is no meeting of a call.
        day: on which that is.
        moment: when the letter leaves.
    """

    kind: MessageKind
    about: str
    day: date
    moment: datetime

    @property
    def context(self) -> dict[str, Any]:
        return {"session_keys": [self.about]} if self.about else {}


def list_wanted(
    person: Registration,
    page: RegistrationFormPage | None,
    now: datetime,
    missed: set[tuple[int, str, date]],
) -> Iterator[Wanted]:
    """What somebody should get that is still to come."""
    if not person.email:
        return
    if person.state == RegistrationState.SELECTED:
        if person.answer_by and person.answer_by > now:
            yield from _want(
                MessageKind.CONFIRM_REMINDER,
                CONFIRM_RULE,
                timezone.localdate(person.answer_by),
                person,
            )
    elif person.state == RegistrationState.CONFIRMED and page is not None:
        if page.is_direct:
            # One that is unpublished does not take place (`following`).
            if is_to_come(page.subject) and page.subject.live:
                day = page.subject.date
                yield from _want(MessageKind.DAY_REMINDER, DAY_RULE, day, person)
            return
        for session in getattr(page.subject, "ordered_sessions", []):
            if (person.pk, session.key, session.date) in missed:
                continue
            for kind, rule in MEETING_RULES.items():
                if session.kind in rule.kinds and is_to_come(session):
                    yield from _want(kind, rule, session.date, person, session.key)


def _want(
    kind: MessageKind, rule: Rule, day: date, person: Registration, about: str = ""
) -> Iterator[Wanted]:
    moment = timezone.make_aware(
        datetime.combine(day - timedelta(days=rule.days), LEAVES_AT)
    )
    if rule.is_needed or moment > person.state_changed_at:
        yield Wanted(kind, about, day, moment)


def read_missed(people: list[Registration]) -> set[tuple[int, str, date]]:
    """Who said that they cannot come to which meeting, on which day."""
    confirmed = [
        person.pk for person in people if person.state == RegistrationState.CONFIRMED
    ]
    if not confirmed:
        return set()
    rows = MeetingAttendance.objects.filter(
        registration__in=confirmed, excused_for__isnull=False
    )
    return set(rows.values_list("registration_id", "session_key", "excused_for"))
