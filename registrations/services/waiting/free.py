"""Places that came free while somebody waits for one: what the dashboard tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from workplaces.models import WorkplacePage

from ...enums import FormKind, RegistrationState
from ...models import Registration, RegistrationFormPage
from ...permissions import user_can_decide
from ..seats import count_seats


@dataclass(frozen=True)
class FreePlaces:
    """One workplace with a place that could be offered now.

    Attributes:
        form_page, workplace: where.
        free: how many are free; None where there is no maximum.
        waiting: how many people could take one.
    """

    form_page: RegistrationFormPage
    workplace: WorkplacePage
    free: int | None
    waiting: int

    @property
    def places(self) -> int:
        """How many could be offered: free, and with somebody who waits for it."""
        return self.waiting if self.free is None else min(self.free, self.waiting)


def find_free_places(*, user: Any) -> list[FreePlaces]:
    """Return where a place is free that somebody waits for, as far as `user` sees.

    A place is free because somebody withdrew, did not answer in time or was undone,
    or because the office made the group larger: the seats say so, whatever the cause.
    """
    if not user_can_decide(user):
        return []
    waiting = Registration.objects.visible_to(user).filter(
        state=RegistrationState.WAITLISTED, page__kind=FormKind.SELECTION
    )
    form_pages = RegistrationFormPage.objects.filter(pk__in=waiting.values("page"))
    found = []
    for form_page in form_pages.order_by("pk"):
        here = waiting.filter(page=form_page)
        for seats in count_seats(form_page=form_page, proposals=[]):
            count = here.filter(wants(seats.workplace)).count()
            row = FreePlaces(form_page, seats.workplace, seats.free, count)
            if row.places:
                found.append(row)
    return found


def count_free_places(*, user: Any) -> int:
    """Return how many people could be offered a place now."""
    rows = find_free_places(user=user)
    # Who waits for two workplaces takes one place.
    by_form: dict[int, int] = {}
    for row in rows:
        by_form[row.form_page.pk] = by_form.get(row.form_page.pk, 0) + row.places
    waiting = Registration.objects.visible_to(user).filter(
        state=RegistrationState.WAITLISTED
    )
    return sum(
        min(places, waiting.filter(page=pk).count()) for pk, places in by_form.items()
    )


def wants(workplace: WorkplacePage) -> Q:
    """Return the condition that somebody waits for a place in `workplace`."""
    return (
        Q(workplace_first=workplace)
        | Q(workplace_second=workplace)
        | Q(placed_in=workplace)
    )
