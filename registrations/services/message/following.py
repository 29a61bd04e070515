"""Drafts that follow from the page of a call: a meeting changed (M20).

The worker looks each minute. Nothing leaves by itself: the drafts wait in the outbox.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext

from workplaces.models import Session
from workplaces.models.calendar_routes import is_to_come

from ...enums import FormKind, MessageKind, MessageState, RegistrationState
from ...models import Invitation, Message, RegistrationFormPage
from .queueing import queue_message

# A change of these is worth a letter; another title or part of the day is not.
TOLD = ("day", "starts_at", "ends_at", "location")


def draft_changes(*, now: datetime) -> int:
    """Draft the letter about a changed meeting to whoever confirmed (M20).

    What somebody was told last stands in their calendar (`Invitation`). A draft that
    waits is followed by another when the meeting changes once more, and tells the change
    since what its reader knows; when the meeting is as they know it, it goes. One that
    somebody cancelled does not come back.

    Returns:
        How many drafts were made.
    """
    made = 0
    for page in RegistrationFormPage.objects.filter(
        pk__in=Invitation.objects.filter(
            registration__state=RegistrationState.CONFIRMED, is_cancelled=False
        ).values("registration__page"),
        kind=FormKind.SELECTION,
    ).order_by("pk"):
        sessions = {
            session.key: session
            for session in getattr(page.subject, "ordered_sessions", [])
            # One without a date lost it: whoever has it in their calendar hears so.
            if is_to_come(session) or session.date is None
        }
        if sessions:
            made += _draft_changes_of(page, sessions)
    return made


def _draft_changes_of(page: RegistrationFormPage, sessions: dict[str, Session]) -> int:
    now_is = {key: _get_facts(session) for key, session in sessions.items()}
    waiting: dict[tuple[int, str], list[Message]] = defaultdict(list)
    for letter in Message.objects.filter(
        kind=MessageKind.SESSION_CHANGED,
        registration__page=page,
        state__in=[MessageState.DRAFT, MessageState.PLANNED],
    ).order_by("pk"):
        for key in letter.context.get("session_keys", []):
            waiting[letter.registration_id, key].append(letter)
    made = 0
    invitations = Invitation.objects.filter(
        registration__page=page,
        registration__state=RegistrationState.CONFIRMED,
        is_cancelled=False,
        key__in=sessions,
    ).exclude(registration__email="")
    for invitation in invitations.select_related("registration").order_by("pk"):
        if _tell(invitation.facts) != now_is[invitation.key]:
            invitation.registration.page = page
            about = (invitation.registration_id, invitation.key)
            made += _draft_change(invitation, now_is[invitation.key], waiting[about])
    return made


@transaction.atomic
def _draft_change(
    invitation: Invitation, now_is: dict[str, Any], waiting: list[Message]
) -> bool:
    """Draft one letter; whether it was needed."""
    before = invitation.facts
    for letter in waiting:
        # Its reader never heard what it says: they know what was before it.
        before = letter.context["before"]
        Message.objects.filter(pk=letter.pk, state=letter.state).update(
            state=MessageState.CANCELLED, held_at=None
        )
    if _tell(before) == now_is:
        Invitation.objects.filter(pk=invitation.pk).update(facts=before)
        return False
    if before["day"] and date.fromisoformat(before["day"]) < timezone.localdate():
        return False  # it took place: who corrects the page changes nothing
    queue_message(
        registration=invitation.registration,
        kind=MessageKind.SESSION_CHANGED,
        as_draft=True,
        context={
            "session_keys": [invitation.key],
            "before": before,
            "before_text": _describe(before),
        },
        # With the number of the calendar part: there and back again is another letter.
        once=_sign(invitation, now_is),
    )
    if not now_is["day"]:
        # No calendar part keeps what its reader will know then.
        Invitation.objects.filter(pk=invitation.pk).update(
            facts=invitation.facts | now_is, sequence=F("sequence") + 1
        )
    return True


def _get_facts(session: Session) -> dict[str, str]:
    """A meeting as an invitation keeps it (`services.invitations`)."""
    return {
        "day": session.date.isoformat() if session.date else "",
        "starts_at": session.starts_at.isoformat() if session.starts_at else "",
        "ends_at": session.ends_at.isoformat() if session.ends_at else "",
        "location": session.place,
    }


def _tell(facts: dict[str, str]) -> dict[str, str]:
    return {name: facts.get(name, "") for name in TOLD}


def _describe(facts: dict[str, str]) -> str:
    """Day, hours and place in words, as letters write them."""
    hours = Session(
        starts_at=_read_time(facts["starts_at"]), ends_at=_read_time(facts["ends_at"])
    )
    if not facts["day"]:
        return gettext("a day that was still to be chosen")
    day = date_format(date.fromisoformat(facts["day"]), "l j F Y")
    return ", ".join(filter(None, [day, hours.time_text, facts["location"]]))


def _read_time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _sign(invitation: Invitation, now_is: dict[str, str]) -> str:
    words = "\0".join([invitation.key, str(invitation.sequence), *now_is.values()])
    return salted_hmac("registrations.session-changed", words).hexdigest()[:32]
