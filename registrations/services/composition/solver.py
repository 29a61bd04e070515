"""The best proposal: the question as a mixed-integer program, solved by HiGHS.

Whatever a wish may be short has a price (`program.py`), so there is always an answer,
and the price says which is best (`objective.py`). The same question with the same seed
gives the same answer: one thread, and a lot between equals. Only where the time runs
out may a slower machine stop at another one; the solution then says how far from the
best it can be.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from .greedy import solve_greedily
from .objective import WEIGHTS, Weights, evaluate, find_mistakes
from .problem import Problem, Seating, Solution
from .program import Program

# Seconds. Beyond this somebody who waits at a screen thinks that it hangs.
TIME_LIMIT = 20.0
# A difference below the lots of a few people is none.
_ABSOLUTE_GAP = 1e-6


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
    program = Program(problem, weights)
    seating, is_optimal, bound, version = _run(program, first.seating, time_limit)
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


def _run(
    program: Program, start: Seating, time_limit: float
) -> tuple[Seating | None, bool, float | None, str]:
    """Solve it; where nothing is to be decided there is nothing to solve."""
    import highspy  # not at the top: 15 MB that only a proposal needs

    highs = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", program.problem.seed % 2**31),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", _ABSOLUTE_GAP),
        ("time_limit", time_limit),
    ):
        highs.setOptionValue(name, value)
    version = highs.version()
    if not program.seats:
        return dict(program.fixed), True, None, version
    highs.passModel(_make_model(highspy, program))
    highs.setSolution(_make_start(highspy, program, start))
    highs.run()
    info = highs.getInfo()
    is_optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if info.primal_solution_status == 0:
        return None, False, None, version
    values = highs.getSolution().col_value
    seating = dict(program.fixed)
    for (key, group), column in program.seats.items():
        if values[column] > 0.5:
            seating[key] = group
    return seating, is_optimal, info.mip_dual_bound, version


def _make_model(highspy: Any, program: Program) -> Any:
    model = highspy.HighsLp()
    model.num_col_ = len(program.prices)
    model.num_row_ = len(program.rows)
    model.col_cost_ = program.prices
    model.col_lower_ = [0.0] * len(program.prices)
    model.col_upper_ = program.tops
    model.row_lower_ = [low for _terms, low, _high in program.rows]
    model.row_upper_ = [high for _terms, _low, high in program.rows]
    model.offset_ = program.offset
    model.integrality_ = [
        highspy.HighsVarType.kInteger
        if column < program.whole
        else highspy.HighsVarType.kContinuous
        for column in range(len(program.prices))
    ]
    starts, columns, factors = [0], [], []
    for terms, _low, _high in program.rows:
        columns += terms.keys()
        factors += terms.values()
        starts.append(len(columns))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = columns
    model.a_matrix_.value_ = factors
    return model


def _make_start(highspy: Any, program: Program, seating: Seating) -> Any:
    """What the greedy method found, for the solver to begin with."""
    start = highspy.HighsSolution()
    values = [0.0] * len(program.prices)
    for (key, group), column in program.seats.items():
        values[column] = float(seating.get(key) == group)
    start.col_value = values
    return start
