"""The question of who goes where as a mixed-integer program: columns, rows and prices.

Each seat that somebody could take is a column of zero or one; everything that a wish
may be short, and every seat that stays empty, is a column with a price. Nothing here
knows the solver (`solver.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .objective import Weights, get_seat_costs
from .problem import (
    AT_LEAST,
    AT_MOST,
    AT_MOST_EACH,
    AT_MOST_SHARE,
    DIFFERENT,
    TOGETHER,
    Bond,
    Candidate,
    Goal,
    Group,
    Problem,
)

_INFINITY = float("inf")


class Program:
    """The program, row by row; columns are numbered as they are made.

    Attributes:
        prices, tops: of each column, what it costs and how large it may become.
        rows: the factors of its columns, and between what their sum must stay.
        offset: what the fixed seats cost; no variable of anybody.
        seats: the column of each seat, by person and group.
        whole: how many columns, the first ones, are whole numbers.
    """

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.problem = problem
        self.weights = weights
        self.prices: list[float] = []
        self.tops: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.offset = 0.0
        self.seats: dict[tuple[int, int], int] = {}
        self.fixed = problem.get_fixed()
        self.members: dict[int, list[Candidate]] = defaultdict(list)
        self.options: dict[int, list[Candidate]] = defaultdict(list)
        self._make_seats()
        self.whole = len(self.prices)
        for group in problem.groups:
            self._make_size(group)
            for goal in problem.goals:
                if goal.is_about(group.key):
                    self._make_goal(goal, group)
        for bond in problem.bonds:
            self._make_bond(bond)

    def _column(self, price: float, top: float = _INFINITY) -> int:
        self.prices.append(price)
        self.tops.append(top)
        return len(self.prices) - 1

    def _row(
        self,
        terms: Mapping[int, float],
        low: float = -_INFINITY,
        high: float = _INFINITY,
    ) -> None:
        self.rows.append((dict(terms), low, high))

    def _make_seats(self) -> None:
        costs = get_seat_costs(self.problem, self.weights)
        for one in self.problem.candidates:
            if one.fixed is not None:
                self.offset += costs[one.key, one.fixed]
                self.members[one.fixed].append(one)
            own = {}
            for group in one.options:
                column = self._column(costs[one.key, group], 1.0)
                self.seats[one.key, group] = column
                self.options[group].append(one)
                own[column] = 1.0
            if len(own) > 1:
                self._row(own, high=1.0)

    def _make_size(self, group: Group) -> None:
        taken = len(self.members[group.key])
        seats = self._sum(self.options[group.key], group.key)
        if group.maximum is not None:
            self._row(seats, high=max(0, group.maximum - taken))
        wished = self.problem.get_wished_size(group)
        empty = self._column(self.weights.empty_seat)
        extra = self._column(self.weights.extra_seat)
        self._row(seats | {empty: 1.0}, low=wished - taken)
        self._row(_negate(seats) | {extra: 1.0}, low=taken - wished)

    def _make_goal(self, goal: Goal, group: Group) -> None:
        price = self.weights.wish * goal.weight
        have = self._count_fixed(goal.dimension, group.key)
        could = self._find_options(goal.dimension, group.key)
        if goal.kind == AT_LEAST:
            missing = self._column(price)
            seats = self._sum(could[goal.value], group.key)
            self._row(seats | {missing: 1.0}, low=goal.amount - have[goal.value])
        elif goal.kind in (AT_MOST, AT_MOST_EACH):
            values = [goal.value] if goal.kind == AT_MOST else {*have, *could}
            for value in sorted(values):
                self._limit(could[value], have[value], goal.amount, group, price)
        elif goal.kind == AT_MOST_SHARE:
            self._make_share(goal, group, price)
        else:
            self._make_variety(goal, group, price)

    def _make_share(self, goal: Goal, group: Group, price: float) -> None:
        have = self._count_fixed(goal.dimension, group.key)
        could = self._find_options(goal.dimension, group.key)
        if group.wished_size:
            limit = group.wished_size // goal.amount
            for value in sorted({*have, *could}):
                self._limit(could[value], have[value], limit, group, price)
            return
        # A part of the group as it becomes: everybody in it makes the part larger.
        everybody = self._sum(self.options[group.key], group.key, 1 / goal.amount)
        taken = len(self.members[group.key])
        for value in sorted({*have, *could}):
            above = self._column(price)
            terms = defaultdict(float, everybody)
            for column, one in self._sum(could[value], group.key).items():
                terms[column] -= one
            terms[above] = 1.0
            self._row(terms, low=have[value] - taken / goal.amount)

    def _make_variety(self, goal: Goal, group: Group, price: float) -> None:
        """Different values, or a spread over all: somebody with each value, or not."""
        have = self._count_fixed(goal.dimension, group.key)
        could = self._find_options(goal.dimension, group.key)
        new = sorted(value for value in could if not have[value])
        if goal.kind != DIFFERENT:
            pool = self.problem.get_pool(goal, group.key)
            self.offset += price * sum(
                not have[value] and not could[value] for value in pool
            )
            for value in new:
                missing = self._column(price)
                seats = self._sum(could[value], group.key)
                self._row(seats | {missing: 1.0}, low=1.0)
            return
        shown = {}
        for value in new:
            column = self._column(0.0, 1.0)
            shown[column] = 1.0
            self._row(self._sum(could[value], group.key) | {column: -1.0}, low=0.0)
        missing = self._column(price)
        known = sum(count > 0 for count in have.values())
        self._row(shown | {missing: 1.0}, low=goal.amount - known)

    def _limit(
        self,
        people: list[Candidate],
        taken: int,
        limit: float,
        group: Group,
        price: float,
    ) -> None:
        if taken + len(people) <= limit:
            return
        above = self._column(price)
        seats = self._sum(people, group.key)
        self._row(_negate(seats) | {above: 1.0}, low=taken - limit)

    def _make_bond(self, bond: Bond) -> None:
        """Somebody who is fixed is a number; who is not is a column."""
        broken = self._column(self.weights.bond)
        for group in self.problem.groups:
            one, one_sits = self._find_seat(bond.one, group.key)
            other, other_sits = self._find_seat(bond.other, group.key)
            if bond.kind == TOGETHER:
                for here, there, sits in (
                    (one, other, other_sits - one_sits),
                    (other, one, one_sits - other_sits),
                ):
                    self._row(here | _negate(there) | {broken: -1.0}, high=sits)
            else:
                self._row(
                    one | other | {broken: -1.0}, high=1.0 - one_sits - other_sits
                )

    def _find_seat(self, key: int, group: int) -> tuple[dict[int, float], float]:
        column = self.seats.get((key, group))
        terms = {} if column is None else {column: 1.0}
        return terms, float(self.fixed.get(key) == group)

    def _sum(
        self, people: Iterable[Candidate], group: int, factor: float = 1.0
    ) -> dict[int, float]:
        return {self.seats[one.key, group]: factor for one in people}

    def _count_fixed(self, dimension: str, group: int) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for one in self.members[group]:
            for name, value in one.values:
                counts[value] += name == dimension
        return counts

    def _find_options(self, dimension: str, group: int) -> dict[str, list[Candidate]]:
        found: dict[str, list[Candidate]] = defaultdict(list)
        for one in self.options[group]:
            for name, value in one.values:
                if name == dimension:
                    found[value].append(one)
        return found


def _negate(terms: Mapping[int, float]) -> dict[int, float]:
    return {column: -factor for column, factor in terms.items()}
