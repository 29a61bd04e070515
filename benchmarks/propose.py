"""A group proposed: `python -m benchmarks.propose`.

Wanted, in a fresh process that starts from nothing: 300 applicants, 3 groups of 12 and
11 wishes within 2 s and 200 MB; 3,000 applicants and 12 groups within 30 s, or with a
stated gap. Beside it, on the same people, what they would get who come first, who
score highest, and who are drawn by lot. Stops with an error where a promise is broken.

The solver is measured without the site around it, as it is: plain data in, plain data
out. `--site` measures the same question with Django and Wagtail loaded as well.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent.parent
PACKAGE = HERE / "registrations" / "services" / "composition"
SMALL, LARGE = (300, 3), (3000, 12)
SIZE, ROOM = 12, 2
SECONDS, MEGABYTES, LARGE_SECONDS = 2.0, 200, 30.0


@dataclass(frozen=True)
class Quality:
    """What a way of choosing brings."""

    name: str
    distance: float
    first: float
    score: float
    seats: int


def load(with_site: bool) -> tuple[ModuleType, ModuleType, ModuleType]:
    """Return problem, objective and solver; alone, or with the site around them."""
    if with_site:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cultuurplekken.settings.dev")
        import django  # measured only on request

        django.setup()
        name = "registrations.services.composition"
    else:
        # The package without its __init__, which reads the models.
        name = "composition"
        package = ModuleType(name)
        package.__path__ = [str(PACKAGE)]
        sys.modules[name] = package
    return tuple(
        __import__(f"{name}.{module}", fromlist=[module])
        for module in ("problem", "objective", "solver")
    )


class Draw:
    """Numbers that are the same on every machine."""

    def __init__(self, seed: int) -> None:
        self.seed, self.count = seed, 0

    def number(self) -> float:
        self.count += 1
        digest = hashlib.sha256(f"{self.seed}/{self.count}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def below(self, top: int) -> int:
        return int(self.number() * top)

    def skewed(self, top: int) -> int:
        """A few are frequent and most are rare, as regions and kinds of house are."""
        return min(int(top * self.number() ** 2.5), top - 1)


def make_problem(problem: ModuleType, people: int, groups: int):
    """Return a question with the skew of a real call, and eleven wishes."""
    draw = Draw(people)
    candidates = []
    for key in range(people):
        first, second = draw.skewed(groups), draw.skewed(groups)
        one_choice = first == second or draw.number() < 0.35
        region = draw.skewed(16)
        facts = [
            ("region", str(region)),
            ("municipality", f"{region}-{draw.skewed(20)}"),
            ("organisation", str(draw.below(people * 9 // 10))),
            ("organisation_type", str(draw.skewed(22))),
            ("experience", str(draw.skewed(4))),
            ("role", str(draw.skewed(13))),
            ("attendance", "some" if draw.number() < 0.18 else "all"),
        ]
        # Some answer nothing, and are unknown.
        facts = [fact for fact in facts if draw.number() > 0.06]
        looks = {draw.skewed(13) for _number in range(1 + draw.below(3))}
        facts += [("perspective", str(look)) for look in sorted(looks)]
        quality = 0.8 + 2.2 * draw.number()
        candidates.append(
            problem.Candidate(
                key=key,
                choices=(first,) if one_choice else (first, second),
                values=tuple(facts),
                score=round(min(3.0, quality + (draw.number() - 0.5) / 2), 2),
            )
        )
    # One in ten comes with a colleague, rather not in the same group.
    bonds = tuple(
        problem.Bond(key, key + 1, problem.APART) for key in range(0, people - 1, 20)
    )
    return problem.Problem(
        candidates=tuple(candidates),
        groups=tuple(
            problem.Group(key, wished_size=SIZE, maximum=SIZE + ROOM)
            for key in range(groups)
        ),
        goals=make_goals(problem),
        bonds=bonds,
        seed=7,
    )


def make_goals(problem: ModuleType) -> tuple:
    rows = (
        (problem.AT_MOST_EACH, "organisation", "", 1, 3),
        (problem.AT_MOST_EACH, "municipality", "", 2, 2),
        (problem.DIFFERENT, "region", "", 6, 2),
        (problem.AT_MOST_SHARE, "region", "", 3, 2),
        (problem.AT_LEAST, "region", "9", 2, 2),
        (problem.DIFFERENT, "organisation_type", "", 6, 2),
        (problem.AT_MOST_SHARE, "organisation_type", "", 3, 1),
        (problem.SPREAD, "experience", "", 0, 2),
        (problem.AT_LEAST, "experience", "3", 2, 3),
        (problem.DIFFERENT, "perspective", "", 8, 2),
        (problem.AT_MOST, "attendance", "some", 2, 1),
    )
    return tuple(problem.Goal(key, *row) for key, row in enumerate(rows))


def fill(question, order: Sequence) -> dict[int, int]:
    """Give each in this order their first choice that has a place, else the second."""
    free = {group.key: SIZE for group in question.groups}
    seating = {}
    for one in order:
        group = next((key for key in one.choices if free[key]), None)
        if group is not None:
            free[group] -= 1
            seating[one.key] = group
    return seating


def judge(objective: ModuleType, question, name: str, seating) -> Quality:
    costs = objective.evaluate(question, seating)
    seats = len(seating)
    return Quality(
        name=name,
        distance=costs.distance,
        first=100 * (seats - costs.second_choices) / seats,
        score=objective.BEST_SCORE - costs.score_gap / seats,
        seats=seats,
    )


def run(people: int, groups: int, with_site: bool, started: float) -> dict:
    """Solve one question in this process; what it took, and how good it is."""
    problem, objective, solver = load(with_site)
    question = make_problem(problem, people, groups)
    asked = time.time()
    solution = solver.solve(question, time_limit=LARGE_SECONDS - 8)
    done = time.time()
    lots = objective.draw_lots(question)
    ways: tuple[tuple[str, Callable], ...] = (
        ("first come, first served", lambda one: one.key),
        ("score only", lambda one: (-one.score, one.key)),
        ("by lot", lambda one: lots[one.key]),
    )
    rows = [judge(objective, question, "proposal", solution.seating)]
    for name, order in ways:
        seating = fill(question, sorted(question.candidates, key=order))
        rows.append(judge(objective, question, name, seating))
    cost = objective.evaluate(question, solution.seating).total
    gap = 0.0 if solution.is_optimal else (cost - (solution.bound or 0)) / cost
    return {
        "start": asked - started,
        "solve": done - asked,
        "whole": done - started,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "is_optimal": solution.is_optimal,
        "gap": gap,
        "solver": solution.solver,
        "rows": [vars(row) for row in rows],
    }


def measure(people: int, groups: int, with_site: bool) -> dict:
    """Run one question in a process of its own, from nothing."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(run, (people, groups, with_site, time.time()))


def tell(people: int, groups: int, found: dict, where: str) -> None:
    proof = "proven optimal" if found["is_optimal"] else f"gap {found['gap']:.1%}"
    say(
        f"{people} applicants, {groups} groups of {SIZE}, 11 wishes, {where} "
        f"({found['solver']}): {found['whole']:.2f} s with start "
        f"({found['solve']:.2f} s to solve), {found['memory']:.0f} MB, {proof}"
    )
    for row in found["rows"]:
        say(
            f"  {row['name']:<25} mix distance {row['distance']:>6.1f}   first choice "
            f"{row['first']:>5.1f} %   mean score {row['score']:.2f}   "
            f"seats {row['seats']}"
        )


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", action="store_true")
    with_site = parser.parse_args().site
    found = {}
    for question in (SMALL, LARGE):
        found[question] = measure(*question, with_site)
        tell(*question, found[question], "with the site" if with_site else "alone")
    small, large = found.values()
    promises = {
        f"within {SECONDS} s": small["whole"] <= SECONDS,
        f"within {MEGABYTES} MB": small["memory"] <= MEGABYTES,
        f"within {LARGE_SECONDS} s": large["whole"] <= LARGE_SECONDS,
    }
    broken = [promise for promise, holds in promises.items() if not holds]
    if broken and not with_site:
        sys.exit(f"NOT TRUE: {', '.join(broken)}")


if __name__ == "__main__":
    main()
