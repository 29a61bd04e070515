"""Taking a decision back: what the applicant heard of it, and what corrects that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from ...enums import (
    IS_UNDOABLE,
    TEAM_LETTERS,
    MessageKind,
    MessageState,
    RegistrationState,
)
from ...models import Message, Registration
from ...permissions import Actor
from ..errors import IllegalTransition
from ..message import queue_message
from ..placement import clear_seat, lock_registration
from ..state import change_state

# Letters that tell of a decision, or of what came of it.
ABOUT_DECISION = (TEAM_LETTERS | {MessageKind.WITHDRAWN, MessageKind.CONFIRMED}) - {
    MessageKind.INFO_REQUEST,
    MessageKind.CORRECTION,
}
HAS_LEFT = frozenset({MessageState.SENDING, MessageState.SENT, MessageState.DELIVERED})
# What an undo stops: a draft, and what the team released but nobody sent yet.
NOT_SENT = frozenset({MessageState.DRAFT, MessageState.QUEUED})


@dataclass(frozen=True)
class Heard:
    """What somebody heard of the decision about them.

    Attributes:
        received: letters that left, the oldest first; one that may have left counts.
        not_sent: letters of the team that an undo cancels.
        lost: letters that did not arrive.
    """

    received: list[Message]
    not_sent: list[Message]
    lost: list[Message]


@dataclass(frozen=True)
class Undone:
    """What came of an undo.

    Attributes:
        registration: as it now is.
        cancelled: how many letters will not be sent any more.
        correction: the draft that corrects what was heard; None if nothing was.
    """

    registration: Registration
    cancelled: int
    correction: Message | None


def find_heard(*, registration: Registration) -> Heard:
    """Return what was written about the last decision on `registration`.

    Letters of before the reading began (again) are about something else.
    """
    letters = registration.messages.filter(kind__in=ABOUT_DECISION)
    began = (
        registration.state_changes.filter(to_state=RegistrationState.IN_REVIEW)
        .order_by("-changed_at", "-pk")
        .first()
    )
    if began is not None:
        letters = letters.filter(created_at__gte=began.changed_at)
    heard = Heard([], [], [])
    for letter in letters.order_by("created_at", "pk"):
        if letter.state in HAS_LEFT or letter.is_uncertain:
            heard.received.append(letter)
        elif letter.state in NOT_SENT and letter.kind in TEAM_LETTERS:
            heard.not_sent.append(letter)
        elif letter.state != MessageState.CANCELLED:
            heard.lost.append(letter)
    return heard


@transaction.atomic
def undo_decision(
    *, registration: Registration, actor_user: Any, reason: str
) -> Undone:
    """Take a released decision, expiry or withdrawal back: reading goes on.

    The seat comes free; the decision stays as history. What was not sent yet is
    cancelled; where something was, a letter that corrects it waits in the outbox.

    Raises:
        ReasonRequired: nobody undoes without saying why.
        NotAllowed, IllegalTransition: see `change_state`.
    """
    locked = lock_registration(registration=registration)
    if locked.state not in IS_UNDOABLE:
        raise IllegalTransition
    heard = find_heard(registration=locked)
    clear_seat(registration=locked)
    changed = change_state(
        registration=locked,
        to=RegistrationState.IN_REVIEW,
        actor=Actor.staff(actor_user),
        reason=reason,
        # Written here, and only for whoever heard something.
        with_letter=False,
    )
    correction = _write_correction(changed, heard.received)
    return Undone(changed, cancelled=len(heard.not_sent), correction=correction)


def _write_correction(
    registration: Registration, received: list[Message]
) -> Message | None:
    if not received:
        return None
    last = received[-1]
    sent_at = timezone.localtime(last.sent_at or last.created_at)
    return queue_message(
        registration=registration,
        kind=MessageKind.CORRECTION,
        state_change=registration.state_changes.order_by("changed_at", "pk").last(),
        as_draft=True,
        context={
            "heard_on": date_format(sent_at, "j F Y"),
            "heard_subject": last.subject,
            # Why is for the team: what the applicant reads, a person writes.
            "reason": "",
        },
    )
