"""Seats: the lock that guards them, and how many are taken.

Counting is the truth; the lock on the form page makes the count safe (design.md,
"Capacity race": naive counting let 24 of 24 in on PostgreSQL).
"""

from __future__ import annotations

from django.db.models import QuerySet

from workplaces.models import WorkplacePage

from ..models import Registration, RegistrationFormPage
from .errors import NoSeatLeft


def lock_form_page(*, form_page_id: int) -> RegistrationFormPage:
    """Lock the row of a form until the transaction ends, and return the form.

    Every step that takes or frees a seat takes this lock first, before it locks a
    registration: one order for all, so that two steps never wait for each other.
    """
    return RegistrationFormPage.objects.select_for_update(
        of=("self",), no_key=True
    ).get(pk=form_page_id)


def seats_taken(*, workplace: WorkplacePage) -> int:
    """How many selected or confirmed people `workplace` has."""
    return _holding_seat().filter(placed_in=workplace).count()


def form_has_seat(*, form_page: RegistrationFormPage) -> bool:
    """Whether a form that is first come, first served has a place left."""
    if form_page.capacity is None:
        return True
    return _holding_seat().filter(page=form_page).count() < form_page.capacity


def ensure_seat(*, workplace: WorkplacePage) -> None:
    """Raise NoSeatLeft where `workplace` has reached its maximum.

    Call it with the form page locked.
    """
    maximum = workplace.capacity_max
    if maximum is not None and seats_taken(workplace=workplace) >= maximum:
        raise NoSeatLeft


def _holding_seat() -> QuerySet[Registration]:
    return Registration.objects.holding_seat()
