"""Drafts that follow from a page: a meeting, or an inspiration day, changed (M20).

The worker looks each minute. Nothing leaves by itself: the drafts wait in the outbox.

A meeting does not take place when its row went from the call; an inspiration day when
its page is unpublished. A page with registrations is never deleted
(`services.form_page`). A call that is unpublished cancels nothing: that closes its page
to the public, often as soon as the group is chosen, and the meetings go on. Whoever
calls those off takes them from the call.
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
from ..in_calendars import DAY
from ..letter_marks import flat
from .queueing import queue_message

# A change of these is worth a letter; another title or part of the day is not.
TOLD = ("day", "starts_at", "ends_at", "location")
CHANGED = {
    FormKind.SELECTION: MessageKind.SESSION_CHANGED,
    FormKind.DIRECT: MessageKind.DAY_CHANGED,
}
CANCELLED = {
    FormKind.SELECTION: MessageKind.SESSION_CANCELLED,
    FormKind.DIRECT: MessageKind.DAY_CANCELLED,
}
# What there is of a meeting that does not take place.
IS_OFF = {"day": "", "is_off": True}


def draft_changes(*, now: datetime) -> int:
    """Draft the letter about a meeting or day that changed or fell away (M20).

    To whoever confirmed. One that took place stays as it was.

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
        made += _draft_changes_of(page)
    return made


def _invitations() -> QuerySet[Invitation]:
    """What stands in the calendar of who takes part, or stood there until it lost its date."""
    return Invitation.objects.filter(
        Q(is_cancelled=False) | Q(facts__day=""),
        registration__state=RegistrationState.CONFIRMED,
    )


def _read_page(page: RegistrationFormPage) -> dict[str, Any] | None:
    """The meetings, or the day, by key; none of a day that is unpublished.

    None for a form that stands below no call: nothing is known of its meetings.
    """
    subject = page.subject
    if page.is_direct:
        return {DAY: subject} if subject.live else {}
    sessions = getattr(subject, "ordered_sessions", None)
    return None if sessions is None else {row.key: row for row in sessions}


def _draft_changes_of(page: RegistrationFormPage) -> int:
    meetings = _read_page(page)
    if meetings is None:
        return 0
    # One without a date lost it: whoever has it in their calendar hears so.
    is_over = [
        key
        for key, row in meetings.items()
        if row.date is not None and not is_to_come(row)
    ]
    invitations = (
        _invitations()
        .filter(registration__page=page)
        .exclude(Q(key__in=is_over) | Q(registration__email=""))
        .select_related("registration")
        .order_by("pk")
    )
    if not invitations:
        return 0
    unheard = _find_unheard(page)
    made = 0
    for invitation in invitations:
        meeting = meetings.get(invitation.key)
        now_is = _get_facts(meeting) if meeting else IS_OFF
        if not meeting and _is_past(invitation.facts):
            continue
        if _tell(invitation.facts) != _tell(now_is):
            invitation.registration.page = page
            about = (invitation.registration_id, invitation.key)
            made += _draft_change(invitation, now_is, unheard[about])
    return made


def _find_unheard(
    page: RegistrationFormPage,
) -> dict[tuple[int, str], list[Message]]:
    """The letters of a form that wait or were cancelled, newest first, by what about."""
    unheard: dict[tuple[int, str], list[Message]] = defaultdict(list)
    kind = FormKind(page.kind)
    for letter in Message.objects.filter(
        kind__in=[CHANGED[kind], CANCELLED[kind]],
        registration__page=page,
        state__in=[
            MessageState.DRAFT,
            MessageState.PLANNED,
            MessageState.CANCELLED,
        ],
    ).order_by("-pk"):
        for key in letter.context.get("session_keys", []):
            unheard[letter.registration_id, key].append(letter)
    return unheard


@transaction.atomic
def _draft_change(
    invitation: Invitation, now_is: dict[str, Any], unheard: list[Message]
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
    if _is_past(before):
        return False  # it took place: who corrects the page changes nothing
    page = invitation.registration.page
    kinds = CANCELLED if now_is.get("is_off") else CHANGED
    letter = queue_message(
        registration=invitation.registration,
        kind=kinds[FormKind(page.kind)],
        as_draft=True,
        context={
            "session_keys": [invitation.key],
            "before": before,
            "before_text": _describe(before),
            "sequence": sequence,
            # Of a meeting that is gone, only the calendar still has the name.
            **({"session_title": _get_name(before, page)} if now_is == IS_OFF else {}),
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


def _get_name(facts: dict[str, Any], page: RegistrationFormPage) -> str:
    """The name of a meeting, without that of its call (`describe_session`)."""
    call = page.call
    name = facts["summary"]
    return flat(name.partition(f" – {call.short_title}")[0] if call else name)


def _is_past(facts: dict[str, Any]) -> bool:
    day = facts["day"]
    return bool(day) and date.fromisoformat(day) < timezone.localdate()


def _tell(facts: dict[str, Any]) -> dict[str, Any]:
    """What there is to tell: of a meeting without a date, or that is off, only that."""
    if facts.get("is_off"):
        return {"is_off": True}
    if not facts.get("day"):
        return {}
    return {name: facts.get(name, "") for name in TOLD}


def _describe(facts: dict[str, Any]) -> str:
    """Day, hours and place in words, as letters write them."""
    if facts.get("is_off"):
        return gettext("cancelled, as we wrote you")
    hours = Session(
        starts_at=_read_time(facts["starts_at"]), ends_at=_read_time(facts["ends_at"])
    )
    if not facts["day"]:
        return gettext("a day that was still to be chosen")
    day = date_format(date.fromisoformat(facts["day"]), "l j F Y")
    return ", ".join(filter(None, [day, hours.time_text, facts["location"]]))


def _read_time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _sign(invitation: Invitation, now_is: dict[str, Any]) -> str:
    facts = map(str, now_is.values())
    words = "\0".join([invitation.key, str(invitation.sequence), *facts])
    return salted_hmac("registrations.session-changed", words).hexdigest()[:32]
