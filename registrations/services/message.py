"""Messages as rows: queued, cancelled, edited and released.

Sending them is the work of `delivery`; here nothing talks to a mail server.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ..enums import TEAM_LETTERS, TRANSITIONS, MessageKind, MessageState
from ..models import Message, Registration, StateChange
from ..permissions import user_can_send_messages
from ..tasks import deliver_message
from .errors import NotAllowed, RegistrationError
from .letter_html import Letter, render_html
from .letters import render_letter

# Without a step of the registration, the same letter again within this time is one.
REPEAT_AFTER_SECONDS = 600

CANCELLABLE = frozenset({MessageState.DRAFT, MessageState.QUEUED, MessageState.FAILED})
RESENDABLE = frozenset({MessageState.FAILED, MessageState.BOUNCED})


class MessageError(RegistrationError):
    """A message cannot be sent, changed or cancelled as asked."""


class NotADraft(MessageError):
    message = gettext_lazy("Only a draft can be changed or sent from here.")


class NoAddress(MessageError):
    message = gettext_lazy(
        "This person gave no e-mail address. Call or write, then cancel the message."
    )


class OutOfDate(MessageError):
    message = gettext_lazy(
        "This letter no longer fits the state of the registration, so it is not sent."
    )


class NotFailed(MessageError):
    message = gettext_lazy("Only a message that failed can be sent again.")


@transaction.atomic
def queue_message(
    *,
    registration: Registration,
    kind: MessageKind,
    state_change: StateChange | None = None,
    as_draft: bool = False,
    context: dict[str, Any] | None = None,
) -> Message:
    """Write the letter `kind` to `registration` as a row, once.

    Called inside the transaction of the step it belongs to: the letter exists if
    and only if the step was taken. A second call for the same step returns the
    first letter; without a step, the same letter within ten minutes is one letter
    (a new private link excepted: each request gets its own).

    Args:
        registration: to whom.
        kind: which letter.
        state_change: the step that it tells of; its reason stands in the letter.
        as_draft: wait in the outbox for a person; else it leaves after the commit.
        context: further values for the template of the letter.

    Returns:
        The row: a draft when `as_draft`, or when there is no address to send to.
    """
    key = _idempotency_key(registration, kind, state_change)
    existing = Message.objects.filter(idempotency_key=key).first()
    if existing:
        return existing
    letter = render_letter(
        registration=registration,
        kind=kind,
        reason=state_change.reason if state_change else "",
        context=context,
    )
    without_address = not registration.email
    is_draft = as_draft or without_address
    message, is_new = Message.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "registration": registration,
            "kind": kind,
            "recipient": registration.email,
            "subject": letter.subject,
            "body_text": letter.text,
            "body_html": letter.html,
            "state": MessageState.DRAFT if is_draft else MessageState.QUEUED,
            "next_attempt_at": None if is_draft else timezone.now(),
            "last_error": str(NoAddress.message) if without_address else "",
        },
    )
    if is_new and not is_draft:
        _enqueue(message)
    return message


@transaction.atomic
def cancel_team_letters(*, registration: Registration) -> int:
    """Cancel the letters that lose their sense now that `registration` moved on.

    Every draft, and letters of the team that were released but not yet sent.
    Replies to the applicant's own act still go out.

    Returns:
        How many were cancelled.
    """
    letters = registration.messages.all()
    return letters.filter(state=MessageState.DRAFT).update(
        state=MessageState.CANCELLED, next_attempt_at=None
    ) + letters.filter(state=MessageState.QUEUED, kind__in=TEAM_LETTERS).update(
        state=MessageState.CANCELLED, next_attempt_at=None
    )


def release_drafts(*, messages: Iterable[Message], user: Any) -> list[Message]:
    """Send drafts from the outbox; one that changed meanwhile is left out.

    Returns:
        The messages that are on their way now.

    Raises:
        NotAllowed: `user` may not send messages.
    """
    released = []
    for message in messages:
        try:
            released.append(release_draft(message=message, user=user))
        except MessageError:
            continue
    return released


@transaction.atomic
def release_draft(*, message: Message, user: Any) -> Message:
    """Send one draft.

    Raises:
        NotAllowed: `user` may not send messages.
        NotADraft: it was sent or cancelled in the meantime.
        NoAddress: there is nobody to send it to.
        OutOfDate: the registration moved on.
    """
    message = _lock_for(user, message)
    if message.state != MessageState.DRAFT:
        raise NotADraft
    _ensure_sendable(message)
    _requeue(message)
    log(instance=message, action="registrations.release_message", user=user)
    return message


@transaction.atomic
def update_draft(
    *, message: Message, subject: str, body_text: str, user: Any
) -> Message:
    """Change the words of a draft; its HTML is made again from the text.

    Raises:
        NotAllowed: `user` may not send messages.
        NotADraft: it was sent or cancelled in the meantime.
    """
    message = _lock_for(user, message)
    if message.state != MessageState.DRAFT:
        raise NotADraft
    letter = Letter.from_words(subject=subject, text=body_text)
    if (letter.subject, letter.text) == (message.subject, message.body_text):
        return message
    message.subject = letter.subject
    message.body_text = letter.text
    message.body_html = render_html(letter=letter, registration=message.registration)
    message.save(update_fields=["subject", "body_text", "body_html"])
    log(instance=message, action="registrations.update_message", user=user)
    return message


@transaction.atomic
def cancel_message(*, message: Message, user: Any) -> Message:
    """Cancel a message that has not left.

    Raises:
        NotAllowed: `user` may not send messages.
        MessageError: it is on its way, or has arrived.
    """
    message = _lock_for(user, message)
    if message.state not in CANCELLABLE:
        raise MessageError(gettext_lazy("This message can no longer be stopped."))
    message.state = MessageState.CANCELLED
    message.next_attempt_at = None
    message.save(update_fields=["state", "next_attempt_at"])
    log(instance=message, action="registrations.cancel_message", user=user)
    return message


@transaction.atomic
def resend(*, message: Message, user: Any) -> Message:
    """Try a failed message again: a person's decision.

    A message that may have arrived is never resent by itself; whoever calls this
    was warned.

    Raises:
        NotAllowed: `user` may not send messages.
        NotFailed: it did not fail.
        NoAddress: there is nobody to send it to.
        OutOfDate: the registration moved on.
    """
    message = _lock_for(user, message)
    if message.state not in RESENDABLE:
        raise NotFailed
    _ensure_sendable(message)
    _requeue(message)
    log(instance=message, action="registrations.resend_message", user=user)
    return message


def fits_state(message: Message) -> bool:
    """Whether a letter of the team still tells what is so.

    A letter that answers the applicant's own act stays true: it tells what they did.
    """
    if message.kind not in TEAM_LETTERS:
        return True
    return any(
        step.message == message.kind and to == message.registration.state
        for (_from, to), step in TRANSITIONS.items()
    )


def _ensure_sendable(message: Message) -> None:
    if not message.recipient:
        raise NoAddress
    if not fits_state(message):
        raise OutOfDate


def _requeue(message: Message) -> None:
    """Queue with a clean slate: the attempts before belong to the past."""
    message.state = MessageState.QUEUED
    message.attempts = 0
    message.next_attempt_at = timezone.now()
    message.claimed_at = None
    message.handed_over_at = None
    message.last_error = ""
    message.save(
        update_fields=[
            "state",
            "attempts",
            "next_attempt_at",
            "claimed_at",
            "handed_over_at",
            "last_error",
        ]
    )
    _enqueue(message)


def _enqueue(message: Message) -> None:
    transaction.on_commit(partial(deliver_message.enqueue, message.pk))


def _lock_for(user: Any, message: Message) -> Message:
    """Read `message` under a lock, for somebody who may touch letters."""
    if not user_can_send_messages(user):
        raise NotAllowed
    return (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("registration__page")
        .get(pk=message.pk)
    )


def _idempotency_key(
    registration: Registration, kind: MessageKind, state_change: StateChange | None
) -> str:
    start = f"{registration.pk}:{MessageKind(kind).value}"
    if state_change:
        return f"{start}:{state_change.pk}"
    if kind == MessageKind.PRIVATE_LINK:
        # Each request is an act of its own; `access` limits how many there are.
        return f"{start}:{uuid4().hex}"
    period = int(timezone.now().timestamp()) // REPEAT_AFTER_SECONDS
    return f"{start}:at-{period}"
