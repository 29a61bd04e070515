"""Numbers of people that may be printed: none under five, and none to be worked out.

A number of one to four is shown as "<5"; as long as the sum beside it is shown, that
alone hides nothing. So a second number of the same row and column goes with it
(shown as "–"), chosen so that at least one other table exists that prints the same:
no subtraction, of whichever rows and columns, leads to one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

FEW = 5
SMALL_TEXT = "<5"
HIDDEN_TEXT = "–"

Place = tuple[int, int]


@dataclass(frozen=True)
class Table:
    """A table as it may be printed; the last row and column are the sums.

    Attributes:
        cells: what stands in each place, as text.
    """

    cells: list[list[str]]

    @property
    def rows(self) -> list[list[str]]:
        """The rows without that of the sums; each ends in its own sum."""
        return self.cells[:-1]

    @property
    def sums(self) -> list[str]:
        return self.cells[-1]


def is_small(number: int) -> bool:
    return 0 < number < FEW


def say(number: int) -> str:
    """Return a number that stands alone, with no sum beside it."""
    return SMALL_TEXT if is_small(number) else str(number)


def say_part(part: int, whole: int) -> str:
    """Return a part of a whole that is printed: neither part nor rest may be few."""
    if is_small(part):
        return SMALL_TEXT
    return HIDDEN_TEXT if is_small(whole - part) else str(part)


def protect_line(numbers: Sequence[int]) -> list[str] | None:
    """Return numbers that add up to a printed sum; None where they cannot be shown."""
    table = protect_table([list(numbers)], single_row=True)
    return table.rows[0][:-1] if table else None


def protect_table(
    numbers: Sequence[Sequence[int]],
    *,
    single_row: bool = False,
    hides_zeros: bool = False,
) -> Table | None:
    """Return a table with its sums, as it may be printed.

    The sums of columns are never hidden, as other tables print the same ones.

    Args:
        numbers: the rows, without sums.
        single_row: a line of which only the whole is known beside it.
        hides_zeros: nobody is "<5" as well. That nobody of a group has a place tells
            of each of them, and so does that all of them have one.

    Returns:
        None where a number would stay within reach whatever is left out; then nothing
        of the table may be printed.
    """
    whole = _add_sums(numbers)
    few = range(0 if hides_zeros else 1, FEW)
    hidden = {place for place, number in _walk(whole) if number in few}
    last = len(whole) - 1
    if not single_row and any(row == last for row, _column in hidden):
        return None
    if single_row:
        # The one row is its own sum below: no row of sums to protect.
        hidden = {place for place in hidden if place[0] == 0}
        if is_small(whole[0][-1]):
            return None
    for place in sorted(hidden):
        cover = _find_cover(whole, place, hidden, few, single_row=single_row)
        if cover is None:
            return None
        hidden |= cover
    return Table(
        [
            [
                _write(number, few, (row, column) in hidden)
                for column, number in enumerate(r)
            ]
            for row, r in enumerate(whole)
        ]
    )


def _write(number: int, few: range, is_hidden: bool) -> str:
    if not is_hidden:
        return str(number)
    return SMALL_TEXT if number in few else HIDDEN_TEXT


def _add_sums(numbers: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in numbers]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _walk(whole: list[list[int]]) -> Iterator[tuple[Place, int]]:
    for row, numbers in enumerate(whole):
        for column, number in enumerate(numbers):
            yield (row, column), number


def _find_cover(
    whole: list[list[int]],
    place: Place,
    hidden: set[Place],
    few: range,
    *,
    single_row: bool,
) -> frozenset[Place] | None:
    """Return the places to hide so that `place` can be another number.

    The ones that cost least: hidden already, then the smallest numbers.
    """
    ways = _ways_in_line if single_row else _ways_in_table
    possible = [
        frozenset(shifts)
        for shifts in ways(whole, place)
        if all(_can_be(whole[r][c], shift, few) for (r, c), shift in shifts.items())
    ]
    if not possible:
        return None
    return min(
        possible,
        key=lambda cover: (
            len(cover - hidden),
            sum(whole[r][c] for r, c in cover - hidden),
            sorted(cover),
        ),
    )


def _ways_in_line(whole: list[list[int]], place: Place) -> Iterator[dict[Place, int]]:
    """One more here and one less there, or the other way round: the same sum."""
    for column in range(len(whole[0]) - 1):
        if column != place[1]:
            for shift in (1, -1):
                yield {place: shift, (0, column): -shift}


def _ways_in_table(whole: list[list[int]], place: Place) -> Iterator[dict[Place, int]]:
    """Four numbers that can move together while every printed sum stays the same.

    The sum of a row moves along with the numbers in it, so its sign is turned.
    """
    sums = len(whole[0]) - 1
    row, column = place
    others = product(range(len(whole) - 1), range(len(whole[0])))
    for other_row, other_column in others:
        if other_row == row or other_column == column:
            continue
        for shift in (1, -1):
            turned = -1 if sums in (column, other_column) else 1
            yield {
                (row, column): shift,
                (row, other_column): -shift * turned,
                (other_row, column): -shift,
                (other_row, other_column): shift * turned,
            }


def _can_be(number: int, shift: int, few: range) -> bool:
    """Whether `number` could as well be `shift` more, for who sees how it is printed."""
    if number in few:
        return number + shift in few
    if number == 0:
        return False  # that nobody is meant is printed as it is
    return number + shift >= FEW
