"""Sending messages: claimed by one worker, handed over once, never doubled.

The order of one attempt, each step committed before the next begins:

1. *claim*: queued → sending, the attempt counted and registered. The update is
   conditional, so of several workers one gets the row.
2. *connect*: until here a failure means that nothing was sent; back to queued.
3. *hand over*: `handed_over_at` is written just before the text is transmitted.
4. *settle*: sent, refused, back to queued, or uncertain.

A worker that dies in step 2 left the row without `handed_over_at`: the sweeper
queues it again. One that dies between 3 and 4 leaves a row of which nobody can
know whether the server accepted it: that is the limit of SMTP, which has no way to
ask. Such a message fails as "may have arrived", and a person decides.
"""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from home.models import SiteSettings

from ..enums import MessageState
from ..models import DeliveryAttempt, Message
from .access import mint_link
from .failures import Failure, interrupted, judge, uncertain
from .letter_html import PRIVATE_LINK
from .smtp import HandoverEmailBackend

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
ADDRESS = re.compile(r"[^\s<>()\[\],;:'\"]+@[^\s<>()\[\],;:'\"]+")
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class ClaimLost(Exception):
    """The sweeper took this message back while we were connecting."""


def send_message(*, message_id: int) -> bool:
    """Try to send one message, if it is queued and due.

    Must not run inside a transaction: what it writes has to be true at once.

    Returns:
        Whether the message was sent by this call.
    """
    claim = _claim(message_id)
    if claim is None:
        return False
    return _Attempt(claim).run()


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
        swept += _settle(
            message, failure, handed_over_at__isnull=message.handed_over_at is None
        )
    return swept


def stale_after() -> timedelta:
    """How long an attempt can last at most while its worker lives."""
    return timedelta(seconds=20 * settings.EMAIL_TIMEOUT + settings.EMAIL_REPLY_TIMEOUT)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling, and never in step."""
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


def build_mail(message: Message, backend: Any = None) -> EmailMultiAlternatives:
    """Return the mail of a message, with a fresh private link in its place.

    The Message-ID is the same at every attempt, so that a mail program can know
    a double for what it is.
    """
    text, html = message.body_text, message.body_html
    if PRIVATE_LINK in text or PRIVATE_LINK in html:
        link = mint_link(registration=message.registration)
        text = text.replace(PRIVATE_LINK, link)
        html = html.replace(PRIVATE_LINK, escape(link))
    reply_to = _get_reply_address(message)
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": get_message_id(message),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            "Content-Language": "nl-BE",
        },
        connection=backend,
    )
    mail.attach_alternative(html, "text/html")
    return mail


def get_message_id(message: Message) -> str:
    """Return the Message-ID, stable for the row and guessable by nobody."""
    key = f"{message.idempotency_key}:{message.created_at.isoformat()}"
    digest = salted_hmac("registrations.message-id", key).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{digest}@{domain}>"


class _Attempt:
    """One attempt on a claimed message."""

    def __init__(self, message: Message):
        self.message = message
        self.handed_over = False

    def run(self) -> bool:
        is_smtp = settings.EMAIL_BACKEND == SMTP_BACKEND
        backend: Any = None
        try:
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
            failure = judge(error, handed_over=self.handed_over)
            logger.warning(
                "Message %s, attempt %s: %s (%s)",
                self.message.pk,
                self.message.attempts,
                failure.outcome,
                type(error).__name__,
            )
            _persist(lambda: _settle(self.message, failure))
            _drop(backend)
            return False
        provider_id = _get_provider_id(mail)
        _persist(lambda: _accept(self.message, provider_id))
        _hang_up(backend)
        return True

    def hand_over(self) -> None:
        """Mark that from here on the server may have the text.

        Raises:
            ClaimLost: the row is no longer ours, so the text must not leave.
        """
        marked = _held_by(self.message).update(handed_over_at=timezone.now())
        if not marked:
            raise ClaimLost
        self.handed_over = True


def _claim(message_id: int) -> Message | None:
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
        message = Message.objects.select_related("registration__page").get(
            pk=message_id
        )
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
def _accept(message: Message, provider_id: str) -> None:
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
def _settle(message: Message, failure: Failure, **conditions: Any) -> int:
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


def _get_provider_id(mail: EmailMultiAlternatives) -> str:
    """The number that an Anymail provider gave, to match its reports later."""
    status = getattr(mail, "anymail_status", None)
    message_id = getattr(status, "message_id", None)
    # A set where several people got it; our letters go to one.
    return str(message_id)[:200] if isinstance(message_id, str | int) else ""


def _get_reply_address(message: Message) -> str:
    site = message.registration.page.get_site()
    return SiteSettings.for_site(site).contact_email if site else ""
