"""Seats: the lock that guards them, and how many are taken.

Counting is the truth; the lock on the form page makes the count safe (design.md,
"Capacity race": naive counting let 24 of 24 in on PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from home.page_cache import empty_page_cache
from workplaces.models import WorkplacePage

from ..enums import HOLDS_SEAT, RegistrationState
from ..models import Decision, Registration, RegistrationFormPage
from .errors import NoSeatLeft


@dataclass
class Seats:
    """How full a workplace is, and how full it would be after the release."""

    workplace: WorkplacePage
    taken: int
    proposed: int

    @property
    def title(self) -> str:
        return self.workplace.title

    @property
    def maximum(self) -> int | None:
        return self.workplace.capacity_max

    @property
    def free(self) -> int | None:
        """How many places are left now; None where there is no maximum."""
        return None if self.maximum is None else max(self.maximum - self.taken, 0)

    @property
    def taken_afterwards(self) -> int:
        """How many are taken once the proposals are released."""
        return self.taken + self.proposed

    @property
    def is_too_full(self) -> bool:
        return self.maximum is not None and self.taken_afterwards > self.maximum


def lock_form_page(*, form_page_id: int) -> RegistrationFormPage:
    """Lock the row of a form until the transaction ends, and return the form.

    Every step that takes or frees a seat takes this lock first, before it locks a
    registration: one order for all, so that two steps never wait for each other.
    """
    return RegistrationFormPage.objects.select_for_update(
        of=("self",), no_key=True
    ).get(pk=form_page_id)


def lock_again(*, form_page: RegistrationFormPage) -> RegistrationFormPage:
    """Lock the row of a form that was just read, and refresh what a seat depends on.

    The same lock as `lock_form_page`, for who has the page: its title and its place
    in the tree decide nothing and are not read twice.
    """
    locked = RegistrationFormPage.objects.select_for_update(of=("self",), no_key=True)
    columns = ["kind", "capacity", "reference_prefix"]
    form_page.refresh_from_db(fields=columns, from_queryset=locked)
    return form_page


def seats_taken(*, workplace: WorkplacePage) -> int:
    """How many selected or confirmed people `workplace` has."""
    return _holding_seat().filter(placed_in=workplace).count()


def count_seats(
    *, form_page: RegistrationFormPage, proposals: Iterable[Decision]
) -> list[Seats]:
    """Return the seats of every workplace of the call of `form_page`.

    Args:
        form_page: the form of a call.
        proposals: the open proposals on it, which would take seats once released.
    """
    taken = dict(
        _holding_seat()
        .filter(page=form_page)
        .values_list("placed_in")
        .annotate(count=Count("pk"))
        .order_by()
    )
    selected = [
        decision.proposed_workplace_id
        for decision in proposals
        if decision.proposed_state == RegistrationState.SELECTED
    ]
    workplaces = WorkplacePage.objects.sibling_of(form_page).order_by("path")
    return [
        Seats(
            workplace=workplace,
            taken=taken.get(workplace.pk, 0),
            proposed=selected.count(workplace.pk),
        )
        for workplace in workplaces
    ]


def form_has_seat(*, form_page: RegistrationFormPage) -> bool:
    """Whether a form that is first come, first served has a place left."""
    if form_page.capacity is None:
        return True
    return _holding_seat().filter(page=form_page).count() < form_page.capacity


def tell_visitors(
    *,
    form_page: RegistrationFormPage,
    from_state: RegistrationState,
    to: RegistrationState,
) -> None:
    """Renew the public pages where a step may have taken the last seat, or freed it.

    Only a form that is first come, first served says in public whether there is room.
    """
    if form_page.is_direct and (from_state in HOLDS_SEAT) != (to in HOLDS_SEAT):
        empty_page_cache()


def ensure_seat(*, workplace: WorkplacePage) -> None:
    """Raise NoSeatLeft where `workplace` has reached its maximum.

    Call it with the form page locked.
    """
    maximum = workplace.capacity_max
    if maximum is not None and seats_taken(workplace=workplace) >= maximum:
        raise NoSeatLeft


def _holding_seat() -> QuerySet[Registration]:
    return Registration.objects.holding_seat()
