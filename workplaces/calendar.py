"""Calendar files (.ics, RFC 5545) of meetings and inspiration days.

For whoever presses "Zet in je agenda", and for letters to who has a place. A calendar that gets the same event again
must move its own copy instead of making a second one: the UID never changes, and
SEQUENCE rises each time the page is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from .phases import BRUSSELS, DAY

if TYPE_CHECKING:
    from home.models import SiteSettings

    from .models import CallPage, InspirationDayPage, Session

PRODID = "-//OP/TIL//Cultuurplekken van Morgen//NL"
CONTENT_TYPE = "text/calendar; charset=utf-8"
# What a calendar that subscribes may wait before it asks again.
REFRESH = timedelta(days=1)
# Summer time of the European Union since 1996: the last Sundays of March and October
# at 1.00 UTC. Written out, for the package's own generator lists every year since 1970
# and puts the change to summer time an hour late.
_RULES = (
    (TimezoneDaylight, "CEST", 1, 2, datetime(1996, 3, 31, 2), 3),
    (TimezoneStandard, "CET", 2, 1, datetime(1996, 10, 27, 3), 10),
)


class CalendarMethod(StrEnum):
    """What a calendar should do with an event that comes by mail (RFC 5546)."""

    REQUEST = "REQUEST"  # put it in, or move what is there
    CANCEL = "CANCEL"  # take it out


@dataclass(frozen=True)
class CalendarEvent:
    """One date for somebody's calendar; a day without hours lasts all day.

    Args:
        uid: never changes, whatever else does.
        day: the day, Brussels time.
        starts_at: when it begins; without it the event lasts all day.
        stamp: when the page that says so was last published.
        sequence: rises with every such publication.
        organiser: an e-mail address, for programs that show whom to ask.
    """

    uid: str
    summary: str
    day: date
    stamp: datetime
    starts_at: time | None = None
    ends_at: time | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0
    organiser: str = ""
    organiser_name: str = ""


def build_calendar(events: Sequence[CalendarEvent], *, name: str, url: str) -> bytes:
    """Return the calendar file of some events.

    Args:
        events: what goes in, in the order of the page.
        name: how a program may call this calendar.
        url: the whole address of the page that tells more.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    # The older name of the same, which Outlook and Google read.
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", BRUSSELS.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    if url:
        calendar.add("url", url)
    if any(event.starts_at for event in events):
        calendar.add_component(_build_timezone())
    for event in events:
        calendar.add_component(_build_event(event))
    return calendar.to_ical()


def build_invitation(
    event: CalendarEvent, *, method: CalendarMethod, attendee: str
) -> bytes:
    """Return the calendar part of a letter to one person, about one event.

    Whoever gets it said yes already: their program need not ask, nor answer us.

    Args:
        event: with the UID and the sequence of this person's own copy.
        method: whether it goes in, or out.
        attendee: the address of the person.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if event.starts_at:
        calendar.add_component(_build_timezone())
    item = _build_event(event)
    is_cancelled = method == CalendarMethod.CANCEL
    item.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("ACCEPTED")
    guest.params["RSVP"] = vText("FALSE")
    item.add("attendee", guest)
    calendar.add_component(item)
    return calendar.to_ical()


def _build_timezone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", BRUSSELS.key)
    for kind, name, before, after, start, month in _RULES:
        rule = kind()
        rule.add("tzname", name)
        rule.add("tzoffsetfrom", timedelta(hours=before))
        rule.add("tzoffsetto", timedelta(hours=after))
        rule.add("dtstart", start)
        rule.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(rule)
    return zone


def _build_event(event: CalendarEvent) -> Event:
    item = Event()
    item.add("uid", event.uid)
    item.add("dtstamp", event.stamp)
    item.add("last-modified", event.stamp)
    item.add("sequence", event.sequence)
    item.add("summary", event.summary)
    if event.starts_at is None:
        item.add("dtstart", event.day)
        item.add("dtend", event.day + DAY)
        # A meeting in the morning must not claim the whole day as busy.
        item.add("transp", "TRANSPARENT")
    else:
        item.add("dtstart", _combine(event.day, event.starts_at))
        if event.ends_at is not None:
            item.add("dtend", _combine(event.day, event.ends_at))
        item.add("transp", "OPAQUE")
    for name in ("description", "location", "url"):
        value = getattr(event, name)
        if value:
            item.add(name, value)
    if event.organiser:
        address = vCalAddress(f"mailto:{event.organiser}")
        if event.organiser_name:
            address.params["CN"] = vText(event.organiser_name)
        item.add("organizer", address)
    return item


def _combine(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=BRUSSELS)


def describe_session(
    session: "Session", title: str, *, call: "CallPage", url: str, site: "SiteSettings"
) -> CalendarEvent:
    """Return a meeting with a date as an event of the call it belongs to."""
    return CalendarEvent(
        # A copy of a call keeps the keys of its meetings; they are other meetings.
        uid=_make_uid(f"{session.key}-{call.translation_key}"),
        summary=_join([f"{title} – {call.short_title}", _unfixed_part(session)]),
        day=session.date,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        description=_make_description(str(session), session.summary, session.link, url),
        location=session.place,
        **_describe_page(call, url, site),
    )


def describe_day(
    day: "InspirationDayPage", *, url: str, site: "SiteSettings"
) -> CalendarEvent:
    """Return an inspiration day as an event."""
    when = _join([day.day_text, day.time_text])
    return CalendarEvent(
        uid=_make_uid(str(day.translation_key)),
        # Nobody may travel to an invented day.
        summary=gettext("%(day)s (example)") % {"day": day.title}
        if day.is_example
        else day.title,
        day=day.date,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        description=_make_description(when, day.get_summary(), "", url),
        location=day.place,
        **_describe_page(day, url, site),
    )


def _describe_page(
    page: "CallPage | InspirationDayPage", url: str, site: "SiteSettings"
) -> dict[str, object]:
    """What the page and the site say of every event on the page."""
    published = page.last_published_at or page.latest_revision_created_at
    first = page.first_published_at
    return {
        "url": url,
        # A page made in code was never published; the stamp may then be any moment.
        "stamp": published or datetime(2026, 1, 1, tzinfo=BRUSSELS),
        "sequence": int((published - first).total_seconds())
        if published and first and published > first
        else 0,
        "organiser": site.contact_email,
        "organiser_name": site.organiser_name,
    }


def _unfixed_part(session: "Session") -> str:
    """The part of the day, where the event itself cannot say it."""
    return "" if session.starts_at else session.time_text


def _make_uid(key: str) -> str:
    return f"{key}@{urlsplit(settings.SITE_URL).hostname}"


def _join(parts: Sequence[str]) -> str:
    return ", ".join(filter(None, parts))


def _make_description(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
