"""What a letter can tell about the meetings of a call, and about one of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from workplaces.enums import SessionKind
from workplaces.trajectory import name_sessions

from ..enums import MessageKind
from .letter_marks import PRIVATE_LINK, enclose, flat

# Letters about one meeting, and which meetings have such a letter.
ABOUT_A_MEETING = {
    MessageKind.INTRODUCTION: (SessionKind.ONLINE,),
    MessageKind.PRACTICAL: (SessionKind.LIVE,),
    MessageKind.SESSION_REMINDER: (SessionKind.LIVE, SessionKind.ONLINE),
    MessageKind.SESSION_CHANGED: (SessionKind.LIVE, SessionKind.ONLINE),
    MessageKind.SESSION_CANCELLED: (SessionKind.LIVE, SessionKind.ONLINE),
    MessageKind.EXCUSED: (SessionKind.LIVE, SessionKind.ONLINE),
    MessageKind.SESSION_REPORT: (SessionKind.LIVE, SessionKind.ONLINE),
    MessageKind.SESSION_MISSED: (SessionKind.LIVE, SessionKind.ONLINE),
}


def get_sessions(sessions: list[Any]) -> list[dict[str, Any]]:
    """Return the meetings of a call as lines of a letter, each with its name."""
    return [
        {
            "title": flat(name),
            "when": str(session),
            "place": flat(session.place),
            "session": session,
        }
        for session, name in name_sessions(sessions)
    ]


def get_session_context(
    lines: list[dict[str, Any]], kind: MessageKind, keys: list[str] | None
) -> dict[str, Any]:
    """Return what a letter about one meeting tells of it; nothing for other letters.

    Without a key, as in a preview: the first meeting that such a letter can be about.
    Of one that fell away nothing is left here; its letter brings its name along.
    """
    kinds = ABOUT_A_MEETING.get(kind)
    if kinds is None:
        return {}
    lines = [line for line in lines if line["session"].kind in kinds]
    named = [line for line in lines if keys and line["session"].key in keys]
    for line in (*named, *lines)[:1]:
        session = line["session"]
        return {
            "session_title": line["title"],
            "day_text": session.day_text,
            "weekday": date_format(session.date, "l") if session.date else "",
            "time_text": session.time_text,
            "place": line["place"],
            "route": flat(session.link),
            "programme": flat(session.summary),
            "excuse_link": _get_excuse_link(session.key) if session.date else "",
            "report_url": enclose(session.report_link),
            "next_day": _find_next_day(session, lines),
        }
    return {}


def _get_excuse_link(key: str) -> str:
    """Below the private link, so that it is made while sending as well."""
    start = reverse("participant:status", args=["-"])
    address = reverse("participant:meeting", args=["-", key])
    return PRIVATE_LINK + address.removeprefix(start)


def _find_next_day(session: Any, lines: list[dict[str, Any]]) -> str:
    """The day of the meeting after this one; empty where none has a date."""
    later = [
        line["session"]
        for line in lines
        if session.date and line["session"].date and line["session"].date > session.date
    ]
    return min(later, key=lambda one: one.date).day_text if later else ""
