"""How the list can be sorted; what is hidden in a row does not move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Lower

from .sight import with_facts, with_scores


@dataclass(frozen=True)
class Sort:
    """One key to sort by.

    Attributes:
        field: the column, or a path to one.
        gate: the annotation that says whether a row shows it; empty when all do.
        is_text: whether capitals make no difference.
    """

    field: str
    gate: str = ""
    is_text: bool = False


SORTS = {
    "reference": Sort("reference"),
    "last_name": Sort("last_name", gate="shows_name", is_text=True),
    "organisation": Sort("organisation", gate="shows_name", is_text=True),
    "workplace_first": Sort("workplace_first__path"),
    "workplace_second": Sort("workplace_second__path"),
    "placed_in": Sort("placed_in__path"),
    "region": Sort("municipality__region__name", gate="shows_municipality"),
    "organisation_type": Sort(
        "organisation_type__sort_order", gate="shows_organisation_type"
    ),
    "experience_level": Sort(
        "experience_level__sort_order", gate="shows_experience_level"
    ),
    "state": Sort("state"),
    "review_count": Sort("review_count"),
    "score_mean": Sort("score_mean", gate="shows_scores"),
    "score_spread": Sort("score_spread", gate="shows_scores"),
    "submit_time": Sort("submit_time"),
}
SORT_KEYS = tuple(SORTS)
DEFAULT_ORDERING = "-submit_time"


def order_registrations(queryset: QuerySet, ordering: str, *, user: Any) -> QuerySet:
    """Return `queryset` in the order that an address asks for.

    Rows that hide the value come last in both directions, among themselves in the
    order in which they came in: their place tells nothing.

    Args:
        queryset: the rows.
        ordering: one of `SORT_KEYS`, with a minus sign for the other direction;
            anything else is the usual order.
        user: who looks.
    """
    key = ordering.removeprefix("-")
    if key not in SORTS:
        ordering, key = DEFAULT_ORDERING, DEFAULT_ORDERING.removeprefix("-")
    if key == "submit_time":
        # As the index has it, so that the first rows cost no sorting of all.
        minus = "-" if ordering.startswith("-") else ""
        return queryset.order_by(f"{minus}submit_time", f"{minus}pk")
    sort = SORTS[key]
    if sort.gate == "shows_scores":
        queryset = with_scores(queryset, user)
    elif sort.gate:
        queryset = with_facts(queryset, user)
    value: Any = Lower(sort.field) if sort.is_text else F(sort.field)
    if sort.gate:
        queryset = queryset.alias(
            sorted_by=Case(When(**{sort.gate: True}, then=value), default=None)
        )
        value = F("sorted_by")
    direction = value.desc if ordering.startswith("-") else value.asc
    return queryset.order_by(direction(nulls_last=True), "-pk")
