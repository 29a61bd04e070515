"""What an attempt writes: the claim, what became of it, and the register."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ...enums import MessageState
from ...models import DeliveryAttempt, Message
from ..failures import Failure

MAX_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)
ADDRESS = re.compile(r"[^\s<>()\[\],;:'\"]+@[^\s<>()\[\],;:'\"]+")


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling, and never in step."""
    first = timedelta(seconds=settings.EMAIL_RETRY_AFTER)
    pause = min(first * 2 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


def has_due(now: datetime) -> bool:
    """Whether a letter could leave now."""
    return Message.objects.due(now).in_order().exists()


def claim(message_id: int) -> Message | None:
    """Take this message for this worker alone, if it is due and its turn, else None."""
    with transaction.atomic(durable=True):
        return _take(Message.objects.filter(pk=message_id))


def claim_next() -> Message | None:
    """Take the message that waits longest and that no other worker takes, or None."""
    # Durable: another worker must see the claim before we connect.
    with transaction.atomic(durable=True):
        return _take(Message.objects.order_by("queued_at", "pk"))


def _take(messages: Any) -> Message | None:
    """Claim the first of `messages` that may leave.

    The row is locked while it is looked at; one that another worker has locked is
    passed over. The order of one person's letters holds all the same: as long as the
    first is not settled, committed or not, the condition keeps the second back.

    A letter whose draft or interest got another address since is cancelled: its link
    is made while sending, and would open to whoever had the old address.
    """
    now = timezone.now()
    found = (
        messages.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .due(now)
        .in_order()
        .only("pk")
        .first()
    )
    if found is None:
        return None
    # Asked again: a row that changed between the two looks is not ours.
    claimed = (
        Message.objects.due(now)
        .filter(pk=found.pk)
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
    ).get(pk=found.pk)
    if message.is_to_another:
        Message.objects.filter(pk=found.pk).update(
            state=MessageState.CANCELLED, next_attempt_at=None
        )
        return None
    message.attempt = message.delivery_attempts.create(number=message.attempts)
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
    row = Message.objects.filter(
        pk=message.pk, attempts=message.attempts, claimed_at=message.claimed_at
    )
    written = {"sent_at": timezone.now(), "provider_id": provider_id}
    if not row.filter(state__in=[MessageState.SENDING, MessageState.FAILED]).update(
        state=MessageState.SENT, last_error="", **written
    ):
        # The provider's report was here before its answer.
        row.filter(state__in=[MessageState.DELIVERED, MessageState.BOUNCED]).update(
            **written
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
        error=without_addresses(error, message.recipient),
        finished_at=timezone.now(),
    )


def without_addresses(error: str, recipient: str) -> str:
    """Take addresses out of what a server said: the register is not about people.

    A server may name another than ours: where it forwards to, or the same in capitals.
    """
    error = error.replace(recipient, "…") if recipient else error
    return ADDRESS.sub("…", error)
