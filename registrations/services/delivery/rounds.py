"""The rounds of a worker: one message, all that is due, and what others left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ...enums import MessageState
from ...models import Message
from ..failures import interrupted, uncertain
from .attempt import Attempt
from .ledger import claim, settle


def send_message(*, message_id: int) -> bool:
    """Try to send one message, if it is queued and due.

    Must not run inside a transaction: what it writes has to be true at once.

    Returns:
        Whether the message was sent by this call.
    """
    message = claim(message_id)
    if message is None:
        return False
    return Attempt(message).run()


def send_due(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Try every message that is due, and return how many were sent."""
    due = Message.objects.due(timezone.now()).order_by("next_attempt_at", "pk")
    sent = 0
    for message_id in list(due.values_list("pk", flat=True)):
        if should_stop():
            break
        sent += send_message(message_id=message_id)
    return sent


def sweep_stale(*, now: datetime | None = None) -> int:
    """Settle the messages of workers that died, and return how many.

    Args:
        now: the moment to judge by; tests move it.
    """
    now = now or timezone.now()
    stale = Message.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=now - stale_after()
    )
    swept = 0
    for message in stale:
        failure = uncertain("") if message.handed_over_at else interrupted()
        swept += settle(
            message, failure, handed_over_at__isnull=message.handed_over_at is None
        )
    return swept


def stale_after() -> timedelta:
    """How long an attempt can last at most while its worker lives."""
    return timedelta(seconds=20 * settings.EMAIL_TIMEOUT + settings.EMAIL_REPLY_TIMEOUT)
