"""The groups of a form as one user sees them."""

from __future__ import annotations

from collections.abc import Iterable

from workplaces.models import WorkplacePage

from ...enums import RegistrationState
from ...models import Decision, Registration, RegistrationFormPage
from .people import Workplace

S = RegistrationState


def read_workplaces(
    form_page: RegistrationFormPage,
    seen: Iterable[int],
    proposals: Iterable[Decision],
) -> dict[int, Workplace]:
    """Return the groups, smaller by the seats of whom this user does not see.

    Args:
        form_page: the form of a call.
        seen: the keys of the registrations that the user sees.
        proposals: every open proposal of the form, also of others.
    """
    seen = set(seen)
    holders = Registration.objects.holding_seat().filter(page=form_page)
    closed: dict[int | None, int] = {}
    for pk, workplace in [
        *holders.values_list("pk", "placed_in"),
        *(
            (decision.registration_id, decision.proposed_workplace_id)
            for decision in proposals
            if decision.proposed_state == S.SELECTED
        ),
    ]:
        if pk not in seen:
            closed[workplace] = closed.get(workplace, 0) + 1
    return {
        page.pk: Workplace(
            pk=page.pk,
            title=page.title,
            minimum=_take(page.capacity_min, closed.get(page.pk, 0)),
            target=_take(page.capacity_target, closed.get(page.pk, 0)),
            maximum=_take(page.capacity_max, closed.get(page.pk, 0)),
            closed_seats=closed.get(page.pk, 0),
        )
        for page in WorkplacePage.objects.sibling_of(form_page).order_by("path")
    }


def _take(size: int | None, closed: int) -> int | None:
    return None if size is None else max(size - closed, 0)
