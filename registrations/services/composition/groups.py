"""The groups of a form as one user sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from workplaces.models import WorkplacePage

from ...enums import HOLDS_SEAT, RegistrationState
from ...models import Decision, Registration, RegistrationFormPage
from .people import Person, Workplace

S = RegistrationState


def read_workplaces(
    form_page: RegistrationFormPage,
    persons: Mapping[int, Person],
    proposals: Iterable[Decision],
) -> dict[int, Workplace]:
    """Return the groups, smaller by the seats of whom this user does not see.

    Args:
        form_page: the form of a call.
        persons: everybody on it whom the user sees.
        proposals: every open proposal of the form, also of others.
    """
    holders = (
        Registration.objects.holding_seat()
        .filter(page=form_page, placed_in=OuterRef("pk"))
        .order_by()
        .values("placed_in")
        .annotate(count=Count("pk"))
    )
    pages = WorkplacePage.objects.sibling_of(form_page).annotate(
        held=Coalesce(Subquery(holders.values("count")), 0)
    )
    pages = list(pages.order_by("path"))
    closed = Counter({page.pk: page.held for page in pages})
    closed.subtract(
        person.placed_in for person in persons.values() if person.state in HOLDS_SEAT
    )
    closed.update(
        decision.proposed_workplace_id
        for decision in proposals
        if decision.proposed_state == S.SELECTED
        and decision.registration_id not in persons
    )
    return {
        page.pk: Workplace(
            pk=page.pk,
            title=page.title,
            minimum=_take(page.capacity_min, closed[page.pk]),
            target=_take(page.capacity_target, closed[page.pk]),
            maximum=_take(page.capacity_max, closed[page.pk]),
            closed_seats=closed[page.pk],
        )
        for page in pages
    }


def _take(size: int | None, closed: int) -> int | None:
    return None if size is None else max(size - closed, 0)
