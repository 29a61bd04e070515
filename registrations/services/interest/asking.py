"""Asking, confirming, erasing: what the holder of an address does."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from ...enums import FormStatus, MessageKind
from ...models import Interest, Message, RegistrationFormPage
from ..message import queue_message
from .links import make_nonce

# How long an address is kept (domain.md 3), and the letters say so.
KEEP_UNCONFIRMED = timedelta(days=7)
KEEP_TOLD = timedelta(days=30)
# A call comes about once a year: after this nobody waits for it any more.
KEEP_CONFIRMED_MONTHS = 18
KEEP_CONFIRMED = timedelta(days=round(KEEP_CONFIRMED_MONTHS * 365.25 / 12))
# How many of these mails one address gets, whoever asks for them, and in what time.
MOST_LETTERS = 3
LETTER_WINDOW = timedelta(days=1)


@transaction.atomic
def ask_to_hear(*, form_page: RegistrationFormPage, email: str) -> None:
    """Note that `email` wants to hear of `form_page`, and ask for a confirmation.

    Returns nothing, whether or not the address was known: the caller gives the same
    answer to all. An address that was told before starts anew.
    """
    interest = _find_or_make(form_page, email.strip())
    if interest.told_at:
        interest.nonce = make_nonce()
        interest.confirmed_at = interest.told_at = None
    if interest.confirmed_at is None:
        # Its days to confirm count from the latest time that it was asked for.
        interest.asked_at = timezone.now()
    interest.save(update_fields=["nonce", "confirmed_at", "told_at", "asked_at"])
    if not _was_asked_often(interest.email):
        queue_message(
            interest=interest,
            kind=MessageKind.INTEREST_CONFIRM,
            context={
                "is_confirmed": interest.confirmed_at is not None,
                "is_next": form_page.get_status() is not FormStatus.UPCOMING,
                "is_day": form_page.is_direct,
            },
        )


def _find_or_make(form_page: RegistrationFormPage, email: str) -> Interest:
    known = _with_email(Interest.objects.select_for_update(), email)
    known = known.filter(page_id=form_page.pk)
    found = known.first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Interest.objects.create(
                page=form_page, email=email, nonce=make_nonce()
            )
    except IntegrityError:
        # The same address at the same moment.
        return known.get()


def _was_asked_often(email: str) -> bool:
    """Whether a stranger might be filling this mailbox with our mail."""
    return (
        Message.objects.filter(
            kind=MessageKind.INTEREST_CONFIRM,
            recipient__iexact=email,
            created_at__gt=timezone.now() - LETTER_WINDOW,
        ).count()
        >= MOST_LETTERS
    )


def confirm(*, interest: Interest) -> None:
    """Its holder opened the mail, and says yes."""
    Interest.objects.filter(pk=interest.pk, confirmed_at=None).update(
        confirmed_at=timezone.now()
    )


def erase(*, interest: Interest) -> None:
    """Erase an address with every letter about it; its holder asks."""
    Interest.objects.filter(pk=interest.pk).delete()


def forget_address(*, form_page_id: int, email: str) -> None:
    """Erase the address of somebody who registered: there is nothing left to tell."""
    if email:
        _with_email(Interest.objects.filter(page_id=form_page_id), email).delete()


def _with_email(interests: QuerySet[Interest], email: str) -> QuerySet[Interest]:
    return interests.alias(email_key=Lower("email")).filter(email_key=email.lower())
