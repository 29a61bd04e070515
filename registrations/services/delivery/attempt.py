"""One attempt on one message, from the claim to what became of it."""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from ...enums import MessageState
from ...models import DeliveryAttempt, Message
from ..failures import Failure, judge, unwritten
from ..message import WORDS, put_words, write_letter
from ..smtp import HandoverEmailBackend
from .mail import build_mail, get_provider_id

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
ADDRESS = re.compile(r"[^\s<>()\[\],;:'\"]+@[^\s<>()\[\],;:'\"]+")
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class ClaimLost(Exception):
    """The sweeper took this message back while we were connecting."""


class LetterUnwritten(Exception):
    """The words of a letter could not be made.

    Attributes:
        reason: what went wrong.
    """

    def __init__(self, reason: Exception):
        self.reason = reason
        super().__init__(type(reason).__name__)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling, and never in step."""
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


class Attempt:
    """One attempt on a claimed message."""

    def __init__(self, message: Message):
        self.message = message
        self.handed_over = False

    def run(self) -> bool:
        is_smtp = settings.EMAIL_BACKEND == SMTP_BACKEND
        backend: Any = None
        try:
            self.write()
            backend = (
                HandoverEmailBackend(before_text=self.hand_over)
                if is_smtp
                else get_connection()
            )
            backend.open()
            mail = build_mail(self.message, backend)
            if not is_smtp:
                self.hand_over()
            backend.send_messages([mail])
        except ClaimLost:
            logger.warning("Message %s was taken back.", self.message.pk)
            _drop(backend)
            return False
        except Exception as error:  # noqa: BLE001 (whatever it is, the row must know)
            failure = (
                unwritten(error.reason)
                if isinstance(error, LetterUnwritten)
                else judge(error, handed_over=self.handed_over)
            )
            logger.warning(
                "Message %s, attempt %s: %s (%s)",
                self.message.pk,
                self.message.attempts,
                failure.outcome,
                type(error).__name__,
            )
            _persist(lambda: settle(self.message, failure))
            _drop(backend)
            return False
        provider_id = get_provider_id(mail)
        _persist(lambda: accept(self.message, provider_id))
        _hang_up(backend)
        return True

    def write(self) -> None:
        """Give the letter its words, where it has none yet.

        Raises:
            LetterUnwritten: its template or its data are wrong.
            ClaimLost: the row is no longer ours; whoever has it writes.
        """
        if self.message.is_written:
            return
        try:
            letter = write_letter(self.message)
        except (OperationalError, InterfaceError):
            raise  # the database is away; nothing is wrong with the letter
        except Exception as error:
            raise LetterUnwritten(error) from error
        put_words(self.message, letter)
        words = {name: getattr(self.message, name) for name in WORDS}
        if not _held_by(self.message).update(**words):
            raise ClaimLost

    def hand_over(self) -> None:
        """Mark that from here on the server may have the text.

        Raises:
            ClaimLost: the row is no longer ours, so the text must not leave.
        """
        marked = _held_by(self.message).update(handed_over_at=timezone.now())
        if not marked:
            raise ClaimLost
        self.handed_over = True


def claim(message_id: int) -> Message | None:
    """Take a due message for this worker alone, or return None."""
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
        message.delivery_attempts.create(number=message.attempts)
    return message


def _held_by(message: Message) -> Any:
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
    settled = _held_by(message).filter(**conditions).update(**values)
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


def _persist(write: Callable[[], Any]) -> None:
    """Write what happened, even when the database is away for a moment.

    A mail that is gone cannot be taken back; only this keeps it from being judged
    uncertain.
    """
    for pause in (0.5, 2, 5):
        try:
            write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return
    write()


def _drop(backend: Any) -> None:
    """Leave a line that went wrong; never wait for it."""
    if isinstance(backend, HandoverEmailBackend):
        backend.abandon()
    elif backend is not None:
        _hang_up(backend)


def _hang_up(backend: Any) -> None:
    try:
        backend.close()
    except Exception:  # noqa: BLE001 (the mail was accepted; a goodbye changes nothing)
        logger.info("The mail server did not say goodbye.")
