"""Who may not have proposed what is released: a tie, or one pair of eyes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ...models import Decision, Registration
from ...models.sight import not_tied_to


def find_tied_proposals(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the proposals of somebody to whom the registration is closed.

    Also where the tie was declared, or suspected, after they proposed. A query for
    each person who proposed, however many proposals there are.
    """
    by_proposer: dict[Any, list[Decision]] = {}
    for decision in decisions:
        if decision.proposed_by is not None:
            by_proposer.setdefault(decision.proposed_by, []).append(decision)
    tied = []
    for proposer, rows in by_proposer.items():
        open_ones = set(
            Registration.objects.filter(
                not_tied_to(proposer), pk__in=[row.registration_id for row in rows]
            ).values_list("pk", flat=True)
        )
        tied += [row for row in rows if row.registration_id not in open_ones]
    return tied


def find_own_proposals(decisions: Iterable[Decision], user: Any) -> list[Decision]:
    """Return what `user` brought in, proposed, and would now release alone."""
    return [
        decision
        for decision in decisions
        if decision.proposed_by_id == user.pk
        and user.pk in _get_bringers(decision.registration)
    ]


def _get_bringers(registration: Registration) -> Collection[int | None]:
    brought_in_by = {registration.entered_by_id}
    if registration.imported_in is not None:
        brought_in_by.add(registration.imported_in.uploaded_by_id)
    return brought_in_by
