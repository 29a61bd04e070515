"""What a person does with a message before it leaves, or when it failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ...enums import TEAM_LETTERS, TRANSITIONS, MessageState
from ...models import Message
from ...permissions import user_can_send_messages
from ..errors import NotAllowed
from ..letter_html import Letter, render_html
from .errors import MessageError, NoAddress, NotADraft, NotFailed, OutOfDate

CANCELLABLE = frozenset({MessageState.DRAFT, MessageState.QUEUED, MessageState.FAILED})
RESENDABLE = frozenset({MessageState.FAILED, MessageState.BOUNCED})


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
    if message.kind not in TEAM_LETTERS or message.registration is None:
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


def _lock_for(user: Any, message: Message) -> Message:
    """Read `message` under a lock, for somebody who may touch letters."""
    if not user_can_send_messages(user):
        raise NotAllowed
    return (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("registration__page", "draft", "interest")
        .get(pk=message.pk)
    )
