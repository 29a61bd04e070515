"""What mail providers report about our letters, once, whatever comes twice.

A report names its letter in one of two ways: by the number that the provider gave, or
by the sign of the attempt that we gave with the letter. The second also tells of a
letter of which we never heard whether it was accepted: that narrows the one window in
which nobody can know (docs/delivery.md).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from ...enums import DeliveryEventKind, MessageState
from ...models import DeliveryAttempt, DeliveryEvent, Message, Registration
from .ledger import without_addresses

# The name under which a letter carries the sign of its attempt.
ATTEMPT = "attempt"
# These bring what a letter carries back in their reports.
BACKENDS_THAT_REPORT = frozenset(
    f"anymail.backends.{name}.EmailBackend"
    for name in ("amazon_ses", "brevo", "mailgun", "mailjet", "postmark", "test")
)
_SALT = "registrations.attempt"
_K = DeliveryEventKind
_S = MessageState
_COMES_BACK = frozenset({_K.BOUNCED, _K.REJECTED, _K.FAILED})
# Only of a letter that left can something be told; a repeat waits for its own report.
_LEFT = frozenset({_S.SENDING, _S.SENT, _S.DELIVERED, _S.BOUNCED, _S.FAILED})


@dataclass(frozen=True)
class Report:
    """One thing that a provider tells of one letter.

    Attributes:
        provider: who tells.
        kind: what.
        event_id: the provider's own number of the event; empty where there is none.
        message_id: the provider's number of the letter.
        attempt: the sign of our attempt, where the letter came back with it.
        recipient: to whom it was.
        reason: why it came back, in Anymail's words.
        detail: what the server of the recipient said.
        happened_at: when.
    """

    provider: str
    kind: DeliveryEventKind
    event_id: str = ""
    message_id: str = ""
    attempt: str = ""
    recipient: str = ""
    reason: str = ""
    detail: str = ""
    happened_at: datetime | None = None


@transaction.atomic
def take_report(*, report: Report) -> DeliveryEvent | None:
    """Write down what a provider tells, and what it means for its letter.

    A letter that came back flags its registration, as long as that has the same
    address; one that arrived takes the flag away.

    Returns:
        None for a letter that we do not know, and for a report that we have.
    """
    message = _find_message(report)
    if message is None:
        return None
    try:
        with transaction.atomic():
            event = DeliveryEvent.objects.create(
                message=message,
                kind=report.kind,
                provider=report.provider[:20],
                key=_make_key(report),
                reason=report.reason[:20],
                detail=without_addresses(report.detail, message.recipient)[:500],
                happened_at=report.happened_at or timezone.now(),
            )
    except IntegrityError:
        return None
    _apply(message, event)
    return event


def sign_attempt(attempt: DeliveryAttempt) -> str:
    """Return the sign of one attempt: nobody can guess that of another."""
    return f"{attempt.pk}-{_get_signature(str(attempt.pk))}"


def _get_signature(pk: str) -> str:
    return salted_hmac(_SALT, pk, algorithm="sha256").hexdigest()[:32]


def _find_message(report: Report) -> Message | None:
    """Return the letter under a lock, where the report is about its last attempt.

    The registration is locked first, in the order of every other service.
    """
    found = None
    pk, _dash, signature = report.attempt.partition("-")
    if pk.isdecimal() and constant_time_compare(signature, _get_signature(pk)):
        attempt = DeliveryAttempt.objects.filter(pk=pk).select_related("message")
        found = next((one.message for one in attempt), None)
        if found and found.delivery_attempts.latest("pk").pk != int(pk):
            return None
    elif report.message_id:
        number = report.message_id[:200]
        found = Message.objects.filter(provider_id=number).first()
    if found is None:
        return None
    lock = {"of": ("self",), "no_key": True}
    Registration.objects.select_for_update(**lock).filter(
        pk=found.registration_id
    ).first()
    message = Message.objects.select_for_update(**lock).get(pk=found.pk)
    if message.state not in _LEFT:
        return None
    if report.recipient.casefold() not in {"", message.recipient.casefold()}:
        return None
    return message


def _make_key(report: Report) -> str:
    """What makes two reports the same one.

    The provider's number, where it has one: Mailgun signs nothing else, so whoever
    caught one report can make no second one of it. Without a number what is told.
    """
    own = report.event_id or "|".join(
        (
            report.message_id or report.attempt,
            report.kind,
            report.happened_at.isoformat() if report.happened_at else "",
        )
    )
    return hashlib.sha256(f"{report.provider}|{own}".encode()).hexdigest()


def _apply(message: Message, event: DeliveryEvent) -> None:
    """Write what the report means: it arrived, or it came back."""
    if event.kind == _K.DELIVERED:
        state, error = _S.DELIVERED, ""
    elif event.kind in _COMES_BACK:
        state, error = _S.BOUNCED, _explain(event)
    else:
        return
    if _is_overtaken(message, event):
        return
    Message.objects.filter(pk=message.pk).update(
        state=state,
        last_error=error,
        next_attempt_at=None,
        sent_at=message.sent_at or event.happened_at,
    )
    _flag(message, event)


def _is_overtaken(message: Message, event: DeliveryEvent) -> bool:
    """Whether a report that is younger was here before: they come in any order."""
    tells = [_K.DELIVERED, *_COMES_BACK]
    return (
        message.delivery_events.filter(
            kind__in=tells,
            happened_at__gt=event.happened_at,
            received_at__gte=message.queued_at,
        )
        .exclude(pk=event.pk)
        .exists()
    )


def _flag(message: Message, event: DeliveryEvent) -> None:
    """Say of the registration whether mail to its address comes back.

    A letter to an address of before tells nothing of the present one.
    """
    registration = Registration.objects.filter(pk=message.registration_id).with_email(
        message.recipient
    )
    if event.kind == _K.DELIVERED:
        registration.update(mail_returned_at=None)
    else:
        registration.filter(mail_returned_at=None).update(
            mail_returned_at=event.happened_at
        )


def _explain(event: DeliveryEvent) -> str:
    """Why it came back, for whoever looks at the outbox."""
    if event.reason == "invalid":
        return gettext("This address does not exist. Ask the person for another one.")
    if event.reason in {"blocked", "spam", "unsubscribed"}:
        return gettext(
            "The mail provider does not deliver to this address any more. Lift the "
            "block there, or ask the person for another address."
        )
    if event.kind == _K.FAILED:
        return gettext("The mail provider could not send this letter.")
    return gettext("The mail came back. Check the address with the person.")
