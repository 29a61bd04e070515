"""One attempt on one message, from the claim to what became of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from ...models import Message
from ..failures import judge, unwritten
from ..message import WORDS, put_words, write_letter
from ..smtp import HandoverEmailBackend
from .ledger import accept, held_by, settle
from .mail import build_mail, get_provider_id

logger = logging.getLogger(__name__)

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class ClaimLost(Exception):
    """The row is ours no longer: taken back by the sweeper, or gone with its draft."""


class LetterUnwritten(Exception):
    """The words of a letter could not be made.

    Attributes:
        reason: what went wrong.
    """

    def __init__(self, reason: Exception):
        self.reason = reason
        super().__init__(type(reason).__name__)


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
            logger.info("Message %s was taken back, or is gone.", self.message.pk)
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
        if not held_by(self.message).update(**words):
            raise ClaimLost

    def hand_over(self) -> None:
        """Mark that from here on the server may have the text.

        Raises:
            ClaimLost: the row is no longer ours, so the text must not leave.
        """
        marked = held_by(self.message).update(handed_over_at=timezone.now())
        if not marked:
            raise ClaimLost
        self.handed_over = True


# How long a worker waits for a database that is away, with news that only it has.
PAUSES = (0.5, 1, 2, *(5,) * 60)


def _persist(write: Callable[[], Any]) -> None:
    """Write what happened, even when the database is away for a moment.

    A mail that is gone cannot be taken back; only this keeps it from being judged
    uncertain. Without a database there is nothing else to do.
    """
    for pause in PAUSES:
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
