"""What an attempt writes: the claim, what became of it, and the register."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ...enums import MessageState
from ...models import DeliveryAttempt, Message
from ..failures import Failure

MAX_ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
ADDRESS = re.compile(r"[^\s<>()\[\],;:'\"]+@[^\s<>()\[\],;:'\"]+")


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling, and never in step."""
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


def claim(message_id: int) -> Message | None:
    """Take a due message for this worker alone, or return None.

    A letter whose draft or interest got another address since is cancelled: its link
    is made while sending, and would open to whoever had the old address.
    """
    now = timezone.now()
    # Durable: another worker must see the claim before we connect.
    with transaction.atomic(durable=True):
        claimed = (
            Message.objects.due(now)
            .filter(pk=message_id)
            .update(
                state=MessageState.SENDING,
                attempts=F("attempts") + 1,
                claimed_at=now,
                handed_over_at=None,
            )
        )
        if not claimed:
            return None
        message = Message.objects.select_related(
            "registration__page", "draft__page", "interest__page"
        ).get(pk=message_id)
        if message.is_to_another:
            Message.objects.filter(pk=message_id).update(
                state=MessageState.CANCELLED, next_attempt_at=None
            )
            return None
        message.delivery_attempts.create(number=message.attempts)
    return message


def held_by(message: Message) -> Any:
    """The row, as long as this attempt still holds it."""
    return Message.objects.filter(
        pk=message.pk,
        state=MessageState.SENDING,
        attempts=message.attempts,
        claimed_at=message.claimed_at,
    )


@transaction.atomic
def accept(message: Message, provider_id: str) -> None:
    """The server has it; true even if the sweeper had given up on this attempt."""
    now = timezone.now()
    Message.objects.filter(
        pk=message.pk,
        attempts=message.attempts,
        claimed_at=message.claimed_at,
        state__in=[MessageState.SENDING, MessageState.FAILED],
    ).update(
        state=MessageState.SENT, sent_at=now, provider_id=provider_id, last_error=""
    )
    _close_attempt(message, DeliveryAttempt.Outcome.ACCEPTED, "")


@transaction.atomic
def settle(message: Message, failure: Failure, **conditions: Any) -> int:
    """Write what a failed attempt means; return whether the row was still held."""
    gives_up = not failure.may_retry or message.attempts >= MAX_ATTEMPTS
    values: dict[str, Any] = {
        "state": MessageState.FAILED if gives_up else MessageState.QUEUED,
        "last_error": failure.sentence,
        "next_attempt_at": (
            None if gives_up else timezone.now() + pause_after(message.attempts)
        ),
    }
    if failure.outcome != DeliveryAttempt.Outcome.UNCERTAIN:
        values["handed_over_at"] = None
    settled = held_by(message).filter(**conditions).update(**values)
    if settled:
        _close_attempt(message, failure.outcome, failure.detail)
    return settled


def _close_attempt(message: Message, outcome: str, error: str) -> None:
    message.delivery_attempts.filter(
        number=message.attempts, started_at__gte=message.claimed_at
    ).update(
        outcome=outcome,
        error=_without_addresses(error, message.recipient),
        finished_at=timezone.now(),
    )


def _without_addresses(error: str, recipient: str) -> str:
    """Take addresses out of what a server said: the register is not about people.

    A server may name another than ours: where it forwards to, or the same in capitals.
    """
    error = error.replace(recipient, "…") if recipient else error
    return ADDRESS.sub("…", error)
