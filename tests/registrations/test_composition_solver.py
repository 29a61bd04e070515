"""The solver against everything that could go wrong, on random small cases.

Every case is small enough to try all answers, so that "the best" is checked and not
believed.
"""

import importlib.util
import subprocess
import sys
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.services.composition import solver
from registrations.services.composition.greedy import solve_greedily
from registrations.services.composition.objective import (
    WEIGHTS,
    evaluate,
    find_mistakes,
    is_broken,
)
from registrations.services.composition.problem import (
    APART,
    AT_LEAST,
    AT_MOST,
    AT_MOST_EACH,
    AT_MOST_SHARE,
    DIFFERENT,
    SPREAD,
    TOGETHER,
    Bond,
    Candidate,
    Goal,
    Group,
    Problem,
)
from registrations.services.composition.solver import solve

pytestmark = pytest.mark.looks

KINDS = (AT_LEAST, AT_MOST, AT_MOST_EACH, AT_MOST_SHARE, DIFFERENT, SPREAD)
DIMENSIONS = ("region", "role", "perspective")
VALUES = ("a", "b", "c")
CASES = settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def problems(draw):
    """Up to six people and three groups, with wishes, ties, pins and exclusions."""
    keys = range(draw(st.integers(1, 3)))
    groups = []
    for key in keys:
        maximum = draw(st.none() | st.integers(0, 4))
        wished = draw(st.none() | st.integers(0, maximum if maximum is not None else 4))
        groups.append(Group(key, wished, maximum))
    free = {
        group.key: 9 if group.maximum is None else group.maximum for group in groups
    }
    candidates = []
    for number in range(draw(st.integers(0, 6))):
        choices = tuple(draw(st.lists(st.sampled_from(keys), max_size=2, unique=True)))
        values = [
            (dimension, value)
            for dimension in DIMENSIONS
            for value in draw(
                st.lists(st.sampled_from(VALUES), max_size=2, unique=True)
            )
        ]
        fate = draw(st.sampled_from(("free", "free", "free", "pinned", "excluded")))
        fixed = None
        if fate == "pinned" and choices and free[choices[0]]:
            fixed = choices[0]
            free[fixed] -= 1
        candidates.append(
            Candidate(
                key=number,
                choices=choices,
                values=tuple(values),
                score=draw(st.none() | st.sampled_from((0.0, 1.33, 2.0, 3.0))),
                fixed=fixed,
                is_excluded=fate == "excluded",
            )
        )
    goals = [
        Goal(
            key=number,
            kind=draw(st.sampled_from(KINDS)),
            dimension=draw(st.sampled_from(DIMENSIONS)),
            value=draw(st.sampled_from(VALUES)),
            amount=draw(st.integers(1, 3)),
            weight=draw(st.integers(1, 3)),
            group=draw(st.none() | st.sampled_from(keys)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    bonds = []
    if len(candidates) > 1:
        pairs = st.tuples(
            st.integers(0, len(candidates) - 1), st.integers(0, len(candidates) - 1)
        ).filter(lambda pair: pair[0] < pair[1])
        bonds = [
            Bond(*pair, draw(st.sampled_from((TOGETHER, APART))))
            for pair in draw(st.lists(pairs, max_size=2, unique=True))
        ]
    return Problem(
        tuple(candidates),
        tuple(groups),
        tuple(goals),
        tuple(bonds),
        draw(st.integers(0, 99)),
    )


def find_best(problem):
    """The lowest cost of all answers there are."""
    options = [
        (one.fixed,) if one.fixed is not None else (None, *one.options)
        for one in problem.candidates
    ]
    best = None
    for answer in product(*options):
        seating = {
            one.key: group
            for one, group in zip(problem.candidates, answer, strict=True)
            if group is not None
        }
        if not find_mistakes(problem, seating):
            cost = evaluate(problem, seating).total
            best = cost if best is None else min(best, cost)
    return best


@CASES
@given(problems())
def test_the_answer_is_the_best_there_is_and_breaks_no_rule(problem):
    solution = solve(problem)
    groups = {group.key: group for group in problem.groups}
    by_key = {one.key: one for one in problem.candidates}
    sizes = {key: list(solution.seating.values()).count(key) for key in groups}
    # One seat a person is what a mapping is; the rest is looked at one by one.
    for key, group in groups.items():
        assert group.maximum is None or sizes[key] <= group.maximum
    for key, group in solution.seating.items():
        assert group in by_key[key].choices
        assert not by_key[key].is_excluded
    assert problem.get_fixed().items() <= solution.seating.items()
    cost = evaluate(problem, solution.seating).total
    assert cost == pytest.approx(find_best(problem), abs=1e-5)
    assert solution.is_optimal
    # The same question twice is the same answer.
    assert solve(problem) == solution
    greedy = solve_greedily(problem)
    assert find_mistakes(problem, greedy.seating) == []
    assert evaluate(problem, greedy.seating).total >= cost - 1e-6


def make_group_of(people, *, size=2, **values):
    return Problem(tuple(people), (Group(1, size, size),), **values)


def test_between_equals_the_lot_decides_and_the_seed_is_the_lot():
    people = [Candidate(key, (1,), score=2.0) for key in range(8)]
    chosen = {
        tuple(solve(make_group_of(people, seed=seed)).seating) for seed in range(12)
    }
    assert len(chosen) > 4


def test_a_wish_weighs_more_than_a_little_better_score():
    people = [
        Candidate(1, (1,), (("region", "a"),), 3.0),
        Candidate(2, (1,), (("region", "a"),), 2.9),
        Candidate(3, (1,), (("region", "b"),), 2.0),
    ]
    wish = Goal(1, DIFFERENT, "region", amount=2, weight=1)
    assert set(solve(make_group_of(people)).seating) == {1, 2}
    assert set(solve(make_group_of(people, goals=(wish,))).seating) == {1, 3}


@pytest.mark.parametrize("kind", [TOGETHER, APART])
def test_colleagues_are_kept_together_or_apart(kind):
    people = [Candidate(key, (1,), score=3.0 - key / 10) for key in range(4)]
    # Without a word about them the two with the best scores would sit.
    pair = (0, 3) if kind == TOGETHER else (0, 1)
    bond = Bond(*pair, kind)
    seating = solve(make_group_of(people, bonds=(bond,))).seating
    assert not is_broken(bond, seating)
    assert len(seating) == 2


def test_an_empty_seat_is_worse_than_any_wish():
    people = [Candidate(key, (1,), (("role", "a"),), 0.0) for key in range(3)]
    wish = Goal(1, AT_MOST, "role", "a", 1, 3)
    costs = evaluate(
        problem := make_group_of(people, size=3, goals=(wish,)),
        solve(problem).seating,
    )
    assert (costs.empty_seats, costs.distance) == (0, 6)
    assert costs.total == pytest.approx(6 * WEIGHTS.wish + 9 * WEIGHTS.score, abs=0.01)


def test_facts_beyond_the_maximum_leave_nobody_else_a_seat():
    people = [Candidate(key, (1,), fixed=1) for key in range(3)]
    people.append(Candidate(9, (1,), score=3.0))
    assert set(solve(make_group_of(people)).seating) == {0, 1, 2}


def test_without_highspy_the_greedy_method_answers(monkeypatch):
    people = [Candidate(key, (1,), score=key / 10) for key in range(5)]
    problem = make_group_of(people)
    best = solve(problem)
    monkeypatch.setattr(solver, "is_installed", lambda: False)
    other = solve(problem)
    assert (other.solver, other.is_optimal) == ("greedy 1", False)
    assert other.seating == best.seating
    assert best.solver.startswith("HiGHS ")


def test_the_solver_is_loaded_only_when_somebody_asks():
    code = (
        "import django, sys; django.setup(); import registrations.wagtail_hooks; "
        "sys.exit('highspy' in sys.modules)"
    )
    assert importlib.util.find_spec("highspy")
    subprocess.run([sys.executable, "-c", code], check=True)
