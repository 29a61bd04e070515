"""Telling who waits that registering is open, once; and forgetting in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from home.models.visitors import for_visitors
from workplaces.dates import describe_deadline

from ...enums import FormStatus, MessageKind, MessageState
from ...models import Interest, Message, RegistrationFormPage
from ..drafts import get_deadline
from ..message import queue_message
from .asking import KEEP_CONFIRMED, KEEP_TOLD, KEEP_UNCONFIRMED

# How many are told in one round of upkeep: the mail itself must leave in between.
ROUND = 200
_ON_ITS_WAY = (MessageState.QUEUED, MessageState.SENDING)


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
    queue_message(
        interest=interest,
        kind=MessageKind.INTEREST_OPEN,
        context={"deadline": describe_deadline(get_deadline(form_page, now=now))},
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
