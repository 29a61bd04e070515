"""What stands in people's calendars because a letter put it there.

Read before a calendar part is written (`invitations`) and kept with it, so that the
number of a part rises when it says something new, and only then.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from workplaces.calendar import CalendarEvent, CalendarMethod

from ..models import Invitation, Registration

# The key of an inspiration day; a meeting has one of its own.
DAY = "day"


def find_lost(
    registration: Registration,
    method: CalendarMethod,
    session_keys: list[str] | None,
    invitations: dict[str, Invitation],
) -> dict[str, bool]:
    """Which of the meetings that a letter is about have no date any more.

    Returns:
        Those that ever stood in their calendar, by key, and whether nothing comes of
        it: its row went from the call, or the page of the day is unpublished.
    """
    if session_keys is None and method == CalendarMethod.REQUEST:
        return {}
    subject = registration.page.get_parent().specific
    if registration.page.is_direct:
        dates = {DAY: subject.date} if subject.live else {}
    else:
        dates = {row.key: row.date for row in subject.ordered_sessions}
    return {
        key: key not in dates
        for key in invitations
        if (session_keys is None or key in session_keys) and dates.get(key) is None
    }


def read_lost(
    invitation: Invitation, registration: Registration
) -> CalendarEvent | None:
    """What stands in their calendar of a meeting without a date; None if nothing does.

    Nor of one that took place: nobody takes back a day that was.
    """
    facts = invitation.facts
    text = facts.get("day") or facts.get("was")
    if not text or (day := date.fromisoformat(text)) < timezone.localdate():
        return None
    contact = registration.page.site_settings
    return CalendarEvent(
        uid=invitation.uid,
        summary=facts["summary"],
        day=day,
        starts_at=_read_time(facts["starts_at"]),
        ends_at=_read_time(facts["ends_at"]),
        location=facts["location"],
        stamp=invitation.sent_at,
        organiser=contact.contact_email,
        organiser_name=contact.organiser_name,
    )


def forget(invitation: Invitation, *, is_off: bool) -> Invitation:
    """Keep that a meeting was taken out, on which day it was, and if nothing comes of it."""
    facts = invitation.facts
    if facts["day"]:
        facts |= {"day": "", "was": facts["day"]}
        invitation.sequence += 1
        invitation.is_cancelled = True
        invitation.sent_at = timezone.now()
    facts["is_off"] = is_off
    invitation.save(update_fields=["sequence", "is_cancelled", "facts", "sent_at"])
    return invitation


def _read_time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def remember(
    registration: Registration,
    key: str,
    event: CalendarEvent,
    invitation: Invitation | None,
    method: CalendarMethod,
) -> Invitation:
    """Keep what the part says; the number rises only with something new."""
    facts = _get_facts(event)
    is_cancelled = method == CalendarMethod.CANCEL
    if invitation is None:
        return Invitation.objects.create(
            registration=registration,
            key=key,
            uid=_make_uid(registration, key),
            facts=facts,
            sent_at=timezone.now(),
        )
    if invitation.is_cancelled != is_cancelled or (
        not is_cancelled and invitation.facts != facts
    ):
        invitation.sequence += 1
        invitation.is_cancelled = is_cancelled
        invitation.facts = facts
        invitation.sent_at = timezone.now()
        invitation.save(update_fields=["sequence", "is_cancelled", "facts", "sent_at"])
    return invitation


def _get_facts(event: CalendarEvent) -> dict[str, Any]:
    """What makes an event another one for whoever has it in their calendar."""
    return {
        "summary": event.summary,
        "day": event.day.isoformat(),
        "starts_at": event.starts_at.isoformat() if event.starts_at else "",
        "ends_at": event.ends_at.isoformat() if event.ends_at else "",
        "location": event.location,
    }


def _make_uid(registration: Registration, key: str) -> str:
    """The same for one person and one meeting; it tells neither."""
    digest = salted_hmac("registrations.invitation", f"{registration.pk}:{key}")
    return f"{digest.hexdigest()}@{urlsplit(settings.SITE_URL).hostname}"
