"""What makes one proposal better than another: the one place where that is said.

Every proposal has a cost, and the lowest is best. It is the sum of:

- a seat that stays empty below the wished size of a group: 100. Places are there to
  be given: no wish and no score outweighs one.
- a seat above the wished size, up to the maximum: 20. The last seats are for when a
  person cannot choose between two, and for who comes from the waiting list.
- a wish: 4 for each person it is short, times its weight (1, 2 or 3). What "short"
  means for each kind of wish stands in `problem.py`; the sum of weight times people
  is the mix distance (`mix.py`).
- colleagues who should be together and are not, or apart and are not: 8 a pair.
- somebody in their second choice: 2.
- the readers: 3 for each point that somebody who gets a seat scores below the 3 that
  is the most; whoever has no score counts as the mean of all who have one. So the
  difference between "fair" and "good" weighs less than one person short of a wish that
  is only nice to have: scores weigh, and select nobody by themselves.
- the lot: less than 0.001 for each person, drawn with the seed, so that between two
  who are equal in everything neither the number nor the alphabet decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from .problem import (
    TOGETHER,
    Bond,
    Candidate,
    GroupCount,
    Problem,
    Seating,
    get_shortage,
)

BEST_SCORE = 3.0


@dataclass(frozen=True)
class Weights:
    """What each part costs; see the top of this file."""

    empty_seat: float = 100.0
    extra_seat: float = 20.0
    wish: float = 4.0
    bond: float = 8.0
    second_choice: float = 2.0
    score: float = 3.0
    lot: float = 0.001

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


WEIGHTS = Weights()


@dataclass(frozen=True)
class Costs:
    """The cost of a proposal in its parts.

    Attributes:
        empty_seats, extra_seats, second_choices, broken_bonds: how many.
        distance: the mix distance.
        score_gap: the points below the best score, of all with a seat.
        lots: the sum of the lots.
        total: all together, weighed.
    """

    empty_seats: int
    extra_seats: int
    distance: float
    broken_bonds: int
    second_choices: int
    score_gap: float
    lots: float
    total: float


def get_neutral_score(problem: Problem) -> float:
    """Return what somebody without a score counts as: the mean of the others."""
    known = [one.score for one in problem.candidates if one.score is not None]
    return sum(known) / len(known) if known else BEST_SCORE / 2


def draw_lots(problem: Problem, weights: Weights = WEIGHTS) -> dict[int, float]:
    """Return the lot of each candidate, by key: the same for the same seed."""
    return {
        one.key: _draw(problem.seed, one.key) * weights.lot
        for one in problem.candidates
    }


def _draw(seed: int, key: int) -> float:
    """A number from 0 to 1 that nobody can steer, and that everybody can draw again."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def get_seat_costs(
    problem: Problem, weights: Weights = WEIGHTS
) -> dict[tuple[int, int], float]:
    """Return what a seat costs by itself, by candidate and group: choice, score, lot.

    For everybody and each group of theirs, the fixed ones among them.
    """
    neutral = get_neutral_score(problem)
    lots = draw_lots(problem, weights)
    costs = {}
    for one in problem.candidates:
        groups = one.choices if one.fixed is None else (one.fixed,)
        for group in groups:
            score = neutral if one.score is None else one.score
            costs[one.key, group] = (
                weights.score * (BEST_SCORE - score)
                + weights.second_choice * is_second(one, group)
                + lots[one.key]
            )
    return costs


def is_second(candidate: Candidate, group: int) -> bool:
    """Whether `group` is not the first choice of `candidate`."""
    return candidate.choices[:1] != (group,)


def is_broken(bond: Bond, seating: Seating) -> bool:
    """Whether two people are not as they should be.

    Together is one group for both, or no seat for both; apart is not in one group.
    """
    one, other = seating.get(bond.one), seating.get(bond.other)
    if bond.kind == TOGETHER:
        return one != other
    return one is not None and one == other


def count_groups(problem: Problem, seating: Seating) -> dict[int, GroupCount]:
    """Return who is in each group, as numbers."""
    counts = {group.key: GroupCount() for group in problem.groups}
    for one in problem.candidates:
        group = seating.get(one.key)
        if group is not None:
            counts[group].add(one.values)
    return counts


def evaluate(problem: Problem, seating: Seating, weights: Weights = WEIGHTS) -> Costs:
    """Return what `seating` costs, in its parts."""
    counts = count_groups(problem, seating)
    empty = extra = 0
    distance = 0.0
    for group in problem.groups:
        wished = problem.get_wished_size(group)
        size = counts[group.key].size
        empty += max(0, wished - size)
        extra += max(0, size - wished)
        for goal in problem.goals:
            if goal.is_about(group.key):
                distance += goal.weight * get_shortage(
                    goal,
                    counts[group.key],
                    wished_size=group.wished_size,
                    pool=problem.get_pool(goal, group.key),
                )
    neutral = get_neutral_score(problem)
    lots = draw_lots(problem, weights)
    seated = [one for one in problem.candidates if one.key in seating]
    seconds = sum(is_second(one, seating[one.key]) for one in seated)
    gap = sum(
        BEST_SCORE - (neutral if one.score is None else one.score) for one in seated
    )
    drawn = sum(lots[one.key] for one in seated)
    broken = sum(is_broken(bond, seating) for bond in problem.bonds)
    return Costs(
        empty_seats=empty,
        extra_seats=extra,
        distance=distance,
        broken_bonds=broken,
        second_choices=seconds,
        score_gap=gap,
        lots=drawn,
        total=(
            weights.empty_seat * empty
            + weights.extra_seat * extra
            + weights.wish * distance
            + weights.bond * broken
            + weights.second_choice * seconds
            + weights.score * gap
            + drawn
        ),
    )


def find_mistakes(problem: Problem, seating: Mapping[int, int]) -> list[str]:
    """Return what is wrong with `seating`, for tests and as a last check of a solver.

    Whoever was fixed beyond the maximum counts for nobody else: then no seat is free.
    """
    by_key = {one.key: one for one in problem.candidates}
    mistakes = [f"{key} is nobody" for key in seating if key not in by_key]
    for one in problem.candidates:
        group = seating.get(one.key)
        if one.fixed is not None and group != one.fixed:
            mistakes.append(f"{one.key} should stay in {one.fixed}")
        if one.fixed is None and group is not None and group not in one.options:
            mistakes.append(f"{one.key} cannot be in {group}")
    fixed = list(problem.get_fixed().values())
    for group in problem.groups:
        size = sum(key == group.key for key in seating.values())
        if group.maximum is not None and size > max(
            group.maximum, fixed.count(group.key)
        ):
            mistakes.append(f"{group.key} is too full")
    return mistakes
