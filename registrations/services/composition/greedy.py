"""A proposal without a solver: the best seat first, then swaps, until none helps.

Takes and gives the same as `solver.py`, and is never better than it. It stands in
where highspy is not installed, and the solver starts from what it finds.
"""

from __future__ import annotations

from collections import defaultdict

from .objective import (
    WEIGHTS,
    Weights,
    count_groups,
    find_mistakes,
    get_seat_costs,
    is_broken,
)
from .problem import Bond, Candidate, Problem, Solution, get_gain

NAME = "greedy 1"
# Smaller differences are rounding.
_LEAST = 1e-9
_PASSES = 4


def solve_greedily(problem: Problem, *, weights: Weights = WEIGHTS) -> Solution:
    """Return a good proposal; nobody knows how far from the best it is."""
    seating = _Seating(problem, weights)
    seating.fill()
    for _pass in range(_PASSES):
        if not seating.improve():
            break
    found = dict(sorted(seating.placed.items()))
    mistakes = find_mistakes(problem, found)
    if mistakes:
        raise AssertionError(mistakes)
    return Solution(seating=found, solver=NAME)


class _Seating:
    """Who sits where, with what one move would change."""

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.problem = problem
        self.weights = weights
        self.placed = problem.get_fixed()
        self.counts = count_groups(problem, self.placed)
        self.seat_costs = get_seat_costs(problem, weights)
        self.groups = {group.key: group for group in problem.groups}
        self.wished = {
            group.key: problem.get_wished_size(group) for group in problem.groups
        }
        self.goals = {
            group: [goal for goal in problem.goals if goal.is_about(group)]
            for group in self.groups
        }
        self.pools = {
            (group, goal.key): problem.get_pool(goal, group)
            for group, goals in self.goals.items()
            for goal in goals
        }
        self.candidates = {one.key: one for one in problem.candidates}
        self.values = {one.key: _by_dimension(one) for one in problem.candidates}
        self.bonds = defaultdict(list)
        for bond in problem.bonds:
            self.bonds[bond.one].append(bond)
            self.bonds[bond.other].append(bond)
        self.choosers = {
            group: sorted(one.key for one in problem.candidates if group in one.options)
            for group in self.groups
        }

    def fill(self) -> None:
        """Give the seat that brings most, again and again, while one brings anything."""
        costs: dict[int, dict[int, float]] = {
            group: self._price(group) for group in self.groups
        }
        while True:
            options = [
                (cost, key, group)
                for group, row in costs.items()
                for key, cost in row.items()
            ]
            cost, key, group = min(options, default=(0.0, 0, 0))
            if cost >= -_LEAST:
                return
            self._seat(key, group)
            # Only this group changed; whoever is seated is out of the others.
            costs[group] = self._price(group)
            for other, row in costs.items():
                row.pop(key, None)
                for bond in self.bonds[key]:
                    for one in (bond.one, bond.other):
                        if one in row:
                            row[one] = self._get_cost(one, other)

    def improve(self) -> bool:
        """Exchange whoever sits for whoever waits, where that helps; one round."""
        has_moved = False
        for key in sorted(self.placed):
            if self.candidates[key].fixed is not None:
                continue
            group = self.placed[key]
            self._take_out(key)
            # To stay, or to leave the seat empty where that costs less.
            stays: tuple[int, int] | None = (key, group)
            best, cost = stays, self._get_cost(key, group)
            if cost > _LEAST:
                best, cost = None, 0.0
            options = [
                (one, group) for one in self.choosers[group] if one not in self.placed
            ]
            options += [
                (key, other)
                for other in self.candidates[key].options
                if other != group and self._has_room(other)
            ]
            for one, place in options:
                new = self._get_cost(one, place)
                if new < cost - _LEAST:
                    best, cost = (one, place), new
            if best is not None:
                self._seat(*best)
            has_moved = has_moved or best != stays
        return has_moved

    def _price(self, group: int) -> dict[int, float]:
        if not self._has_room(group):
            return {}
        return {
            key: self._get_cost(key, group)
            for key in self.choosers[group]
            if key not in self.placed
        }

    def _has_room(self, group: int) -> bool:
        maximum = self.groups[group].maximum
        return maximum is None or self.counts[group].size < maximum

    def _get_cost(self, key: int, group: int) -> float:
        """What seating `key` in `group` would add to the cost; negative is better."""
        count, weights = self.counts[group], self.weights
        is_needed = count.size < self.wished[group]
        cost = self.seat_costs[key, group]
        cost += -weights.empty_seat if is_needed else weights.extra_seat
        for goal in self.goals[group]:
            gain = get_gain(
                goal,
                count,
                self.values[key],
                wished_size=self.groups[group].wished_size,
                pool=self.pools[group, goal.key],
            )
            cost += weights.wish * goal.weight * gain
        for bond in self.bonds[key]:
            after = {**self._pair(bond), key: group}
            cost += weights.bond * (
                is_broken(bond, after) - is_broken(bond, self._pair(bond))
            )
        return cost

    def _pair(self, bond: Bond) -> dict[int, int]:
        return {
            key: self.placed[key]
            for key in (bond.one, bond.other)
            if key in self.placed
        }

    def _seat(self, key: int, group: int) -> None:
        self.placed[key] = group
        self.counts[group].add(self.candidates[key].values)

    def _take_out(self, key: int) -> None:
        group = self.placed.pop(key)
        self.counts[group].remove(self.candidates[key].values)


def _by_dimension(candidate: Candidate) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for dimension, value in candidate.values:
        values[dimension] = (*values.get(dimension, ()), value)
    return values
