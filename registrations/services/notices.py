"""What the team's mail tells besides what waits: new, asked, too full, too empty, erasing.

Numbers of what somebody may see, and nothing about anybody (domain.md 1.4, T1 to T6).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ..enums import (
    HOLDS_SEAT,
    MAY_STILL_BE_DECIDED,
    FormKind,
    RegistrationState,
)
from ..models import Assignment, Registration, RegistrationFormPage
from ..permissions import (
    user_can_decide,
    user_can_enter,
    user_can_import,
    user_can_lead,
)
from .retention import find_erasure_day

# So long before the form closes there is still time to ask more people.
EMPTY_BEFORE = timedelta(days=7)
ERASING_WITHIN = timedelta(days=7)


def count_new(*, user: Any, since: datetime) -> int:
    """Return how many registrations came in (T1); for who leads, decides or enters.

    Who only reads has a queue of their own.
    """
    if not (user_can_lead(user) or user_can_decide(user) or user_can_enter(user)):
        return 0
    came_in = Registration.objects.visible_to(user).filter(submit_time__gt=since)
    return came_in.exclude(state=RegistrationState.DRAFT).count()


def count_assigned(*, user: Any, since: datetime, queue: QuerySet) -> int:
    """Return how many of their queue they were asked to read since then (T2)."""
    asked = Assignment.objects.filter(reader=user, assigned_at__gt=since)
    return queue.filter(pk__in=asked.values("registration")).count()


def count_notices(*, user: Any, today: date) -> dict[str, int]:
    """Return what lasts for weeks, by its name in `Waiting` (T5, T6)."""
    counted = {}
    if user_can_decide(user) or user_can_lead(user):
        counted |= _count_crowding(user, today)
    if user_can_import(user):
        counted["erasing"] = _count_erasing(today)
    return counted


def _count_crowding(user: Any, today: date) -> dict[str, int]:
    """The workplaces of calls on which something is to be decided yet."""
    full = empty = 0
    undecided = Registration.objects.visible_to(user).filter(
        state__in=MAY_STILL_BE_DECIDED, page__kind=FormKind.SELECTION
    )
    pages = RegistrationFormPage.objects.filter(
        Q(pk__in=undecided.values("page"))
        | Q(pk__in=_find_open_pages().values_list("pk"))
    )
    for page in pages.order_by("pk"):
        wanted = _count_wanted(user, page)
        closes_at = page.call.closes_at if page.call else None
        is_late = (
            closes_at is not None
            and timezone.localdate(closes_at) - EMPTY_BEFORE <= today
        )
        for workplace in page.get_workplaces():
            count = wanted.get(workplace.pk, 0)
            most, least = workplace.capacity_max, workplace.capacity_min
            full += most is not None and count > most
            empty += is_late and least is not None and count < least
    return {"too_full": full, "too_empty": empty}


def _find_open_pages() -> QuerySet[RegistrationFormPage]:
    return RegistrationFormPage.objects.live().filter(kind=FormKind.SELECTION)


def _count_wanted(user: Any, page: RegistrationFormPage) -> dict[int, int]:
    """How many have, or want first, a place in each workplace of a call."""
    seen = Registration.objects.visible_to(user).filter(page=page).order_by()
    counted: dict[int, int] = {}
    for column, states in (
        ("workplace_first", MAY_STILL_BE_DECIDED),
        ("placed_in", HOLDS_SEAT),
    ):
        rows = seen.filter(state__in=states).values_list(column)
        for pk, count in rows.annotate(count=Count("pk")):
            counted[pk] = counted.get(pk, 0) + count
    return counted


def _count_erasing(today: date) -> int:
    """Forms of which the answers for the meetings themselves go within a week."""
    days = [find_erasure_day(page) for page in RegistrationFormPage.objects.all()]
    return sum(
        day is not None and today <= day <= today + ERASING_WITHIN for day in days
    )
