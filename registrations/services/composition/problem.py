"""The question of who goes where, as plain data; nothing of Django comes this far.

What a wish counts stands here once, so that the mix on the screen and the solver mean
the same: a goal is short by a number of people, and zero means met.

- at least n of a value: how many are missing;
- at most n of a value: how many are too many;
- at most n of each value: how many are too many, over all values;
- no value more than 1/n: how many are too many above that part of the wished group,
  or of the group as it is where no size is wished;
- at least n different values: how many values are missing;
- spread: of how many values nobody is there, of those that occur among the people
  who could be.

Who gave no answer has no value: they meet no such wish and break none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# The kinds of goal; the same words as `enums.WishKind`.
AT_LEAST = "at_least"
AT_MOST = "at_most"
AT_MOST_EACH = "at_most_each"
AT_MOST_SHARE = "at_most_share"
DIFFERENT = "different"
SPREAD = "spread"

# A value with its dimension: ("region", "REFREG07").
Value = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Goal:
    """A soft wish about one group, or about each.

    Attributes:
        key: what it is called by whoever asks.
        kind: one of the kinds above.
        dimension: about which fact.
        value: of which value, for the kinds that name one.
        amount: how many; for a share the n of 1/n.
        weight: 1, 2 or 3.
        group: of which group; None for each of them.
    """

    key: int
    kind: str
    dimension: str
    value: str = ""
    amount: int = 0
    weight: int = 1
    group: int | None = None

    def is_about(self, group: int) -> bool:
        return self.group is None or self.group == group


@dataclass(slots=True)
class GroupCount:
    """Who is in a group, as numbers.

    Attributes:
        size: how many people.
        counts: how many have each value, by dimension.
    """

    size: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, values: Iterable[Value]) -> None:
        self.size += 1
        for dimension, value in values:
            self.counts.setdefault(dimension, Counter())[value] += 1

    def remove(self, values: Iterable[Value]) -> None:
        self.size -= 1
        for dimension, value in values:
            self.counts[dimension][value] -= 1

    def get(self, dimension: str) -> Counter[str]:
        return self.counts.get(dimension) or Counter()


def get_shortage(
    goal: Goal, group: GroupCount, *, wished_size: int | None, pool: Iterable[str]
) -> float:
    """Return by how many people `group` is short of `goal`; zero when it is met.

    Args:
        goal: the wish.
        group: the group as it is.
        wished_size: how many people it should have; None where nobody said.
        pool: the values that occur among the people who could be in it.
    """
    counts = group.get(goal.dimension)
    if goal.kind == AT_LEAST:
        return max(0, goal.amount - counts[goal.value])
    if goal.kind == AT_MOST:
        return max(0, counts[goal.value] - goal.amount)
    if goal.kind == AT_MOST_EACH:
        return sum(max(0, count - goal.amount) for count in counts.values())
    if goal.kind == AT_MOST_SHARE:
        limit = get_share_limit(goal, group.size, wished_size)
        return sum(max(0, count - limit) for count in counts.values())
    if goal.kind == DIFFERENT:
        return max(0, goal.amount - sum(count > 0 for count in counts.values()))
    return sum(not counts[value] for value in pool)


def get_share_limit(goal: Goal, size: int, wished_size: int | None) -> float:
    """Return how many of one value a share allows."""
    return wished_size // goal.amount if wished_size else size / goal.amount


def get_gain(
    goal: Goal,
    group: GroupCount,
    values: Mapping[str, tuple[str, ...]],
    *,
    wished_size: int | None,
    pool: frozenset[str],
) -> float:
    """Return what one more person does to the shortage of `goal`; negative is better.

    Looks at the values of that person only, so that hundreds of cards can be asked.

    Args:
        goal, group, wished_size, pool: see `get_shortage`.
        values: those of the person, by dimension.
    """
    counts, own = group.get(goal.dimension), values.get(goal.dimension, ())
    if goal.kind == AT_LEAST:
        return -float(goal.value in own and counts[goal.value] < goal.amount)
    if goal.kind == AT_MOST:
        return float(goal.value in own and counts[goal.value] >= goal.amount)
    if goal.kind == AT_MOST_EACH:
        return sum(counts[value] >= goal.amount for value in own)
    if goal.kind == AT_MOST_SHARE:
        before = get_share_limit(goal, group.size, wished_size)
        after = get_share_limit(goal, group.size + 1, wished_size)
        concerned = own if before == after else {*counts, *own}
        return sum(
            max(0, counts[value] + (value in own) - after)
            - max(0, counts[value] - before)
            for value in concerned
        )
    if goal.kind == DIFFERENT:
        missing = max(0, goal.amount - sum(count > 0 for count in counts.values()))
        return -float(min(missing, sum(not counts[value] for value in own)))
    return -float(sum(value in pool and not counts[value] for value in own))


# How two people hang together who named each other as colleagues.
TOGETHER = "together"
APART = "apart"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be placed, or is.

    Attributes:
        key: of the registration.
        choices: the groups they chose, the first choice first.
        values: what they add to a group.
        score: what readers think, 0 to 3; None where nobody scored.
        fixed: the group in which they stay: decided, or pinned.
        is_excluded: whether they get no place here, whatever it brings.
    """

    key: int
    choices: tuple[int, ...]
    values: tuple[Value, ...] = ()
    score: float | None = None
    fixed: int | None = None
    is_excluded: bool = False

    @property
    def options(self) -> tuple[int, ...]:
        """The groups in which they can be placed now."""
        if self.fixed is not None or self.is_excluded:
            return ()
        return self.choices


@dataclass(frozen=True, slots=True)
class Group:
    """A group to fill.

    Attributes:
        key: of the workplace.
        wished_size: how many people it should have; None where nobody said.
        maximum: how many it can have; None for no limit.
    """

    key: int
    wished_size: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """Two people who named each other, and should be in one group or should not."""

    one: int
    other: int
    kind: str


@dataclass(frozen=True)
class Problem:
    """Who could go where, and what is wished; plain data in, for every solver.

    Attributes:
        candidates: everybody, placed or not.
        groups: the groups to fill.
        goals: the wishes.
        bonds: the ties between people.
        seed: decides between what is equally good, by lot.
    """

    candidates: tuple[Candidate, ...]
    groups: tuple[Group, ...]
    goals: tuple[Goal, ...] = ()
    bonds: tuple[Bond, ...] = ()
    seed: int = 0

    def get_fixed(self) -> dict[int, int]:
        """Return who stays where, by key."""
        return {one.key: one.fixed for one in self.candidates if one.fixed is not None}

    def get_pool(self, goal: Goal, group: int) -> frozenset[str]:
        """Return the values over which `goal` wishes a spread; none for other goals.

        Those that occur among who could be in `group`, or is.
        """
        if goal.kind != SPREAD:
            return frozenset()
        return frozenset(
            value
            for one in self.candidates
            if group in one.choices or one.fixed == group
            for name, value in one.values
            if name == goal.dimension
        )

    def get_wished_size(self, group: Group) -> int:
        """Return how many seats to fill: as wished, else everybody who chose it first."""
        if group.wished_size is not None:
            return group.wished_size
        return sum(one.choices[:1] == (group.key,) for one in self.candidates)


# Who has a seat where: the answer of every solver, by key; others have none.
Seating = Mapping[int, int]


@dataclass(frozen=True)
class Solution:
    """The answer of a solver.

    Attributes:
        seating: who has a seat where, the fixed ones among them.
        solver: which solver, with its version.
        is_optimal: whether it is proven that nothing better exists.
        bound: what the best possible cost is at least; None where nobody knows.
    """

    seating: Seating
    solver: str
    is_optimal: bool = False
    bound: float | None = None
