"""The best proposal: the question as a mixed-integer program, solved by HiGHS.

Each seat that somebody could take is a variable of zero or one; everything that a wish
may be short, and every seat that stays empty, is a variable with a price. So there is
always an answer, and the price says which is best (`objective.py`). The same question
with the same seed gives the same answer: one thread, and a lot between equals. Only
where the time runs out may a slower machine stop at another one; the solution then
says how far from the best it can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Any

from .greedy import solve_greedily
from .objective import WEIGHTS, Weights, evaluate, find_mistakes, get_seat_costs
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
    Seating,
    Solution,
)

# Seconds. Beyond this somebody who waits at a screen thinks that it hangs.
TIME_LIMIT = 20.0
# A difference below the lots of a few people is none.
_ABSOLUTE_GAP = 1e-6
_INFINITY = float("inf")


def is_installed() -> bool:
    """Whether HiGHS is there; without it `greedy.py` answers."""
    return find_spec("highspy") is not None


def solve(
    problem: Problem,
    *,
    weights: Weights = WEIGHTS,
    time_limit: float = TIME_LIMIT,
) -> Solution:
    """Return the best proposal, or the best that was found in `time_limit` seconds."""
    first = solve_greedily(problem, weights=weights)
    if not is_installed():
        return first
    model = _Model(problem, weights)
    seating, is_optimal, bound, version = model.run(first.seating, time_limit)
    if seating is None or _get_total(problem, seating, weights) > _get_total(
        problem, first.seating, weights
    ):
        seating = first.seating
    mistakes = find_mistakes(problem, seating)
    if mistakes:
        raise AssertionError(mistakes)
    return Solution(
        seating=dict(sorted(seating.items())),
        solver=f"HiGHS {version}",
        is_optimal=is_optimal,
        bound=bound,
    )


def _get_total(problem: Problem, seating: Seating, weights: Weights) -> float:
    return evaluate(problem, seating, weights).total


class _Model:
    """The program, row by row; columns are numbered as they are made."""

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.problem = problem
        self.weights = weights
        self.prices: list[float] = []
        self.tops: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        # What the fixed seats cost; no variable of anybody.
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

    def run(
        self, start: Seating, time_limit: float
    ) -> tuple[Seating | None, bool, float | None, str]:
        """Solve it; where nothing is to be decided there is nothing to solve."""
        import highspy  # not at the top: 15 MB that only a proposal needs

        highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", self.problem.seed % 2**31),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", _ABSOLUTE_GAP),
            ("time_limit", time_limit),
        ):
            highs.setOptionValue(name, value)
        version = highs.version()
        if not self.seats:
            return dict(self.fixed), True, None, version
        highs.passModel(self._make_program(highspy))
        highs.setSolution(self._make_start(highspy, start))
        highs.run()
        info = highs.getInfo()
        is_optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if info.primal_solution_status == 0:
            return None, False, None, version
        values = highs.getSolution().col_value
        seating = dict(self.fixed)
        for (key, group), column in self.seats.items():
            if values[column] > 0.5:
                seating[key] = group
        return seating, is_optimal, info.mip_dual_bound, version

    def _make_program(self, highspy: Any) -> Any:
        program = highspy.HighsLp()
        program.num_col_ = len(self.prices)
        program.num_row_ = len(self.rows)
        program.col_cost_ = self.prices
        program.col_lower_ = [0.0] * len(self.prices)
        program.col_upper_ = self.tops
        program.row_lower_ = [low for _terms, low, _high in self.rows]
        program.row_upper_ = [high for _terms, _low, high in self.rows]
        program.offset_ = self.offset
        program.integrality_ = [
            highspy.HighsVarType.kInteger
            if column < self.whole
            else highspy.HighsVarType.kContinuous
            for column in range(len(self.prices))
        ]
        starts, columns, factors = [0], [], []
        for terms, _low, _high in self.rows:
            columns += terms.keys()
            factors += terms.values()
            starts.append(len(columns))
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = starts
        program.a_matrix_.index_ = columns
        program.a_matrix_.value_ = factors
        return program

    def _make_start(self, highspy: Any, seating: Seating) -> Any:
        """What the greedy method found, for the solver to begin with."""
        start = highspy.HighsSolution()
        values = [0.0] * len(self.prices)
        for (key, group), column in self.seats.items():
            values[column] = float(seating.get(key) == group)
        start.col_value = values
        return start


def _negate(terms: Mapping[int, float]) -> dict[int, float]:
    return {column: -factor for column, factor in terms.items()}
