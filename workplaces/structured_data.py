"""Meetings and days as events of schema.org, for search engines and calendars."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext

from home.structured_data import (
    Thing,
    build_image,
    build_organisation,
    build_place,
    format_moment,
)
from home.wording import cut_at_word

from .trajectory import name_sessions
from .way_on import FORM_ANCHOR

if TYPE_CHECKING:
    from home.models import SiteSettings

    from .models import CallPage, InspirationDayPage, Session
    from .models.hours import Hours

SCHEMA = "https://schema.org/"


def build_call_event(
    call: "CallPage",
    *,
    url: str,
    settings: "SiteSettings",
    can_register: bool,
    is_full: bool = False,
) -> list[Thing]:
    """Return a call as a series of its dated meetings, or nothing without a date.

    Args:
        url: the whole address of the call.
        settings: of the site, for the organiser.
        can_register: whether people can register on that page now.
    """
    sessions = [session for session in call.ordered_sessions if session.date]
    if not sessions:
        return []
    dates = [session.date for session in sessions]
    series: Thing = {
        "@type": "EventSeries",
        "@id": f"{url}#event",
        "name": call.title,
        "startDate": min(dates).isoformat(),
        "endDate": max(dates).isoformat(),
        "location": _find_series_location(sessions, url),
        "eventAttendanceMode": _find_attendance(sessions),
        "subEvent": [
            _build_meeting(call, session, title, url=url, settings=settings)
            for session, title in name_sessions(call.ordered_sessions)
            if session.date
        ],
    }
    return [series | _get_common(call, url, settings, can_register, is_full)]


def build_day_event(
    day: "InspirationDayPage",
    *,
    url: str,
    settings: "SiteSettings",
    can_register: bool,
    is_full: bool = False,
) -> list[Thing]:
    """Return an inspiration day as an event; an invented one says that it is."""
    name = day.title
    if day.is_example:
        name = f"{pgettext('day', 'Example')}: {name}"
    event: Thing = {
        "@type": "Event",
        "@id": f"{url}#event",
        "name": name,
        **_get_hours(day),
        "location": build_place(day.place or gettext("Place to be announced")),
        "eventAttendanceMode": f"{SCHEMA}OfflineEventAttendanceMode",
    }
    return [event | _get_common(day, url, settings, can_register, is_full)]


def _build_meeting(
    call: "CallPage",
    session: "Session",
    title: str,
    *,
    url: str,
    settings: "SiteSettings",
) -> Thing:
    meeting: Thing = {
        "@type": "Event",
        "name": f"{title} – {call.title}",
        **_get_hours(session),
        "location": _find_location(session, url),
        "eventAttendanceMode": _find_attendance([session]),
        "eventStatus": f"{SCHEMA}EventScheduled",
        "url": url,
    }
    if session.summary:
        meeting["description"] = session.summary
    return meeting | _get_organiser(settings)


def _get_hours(row: "Hours") -> Thing:
    hours = {"startDate": format_moment(row.date, row.starts_at)}
    if row.ends_at:
        hours["endDate"] = format_moment(row.date, row.ends_at)
    return hours


def _find_location(session: "Session", url: str) -> Thing:
    if session.is_live:
        return build_place(session.place or gettext("Place to be announced"))
    # The address of an online meeting is for participants only.
    return {"@type": "VirtualLocation", "url": session.link or url}


def _find_series_location(sessions: Sequence["Session"], url: str) -> Any:
    """The places of the meetings, each once."""
    locations: list[Thing] = []
    for session in sessions:
        location = _find_location(session, url)
        if location not in locations:
            locations.append(location)
    return locations[0] if len(locations) == 1 else locations


def _find_attendance(sessions: Sequence["Session"]) -> str:
    kinds = {session.is_live for session in sessions}
    mode = "Mixed" if len(kinds) > 1 else "Offline" if kinds == {True} else "Online"
    return f"{SCHEMA}{mode}EventAttendanceMode"


def _get_common(
    page: Any,
    url: str,
    settings: "SiteSettings",
    can_register: bool,
    is_full: bool,
) -> Thing:
    common: Thing = {
        "description": page.search_description or cut_at_word(page.get_own_words()),
        "eventStatus": f"{SCHEMA}EventScheduled",
        "inLanguage": "nl-BE",
        "url": url,
        **build_image(page.framed_picture, url),
        **_get_organiser(settings),
    }
    if can_register:
        offer = {
            "@type": "Offer",
            "url": f"{url}{FORM_ANCHOR}",
            # Who registers then comes on a waiting list; schema.org has no word for it.
            "availability": f"{SCHEMA}{'SoldOut' if is_full else 'InStock'}",
        }
        if opens_at := getattr(page, "opens_at", None):
            offer["validFrom"] = opens_at.isoformat()
        common["offers"] = offer
    return common


def _get_organiser(settings: "SiteSettings") -> Thing:
    organisation = build_organisation(settings)
    return {"organizer": organisation[0]} if organisation else {}
