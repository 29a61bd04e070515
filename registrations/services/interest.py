"""Hou me op de hoogte: one mail to whoever asked for it, when registering opens.

An address counts once its holder confirmed it by a link (domain.md 3): otherwise
anybody could put anybody on the list. The link is signed and stored nowhere. Once
told, an address is done: it goes 30 days later.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from home.models.visitors import for_visitors
from workplaces.dates import describe_deadline

from ..enums import FormStatus, MessageKind, MessageState
from ..models import Interest, Message, RegistrationFormPage
from ..permissions import user_can_view_interest
from .drafts import get_deadline
from .errors import NotAllowed
from .message import queue_message

# How long an address is kept (domain.md 3), and the letters say so.
KEEP_UNCONFIRMED = timedelta(days=7)
KEEP_TOLD = timedelta(days=30)
# A call comes about once a year: after this nobody waits for it any more.
KEEP_CONFIRMED = timedelta(days=548)
# How many of these mails one address gets, whoever asks for them, and in what time.
MOST_LETTERS = 3
LETTER_WINDOW = timedelta(days=1)
# How many are told in one round of upkeep: the mail itself must leave in between.
ROUND = 200
_SALT = "registrations.interest"
_SIGNATURE_LENGTH = 40
_HIGHEST_PK = 2**63 - 1
_ON_ITS_WAY = (MessageState.QUEUED, MessageState.SENDING)


@transaction.atomic
def ask_to_hear(*, form_page: RegistrationFormPage, email: str) -> None:
    """Note that `email` wants to hear of `form_page`, and ask for a confirmation.

    Returns nothing, whether or not the address was known: the caller gives the same
    answer to all. An address that was told before starts anew.
    """
    interest = _find_or_make(form_page, email.strip())
    if interest.told_at:
        interest.nonce = _make_nonce()
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
                page=form_page, email=email, nonce=_make_nonce()
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


@sensitive_variables()
def get_confirm_url(interest: Interest) -> str:
    """Return the absolute link of `interest`, for a letter that is leaving."""
    return settings.SITE_URL + reverse("interest:own", args=[make_token(interest)])


@sensitive_variables()
def make_token(interest: Interest) -> str:
    """Return the key of `interest`: `<number>-<signature>`, the same until its nonce."""
    return f"{int_to_base36(interest.pk)}-{_sign(interest.pk, interest.nonce)}"


@sensitive_variables()
def find_interest(token: str) -> Interest | None:
    """Return what `token` opens; None alike when it is wrong, erased or replaced."""
    number, _dash, signature = token.partition("-")
    interest = _find_by_number(number)
    # Compared for one that does not exist as well: no answer comes sooner.
    pk, nonce = (interest.pk, interest.nonce) if interest else (0, "")
    is_right = constant_time_compare(signature, _sign(pk, nonce))
    return interest if is_right else None


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


def tell_opened(*, now: datetime) -> int:
    """Queue the one mail to everybody who waits for a form that is open now.

    Returns:
        How many were told. Each is told once, also by two workers at once: only who
        marks the row queues the letter, in the same transaction.
    """
    waiting = Interest.objects.filter(told_at=None).exclude(confirmed_at=None)
    pages = for_visitors(
        RegistrationFormPage.objects.filter(pk__in=waiting.values("page"))
    )
    told = 0
    for form_page in pages.order_by("pk"):
        if form_page.get_status() is not FormStatus.OPEN:
            continue
        rows = waiting.filter(page=form_page).order_by("confirmed_at", "pk")
        told += sum(_tell(form_page, row, now) for row in rows[: ROUND - told])
    return told


@transaction.atomic
def _tell(form_page: RegistrationFormPage, interest: Interest, now: datetime) -> bool:
    is_first = (
        Interest.objects.filter(pk=interest.pk, page=form_page, told_at=None)
        .exclude(confirmed_at=None)
        .update(told_at=now)
    )
    if not is_first:
        return False
    interest.page, interest.told_at = form_page, now
    deadline = get_deadline(form_page, now=now)
    queue_message(
        interest=interest,
        kind=MessageKind.INTEREST_OPEN,
        context={"deadline": describe_deadline(deadline) if deadline else ""},
    )
    return True


def erase_old_interests(*, now: datetime) -> int:
    """Erase every address whose time is up, and return how many.

    One whose letter is still on its way waits for it: the letter would go with it.
    """
    on_its_way = Message.objects.filter(
        interest=OuterRef("pk"), state__in=_ON_ITS_WAY, kind=MessageKind.INTEREST_OPEN
    )
    old = Interest.objects.filter(
        Q(told_at__lte=now - KEEP_TOLD)
        | Q(told_at=None, confirmed_at=None, asked_at__lte=now - KEEP_UNCONFIRMED)
        | Q(told_at=None, asked_at__lte=now - KEEP_CONFIRMED)
    ).filter(~Exists(on_its_way))
    count = old.count()
    old.delete()
    return count


def count_interests() -> QuerySet[dict[str, Any]]:
    """Return one row of figures per form on which an address stands.

    Keys: page, waiting (confirmed and not told), unconfirmed, told, since (the
    first one that waits).
    """
    is_waiting = Q(told_at=None, confirmed_at__isnull=False)
    return (
        Interest.objects.values("page")
        .annotate(
            waiting=Count("pk", filter=is_waiting),
            unconfirmed=Count("pk", filter=Q(told_at=None, confirmed_at=None)),
            told=Count("pk", filter=Q(told_at__isnull=False)),
            since=Min("asked_at", filter=is_waiting),
        )
        .order_by("page")
    )


@transaction.atomic
def carry_over(
    *, from_page: RegistrationFormPage, to_page: RegistrationFormPage, user: Any
) -> int:
    """Let who waits at one form hear of another: the form of the next call.

    Only confirmed addresses that were not told yet move, with their link. From then
    on nothing is special about them: they get the one mail when `to_page` opens, or
    at once when it is open. What they asked for is the next call, and this is it.

    Returns:
        How many addresses wait for `to_page` now because of it.

    Raises:
        NotAllowed: `user` may not see this list.
    """
    if not user_can_view_interest(user):
        raise NotAllowed
    if from_page == to_page:
        return 0
    waiting = (
        Interest.objects.select_for_update()
        .filter(page=from_page, told_at=None)
        .exclude(confirmed_at=None)
    )
    there = dict(
        Interest.objects.filter(page=to_page)
        .annotate(email_key=Lower("email"))
        .values_list("email_key", "pk")
    )
    moved = 0
    for interest in list(waiting):
        # An address stands on a list once: the row that it confirmed stays.
        known = there.get(interest.email.lower())
        if known:
            other = Interest.objects.filter(pk=known).first()
            if other and other.confirmed_at:
                interest.delete()
                continue
            if other:
                other.delete()
        interest.page = to_page
        interest.save(update_fields=["page"])
        moved += 1
    log(
        instance=to_page,
        action="registrations.carry_interest",
        user=user,
        data={"from": from_page.pk, "count": moved},
    )
    return moved


@transaction.atomic
def erase_for_team(*, interests: Iterable[Interest], user: Any) -> int:
    """Erase addresses whose holders asked the office to; logged without the address.

    Raises:
        NotAllowed: `user` may not see this list.
    """
    if not user_can_view_interest(user):
        raise NotAllowed
    erased = 0
    for interest in interests:
        log(instance=interest.page, action="registrations.erase_interest", user=user)
        erase(interest=interest)
        erased += 1
    return erased


def _with_email(interests: QuerySet[Interest], email: str) -> QuerySet[Interest]:
    return interests.alias(email_key=Lower("email")).filter(email_key=email.lower())


def _make_nonce() -> str:
    return secrets.token_hex(16)


def _find_by_number(number: str) -> Interest | None:
    try:
        pk = base36_to_int(number)
    except ValueError:
        return None
    # One row, one way to write its number.
    if not 0 < pk <= _HIGHEST_PK or int_to_base36(pk) != number:
        return None
    return Interest.objects.filter(pk=pk).select_related("page").first()


def _sign(pk: int, nonce: str) -> str:
    digest = salted_hmac(_SALT, f"{pk}:{nonce}", algorithm="sha256").hexdigest()
    return digest[:_SIGNATURE_LENGTH]
