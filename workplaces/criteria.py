"""What counts when people are selected, and for how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import SelectionCriterion

MOST_BRICKS = 12


@dataclass(frozen=True)
class WeighedCriterion:
    """A criterion with its share of the whole, in percent."""

    criterion: "SelectionCriterion"
    share: int
    # The weight as bricks, those that count and those that do not; empty where
    # there are too many to see at a glance, or all count the same.
    bricks: tuple[bool, ...] = ()
    counts_the_same: bool = False


def weigh(criteria: Iterable["SelectionCriterion"]) -> list[WeighedCriterion]:
    """Return the criteria with what each counts for."""
    rows = list(criteria)
    total = sum(row.weight for row in rows)
    is_even = len(rows) > 1 and len({row.weight for row in rows}) == 1
    shows_bricks = len(rows) > 1 and not is_even and total <= MOST_BRICKS
    return [
        WeighedCriterion(
            row,
            share=round(100 * row.weight / total),
            bricks=tuple(place < row.weight for place in range(total))
            if shows_bricks
            else (),
            counts_the_same=is_even,
        )
        for row in rows
    ]
