"""The rounds of a worker: one message, all that is due, and what others left."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ...enums import MessageKind, MessageState
from ...models import Message
from ..failures import interrupted, uncertain
from ..message import OutOfDate, fits_state, plan_due
from .attempt import Attempt
from .ledger import claim, claim_next, has_due, settle
from .pace import take_turn

# Between two looks whether the worker has to stop.
LONGEST_NAP = 0.25
SHORTEST_NAP = 0.02
MOST_PLANNED = 500


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
    """Send what is due, longest waiting first, and return how many were sent.

    Args:
        should_stop: asked before each message, and while the pace makes it wait.
    """
    sent = 0
    while not should_stop() and has_due(timezone.now()):
        if wait := take_turn():
            time.sleep(min(wait.total_seconds(), LONGEST_NAP))
            continue
        message = claim_next()
        if message is None:
            # Another worker has it this very moment.
            time.sleep(SHORTEST_NAP)
            continue
        sent += Attempt(message).run()
    return sent


@transaction.atomic
def queue_planned(*, now: datetime) -> int:
    """Put the planned letters whose moment has come into the queue.

    Those that follow a day are looked at once more. Nobody is reminded of a place of
    which the letter still waits in the outbox. One that no longer tells what is so is cancelled; one that somebody holds, or that
    has no address, stays where it is.

    Returns:
        How many were queued.
    """
    queued = 0
    plan_due(now=now)
    unheard = Message.objects.filter(
        registration=OuterRef("registration"),
        kind__in=[MessageKind.SELECTED, MessageKind.OFFERED],
        state__in=[MessageState.DRAFT, MessageState.PLANNED],
    )
    planned = (
        Message.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(state=MessageState.PLANNED, held_at=None, planned_for__lte=now)
        .filter(~Q(kind=MessageKind.CONFIRM_REMINDER) | ~Exists(unheard))
        .exclude(recipient="")
        .select_related("registration")
        .order_by("planned_for", "pk")
    )
    for message in planned[:MOST_PLANNED]:
        if fits_state(message):
            message.state = MessageState.QUEUED
            message.queued_at = message.next_attempt_at = now
            queued += 1
        else:
            message.state = MessageState.CANCELLED
            message.last_error = str(OutOfDate.message)
        message.save(
            update_fields=["state", "queued_at", "next_attempt_at", "last_error"]
        )
    return queued


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
