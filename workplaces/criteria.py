"""What counts when people are selected, and for how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import SelectionCriterion


@dataclass(frozen=True)
class WeighedCriterion:
    """A criterion with its share of the whole, in percent."""

    criterion: "SelectionCriterion"
    share: int


def weigh(criteria: Iterable["SelectionCriterion"]) -> list[WeighedCriterion]:
    """Return the criteria with what each counts for."""
    rows = list(criteria)
    total = sum(row.weight for row in rows)
    return [WeighedCriterion(row, round(100 * row.weight / total)) for row in rows]
