"""Dates in words: lists of meetings, deadlines, days that are left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from . import clock
from .enums import DayPart

if TYPE_CHECKING:
    from .models import Session


def list_dates(sessions: Sequence["Session"], *, with_part: bool = True) -> str:
    """Return the dates of meetings as the call writes them.

    "19 maart, 4 juni en 15 oktober 2026 (voormiddag)": the year once when it is the
    same, the part of the day once when it is the same, or not at all. Meetings without
    a date are left out.
    """
    dated = [session for session in sessions if session.date]
    if not dated:
        return gettext("dates to be announced")
    years = {session.date.year for session in dated}
    parts = {session.day_part for session in dated}
    words = []
    for session in dated:
        is_last = session is dated[-1]
        with_year = len(years) > 1 or is_last
        text = date_format(session.date, "j F Y" if with_year else "j F")
        if with_part and session.day_part and (len(parts) > 1 or is_last):
            text = f"{text} ({DayPart(session.day_part).label})"
        words.append(text)
    return get_text_list(words, gettext("and"))


def summarise_live(sessions: Sequence["Session"]) -> str:
    """Return the live meetings as a key fact: "3 voormiddagen, live", or nothing."""
    count = len(sessions)
    if not count:
        return ""
    parts = {session.day_part for session in sessions}
    if parts == {DayPart.MORNING}:
        text = ngettext("%(count)d morning, live", "%(count)d mornings, live", count)
    else:
        text = ngettext("%(count)d meeting, live", "%(count)d meetings, live", count)
    return text % {"count": count}


def describe_deadline(moment: datetime | None) -> str:
    """Return the last moment in words; a whole last day needs no hour.

    Empty when there is none.
    """
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    day = date_format(local, "l j F Y")
    if (local.hour, local.minute) == (23, 59):
        return gettext("up to and including %(day)s") % {"day": day}
    return gettext("until %(day)s at %(time)s") % {
        "day": day,
        "time": date_format(local, "G.i"),
    }


def describe_start(moment: datetime) -> str:
    """Return the first moment in words."""
    local = timezone.localtime(moment)
    return gettext("from %(day)s at %(time)s") % {
        "day": date_format(local, "l j F Y"),
        "time": date_format(local, "G.i"),
    }


def end_of_day(moment: datetime) -> datetime:
    """Return `moment` here; midnight ends the day before, so it is the minute before."""
    local = timezone.localtime(moment)
    is_midnight = (local.hour, local.minute) == (0, 0)
    return local - timedelta(minutes=1) if is_midnight else local


def describe_moment(moment: datetime | None) -> str:
    """Return a moment in words: "woensdag 25 februari 2026 om 12.00 uur".

    The end of a day, at 23.59 or midnight, is that day; empty when there is none.
    """
    if moment is None:
        return ""
    local = end_of_day(moment)
    day = date_format(local, "l j F Y")
    if (local.hour, local.minute) == (23, 59):
        return day
    return gettext("%(day)s at %(time)s") % {
        "day": day,
        "time": date_format(local, "G.i"),
    }


def describe_days_left(moment: datetime) -> str:
    """Return how many days are left in words; nothing when that is far away or past."""
    days = (timezone.localdate(moment) - clock.today()).days
    if days < 0 or days > 60:
        return ""
    if days == 0:
        return gettext("last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
