"""The calendar parts of letters: meetings and days for somebody's own calendar.

One file for each meeting: an iTIP message is about one event (RFC 5546, 3.2). The same
meeting keeps its UID; its SEQUENCE rises when its day, hours, place or name changed
since the last letter, and never otherwise, however often a letter is tried again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify

from workplaces.calendar import (
    CalendarEvent,
    CalendarMethod,
    build_invitation,
    describe_day,
    describe_session,
)
from workplaces.models.calendar_routes import is_to_come
from workplaces.trajectory import name_sessions

from ..enums import MessageKind
from ..models import Invitation, Registration
from .in_calendars import DAY, find_lost, forget, read_lost, remember
from .wording import get_own_url

# Which letters carry them. A letter to several meetings at once names none; one about
# a single meeting names its key in the context ("session_keys").
METHODS: dict[MessageKind, CalendarMethod] = {
    MessageKind.CONFIRMED: CalendarMethod.REQUEST,  # M12
    MessageKind.DAY_CONFIRMED: CalendarMethod.REQUEST,  # I1
    MessageKind.DAY_PROMOTED: CalendarMethod.REQUEST,
    MessageKind.SESSION_CHANGED: CalendarMethod.REQUEST,  # M20; CANCEL without a date
    MessageKind.DAY_CHANGED: CalendarMethod.REQUEST,
    MessageKind.SESSION_CANCELLED: CalendarMethod.CANCEL,
    MessageKind.DAY_CANCELLED: CalendarMethod.CANCEL,
    MessageKind.WITHDRAWN: CalendarMethod.CANCEL,  # M8
}


@dataclass(frozen=True)
class CalendarPart:
    """One file that goes with a letter.

    Attributes:
        name: as the mail program shows it.
        method: REQUEST or CANCEL.
        content: the text of the file.
    """

    name: str
    method: str
    content: str

    def as_data(self) -> dict[str, str]:
        return {"name": self.name, "method": self.method, "content": self.content}


def make_calendar_parts(
    *,
    registration: Registration | None,
    kind: MessageKind,
    recipient: str,
    session_keys: list[str] | None = None,
) -> list[CalendarPart]:
    """Return the calendar parts of a letter, and remember what they say.

    Args:
        registration: whose calendar; None for a letter that is about none.
        kind: which letter.
        recipient: the address that it goes to.
        session_keys: the meetings that it is about; None for all of them.

    Returns:
        One part for each meeting to come with a date; for a letter that takes leave,
        one for each that stands in their calendar and is still to come. A meeting of
        `session_keys` that lost its date, or fell away, is taken out of their calendar.
    """
    method = METHODS.get(MessageKind(kind))
    if registration is None or method is None:
        return []
    with transaction.atomic():
        return _make_parts(registration, method, recipient, session_keys)


def _make_parts(
    registration: Registration,
    method: CalendarMethod,
    recipient: str,
    session_keys: list[str] | None,
) -> list[CalendarPart]:
    invitations = {
        invitation.key: invitation
        for invitation in Invitation.objects.select_for_update(
            of=("self",), no_key=True
        ).filter(registration=registration)
    }
    with translation.override(settings.LANGUAGE_CODE):
        events = _describe_events(registration)
    parts = []
    for key, event in events.items():
        if session_keys is not None and key not in session_keys:
            continue
        invitation = invitations.get(key)
        if method == CalendarMethod.CANCEL and invitation is None:
            continue  # it never stood in their calendar
        invitation = remember(registration, key, event, invitation, method)
        parts.append(_write_part(event, invitation, method, recipient))
    lost = find_lost(registration, method, session_keys, invitations)
    for key, is_off in lost.items():
        if was := read_lost(invitations[key], registration):
            invitation = forget(invitations[key], is_off=is_off)
            parts.append(_write_part(was, invitation, CalendarMethod.CANCEL, recipient))
    return parts


def count_calendar_parts(
    *,
    registration: Registration,
    kind: MessageKind,
    session_keys: list[str] | None = None,
) -> int:
    """Return how many calendar parts a letter would carry now; nothing is remembered."""
    method = METHODS.get(MessageKind(kind))
    if method is None:
        return 0
    keys = _describe_events(registration).keys()
    if session_keys is not None:
        keys &= set(session_keys)
    elif method == CalendarMethod.REQUEST:
        return len(keys)
    invitations = {row.key: row for row in registration.invitations.all()}
    if method == CalendarMethod.CANCEL:
        keys &= invitations.keys()
    lost = find_lost(registration, method, session_keys, invitations)
    return len(keys) + sum(
        read_lost(invitations[key], registration) is not None for key in lost
    )


def _describe_events(registration: Registration) -> dict[str, CalendarEvent]:
    """The meetings to come, or the day, by their key."""
    form_page = registration.page
    contact = form_page.site_settings
    parent = form_page.get_parent().specific
    url = get_own_url(parent)
    if form_page.is_direct:
        if not (parent.live and is_to_come(parent)):
            return {}
        return {DAY: describe_day(parent, url=url, site=contact)}
    return {
        session.key: describe_session(
            session, title, call=parent, url=url, site=contact
        )
        for session, title in name_sessions(parent.ordered_sessions)
        if is_to_come(session)
    }


def _write_part(
    event: CalendarEvent,
    invitation: Invitation,
    method: CalendarMethod,
    recipient: str,
) -> CalendarPart:
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")
    content = build_invitation(
        replace(
            event,
            uid=invitation.uid,
            sequence=invitation.sequence,
            stamp=_to_seconds(invitation.sent_at),
            # Who sends an invitation is named in it, also where no contact is set.
            organiser=event.organiser or address,
        ),
        method=method,
        attendee=recipient,
    )
    name = f"{slugify(event.summary)[:60].strip('-') or 'agenda'}.ics"
    return CalendarPart(name=name, method=method.value, content=content.decode())


def _to_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
