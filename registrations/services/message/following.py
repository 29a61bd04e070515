"""Drafts that follow from a page: a meeting, or an inspiration day, changed (M20).

The worker looks each minute. Nothing leaves by itself: the drafts wait in the outbox.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext

from workplaces.models import Session
from workplaces.models.calendar_routes import is_to_come

from ...enums import FormKind, MessageKind, MessageState, RegistrationState
from ...models import Invitation, Message, RegistrationFormPage
from ..invitations import DAY
from .queueing import queue_message

# A change of these is worth a letter; another title or part of the day is not.
TOLD = ("day", "starts_at", "ends_at", "location")
KINDS = {
    FormKind.SELECTION: MessageKind.SESSION_CHANGED,
    FormKind.DIRECT: MessageKind.DAY_CHANGED,
}


def draft_changes(*, now: datetime) -> int:
    """Draft the letter about a changed meeting or day to whoever confirmed (M20).

    What somebody was told last stands in their calendar (`Invitation`). A draft that
    waits is followed by another when the meeting changes once more, and tells the change
    since what its reader knows; when the meeting is as they know it, it goes. One that
    somebody cancelled does not come back, and what it said nobody knows.

    Returns:
        How many drafts were made.
    """
    made = 0
    for page in RegistrationFormPage.objects.filter(
        pk__in=_invitations().values("registration__page")
    ).order_by("pk"):
        if now_is := _read_page(page):
            made += _draft_changes_of(page, now_is)
    return made


def _invitations() -> QuerySet[Invitation]:
    """What stands in the calendar of who takes part, or stood there until it lost its date."""
    return Invitation.objects.filter(
        Q(is_cancelled=False) | Q(facts__day=""),
        registration__state=RegistrationState.CONFIRMED,
    )


def _read_page(page: RegistrationFormPage) -> dict[str, dict[str, str]]:
    """The meetings to come, or the day, as an invitation keeps them, by key.

    One without a date lost it: whoever has it in their calendar hears so.
    """
    subject = page.subject
    if page.is_direct:
        meetings = {DAY: subject}
    else:
        meetings = {row.key: row for row in getattr(subject, "ordered_sessions", [])}
    return {
        key: _get_facts(meeting)
        for key, meeting in meetings.items()
        if is_to_come(meeting) or meeting.date is None
    }


def _draft_changes_of(
    page: RegistrationFormPage, now_is: dict[str, dict[str, str]]
) -> int:
    unheard: dict[tuple[int, str], list[Message]] = defaultdict(list)
    for letter in Message.objects.filter(
        kind=KINDS[FormKind(page.kind)],
        registration__page=page,
        state__in=[
            MessageState.DRAFT,
            MessageState.PLANNED,
            MessageState.CANCELLED,
        ],
    ).order_by("-pk"):
        for key in letter.context.get("session_keys", []):
            unheard[letter.registration_id, key].append(letter)
    made = 0
    invitations = _invitations().filter(registration__page=page, key__in=now_is)
    for invitation in (
        invitations.exclude(registration__email="")
        .select_related("registration")
        .order_by("pk")
    ):
        if _tell(invitation.facts) != _tell(now_is[invitation.key]):
            invitation.registration.page = page
            about = (invitation.registration_id, invitation.key)
            made += _draft_change(invitation, now_is[invitation.key], unheard[about])
    return made


@transaction.atomic
def _draft_change(
    invitation: Invitation, now_is: dict[str, str], unheard: list[Message]
) -> bool:
    """Draft one letter; whether it was needed.

    Args:
        invitation: what was written for them last.
        now_is: the meeting as the page has it.
        unheard: letters about it that wait or were cancelled, newest first.
    """
    before, sequence = invitation.facts, invitation.sequence
    for letter in unheard:
        is_cancelled = letter.state == MessageState.CANCELLED
        if is_cancelled and letter.context.get("sequence_after") != sequence:
            break  # what was written since, they did hear
        # Its reader never heard what it says: they know what was before it.
        before = letter.context["before"]
        sequence = letter.context.get("sequence", sequence)
        if not is_cancelled:
            Message.objects.filter(pk=letter.pk, state=letter.state).update(
                state=MessageState.CANCELLED, held_at=None
            )
    if _tell(before) == _tell(now_is):
        Invitation.objects.filter(pk=invitation.pk).update(
            facts=before, is_cancelled=not before["day"]
        )
        return False
    if before["day"] and date.fromisoformat(before["day"]) < timezone.localdate():
        return False  # it took place: who corrects the page changes nothing
    letter = queue_message(
        registration=invitation.registration,
        kind=KINDS[FormKind(invitation.registration.page.kind)],
        as_draft=True,
        context={
            "session_keys": [invitation.key],
            "before": before,
            "before_text": _describe(before),
            "sequence": sequence,
        },
        # With the number of the calendar part: there and back again is another letter.
        once=_sign(invitation, now_is),
    )
    # By this the letter is known as the last one that was written.
    invitation.refresh_from_db(fields=["sequence"])
    letter.context["sequence_after"] = invitation.sequence
    letter.save(update_fields=["context"])
    return True


def _get_facts(meeting: Any) -> dict[str, str]:
    """A meeting or a day as an invitation keeps it (`services.invitations`)."""
    return {
        "day": meeting.date.isoformat() if meeting.date else "",
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else "",
        "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else "",
        "location": meeting.place,
    }


def _tell(facts: dict[str, str]) -> dict[str, str]:
    """What there is to tell: of a meeting without a date, only that."""
    if not facts.get("day"):
        return {}
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
