"""The key facts of a call, as a ruled row: only those that are known and true now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from . import clock
from .dates import describe_days_left, list_dates
from .enums import CallPhase, DayPart

if TYPE_CHECKING:
    from .models import CallPage


@dataclass(frozen=True)
class Fact:
    """One fact: what it is about, the fact itself, and a remark in small print."""

    term: str
    text: str
    note: str = ""
    is_urgent: bool = False


def build_facts(call: "CallPage") -> list[Fact]:
    """Return the key facts of a call (domain.md S7 to S10, 2.1)."""
    answer = call.promised_answer
    facts = [
        _build_deadline(call),
        _build_meetings(call),
        Fact(gettext("Group"), call.group_size),
        Fact(gettext("Work in between"), call.workload),
        Fact(
            gettext("Answer"),
            gettext("by %(day)s") % {"day": date_format(answer, "j F")}
            if answer
            else "",
        ),
    ]
    return [fact for fact in facts if fact is not None and fact.text]


def _build_deadline(call: "CallPage") -> Fact | None:
    """When registering starts or stops; a date of the past is no fact any more."""
    if call.phase == CallPhase.UPCOMING and call.opens_at:
        moment = timezone.localtime(call.opens_at)
        if moment > clock.now():
            return Fact(
                pgettext("fact", "Register from"),
                date_format(moment, "l j F"),
                note=_say_hour(moment),
            )
    if call.phase == CallPhase.OPEN and call.closes_at and not call.is_reopened:
        moment = timezone.localtime(call.closes_at)
        is_whole_day = (moment.hour, moment.minute) == (23, 59)
        return Fact(
            pgettext("fact", "Register up to and including")
            if is_whole_day
            else pgettext("fact", "Register until"),
            date_format(moment, "l j F"),
            note=" · ".join(
                filter(
                    None,
                    [
                        "" if is_whole_day else _say_hour(moment),
                        describe_days_left(call.closes_at),
                    ],
                )
            ),
            is_urgent=True,
        )
    return None


def _build_meetings(call: "CallPage") -> Fact:
    """Which dates, then how many and where.

    As long as a date is open, how many there are comes first: two dates of three read
    as if there were two meetings. The place is told when it is one for all.
    """
    sessions, summary = call.live_sessions, call.live_summary
    dated = [session for session in sessions if session.date]
    are_mornings = all(row.day_part == DayPart.MORNING for row in sessions)
    dates = list_dates(dated, with_part=not are_mornings) if dated else ""
    places = {session.place for session in sessions}
    place = places.pop() if len(places) == 1 else ""
    is_complete = len(dated) == len(sessions)
    text, *small = [dates, summary] if dates and is_complete else [summary, dates]
    return Fact(
        gettext("Meetings"), text, note=" · ".join(filter(None, [*small, place]))
    )


def _say_hour(moment: datetime) -> str:
    return pgettext("of a moment", "at %(time)s") % {"time": date_format(moment, "G.i")}
