"""What a person does with a message before it leaves, or when it failed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ...enums import TELLS_CHANGE, MessageState
from ...models import Message
from ...permissions import user_can_send_messages
from ..errors import NotAllowed
from ..letter_html import Letter, render_html
from .errors import (
    ChangedMeanwhile,
    InThePast,
    MessageError,
    NotADraft,
    NotFailed,
)
from .sendable import ensure_sendable

CANCELLABLE = frozenset(
    {
        MessageState.DRAFT,
        MessageState.PLANNED,
        MessageState.QUEUED,
        MessageState.FAILED,
    }
)
HOLDABLE = frozenset({MessageState.DRAFT, MessageState.PLANNED, MessageState.QUEUED})
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
        IsHeld: somebody keeps it back.
        NoAddress: there is nobody to send it to.
        OutOfDate: the registration moved on.
    """
    message = lock_for(user, message)
    if message.state != MessageState.DRAFT:
        raise NotADraft
    ensure_sendable(message)
    _requeue(message)
    log(instance=message, action="registrations.release_message", user=user)
    return message


@transaction.atomic
def plan_draft(*, message: Message, planned_for: datetime, user: Any) -> Message:
    """Let a draft leave by itself at a moment to come; the worker looks after it.

    Raises:
        InThePast: that moment is over.
        What `release_draft` raises.
    """
    message = lock_for(user, message)
    if message.state != MessageState.DRAFT:
        raise NotADraft
    if planned_for <= timezone.now():
        raise InThePast
    ensure_sendable(message)
    message.state = MessageState.PLANNED
    message.planned_for = planned_for
    message.save(update_fields=["state", "planned_for"])
    log(instance=message, action="registrations.plan_message", user=user)
    return message


@transaction.atomic
def take_back(*, message: Message, user: Any) -> Message:
    """Make a planned letter a draft again, so that it can be changed.

    Raises:
        NotAllowed: `user` may not send messages.
        MessageError: it is not planned, or is written only when it leaves.
    """
    message = lock_for(user, message)
    if message.state != MessageState.PLANNED or not message.is_written:
        raise MessageError(gettext_lazy("Only a planned letter becomes a draft again."))
    message.state = MessageState.DRAFT
    message.planned_for = None
    message.save(update_fields=["state", "planned_for"])
    log(instance=message, action="registrations.take_back_message", user=user)
    return message


@transaction.atomic
def hold_message(*, message: Message, user: Any) -> Message:
    """Keep a letter back, in whatever state, until somebody lets it go.

    Raises:
        NotAllowed: `user` may not send messages.
        MessageError: it is on its way or over, or held already.
    """
    message = lock_for(user, message)
    if message.state not in HOLDABLE or message.is_held:
        raise MessageError(gettext_lazy("This message can no longer be held."))
    return _set_hold(message, timezone.now(), "registrations.hold_message", user)


@transaction.atomic
def let_go(*, message: Message, user: Any) -> Message:
    """End the hold of a letter; it goes on from where it stood.

    Raises:
        NotAllowed: `user` may not send messages.
        MessageError: nobody holds it.
    """
    message = lock_for(user, message)
    if not message.is_held:
        raise MessageError(gettext_lazy("Nobody holds this message."))
    return _set_hold(message, None, "registrations.let_go_message", user)


def _set_hold(
    message: Message, held_at: datetime | None, action: str, user: Any
) -> Message:
    message.held_at = held_at
    message.save(update_fields=["held_at"])
    log(instance=message, action=action, user=user)
    return message


def get_version(message: Message) -> str:
    """What its words are now, as a sign; other words have another one."""
    words = f"{message.subject}\0{message.body_text}"
    return salted_hmac("registrations.words", words).hexdigest()


@transaction.atomic
def update_draft(
    *,
    message: Message,
    subject: str,
    body_text: str,
    user: Any,
    seen_version: str = "",
) -> Message:
    """Change the words of a draft; its HTML is made again from the text.

    Args:
        message: the draft.
        subject, body_text: its new words.
        user: who writes.
        seen_version: what `get_version` said of the words that were changed.

    Raises:
        NotAllowed: `user` may not send messages.
        NotADraft: it was sent or cancelled in the meantime.
        ChangedMeanwhile: somebody else changed it since.
    """
    message = lock_for(user, message)
    if message.state != MessageState.DRAFT:
        raise NotADraft
    letter = Letter.from_words(subject=subject, text=body_text)
    if (letter.subject, letter.text) == (message.subject, message.body_text):
        return message
    if seen_version and seen_version != get_version(message):
        raise ChangedMeanwhile
    # What it was before anybody touched it: making it up again says what is lost.
    message.unedited = message.unedited or {
        "subject": message.subject,
        "text": message.body_text,
    }
    message.subject = letter.subject
    message.body_text = letter.text
    message.body_html = render_html(letter=letter, registration=message.registration)
    message.save(update_fields=["subject", "body_text", "body_html", "unedited"])
    log(instance=message, action="registrations.update_message", user=user)
    return message


@transaction.atomic
def cancel_message(*, message: Message, user: Any) -> Message:
    """Cancel a message that has not left.

    Raises:
        NotAllowed: `user` may not send messages.
        MessageError: it is on its way, or has arrived.
    """
    message = lock_for(user, message)
    if message.state not in CANCELLABLE:
        raise MessageError(gettext_lazy("This message can no longer be stopped."))
    message.state = MessageState.CANCELLED
    message.next_attempt_at = None
    message.held_at = None
    message.save(update_fields=["state", "next_attempt_at", "held_at"])
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
    message = lock_for(user, message)
    if message.state not in RESENDABLE:
        raise NotFailed
    ensure_sendable(message)
    _requeue(message)
    log(instance=message, action="registrations.resend_message", user=user)
    return message


def _requeue(message: Message) -> None:
    """Queue with a clean slate: the attempts before belong to the past."""
    message.state = MessageState.QUEUED
    message.attempts = 0
    message.queued_at = message.next_attempt_at = timezone.now()
    message.planned_for = None
    message.claimed_at = None
    message.handed_over_at = None
    message.last_error = ""
    # A draft that leaves is not made up again; only one without words needs these.
    message.unedited = {}
    # What a change was compared with stays: it may still be cancelled unheard.
    if message.is_written and message.kind not in TELLS_CHANGE:
        message.context = {}
    message.save(
        update_fields=[
            "state",
            "context",
            "unedited",
            "attempts",
            "queued_at",
            "next_attempt_at",
            "planned_for",
            "claimed_at",
            "handed_over_at",
            "last_error",
        ]
    )


def lock_for(user: Any, message: Message) -> Message:
    """Read `message` under a lock, for somebody who may touch letters."""
    if not user_can_send_messages(user):
        raise NotAllowed
    return (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("registration__page", "draft", "interest")
        .get(pk=message.pk)
    )
