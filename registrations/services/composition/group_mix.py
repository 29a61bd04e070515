"""The mix of one group against the wishes, and what one more person would change.

The distance is one number, and lower is better: over all groups and wishes, how many
people the group is short, times the weight of the wish (1, 2 or 3). Zero means that
every wish is met; one means one person short of something that would be nice to have.
It says nothing of scores, choices or seats. `problem.py` says what each wish counts.

Everything here works on what was read before; nothing asks the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ...enums import Dimension, WishKind
from .people import People, Person, Workplace
from .problem import Goal, GroupCount, get_gain, get_shortage
from .statistics import HiddenCount
from .wishes import get_sentence
from .words import say_on_card, say_ordinal, say_people, say_unknown

# What a mix shows where no wish says what matters (domain.md 6, a to c).
USUAL = (
    Dimension.REGION,
    Dimension.ORGANISATION_TYPE,
    Dimension.EXPERIENCE,
    Dimension.PERSPECTIVE,
)
# Dimensions of which a card says a new value as "+1 Westhoek".
_PLACES = frozenset({Dimension.REGION, Dimension.MUNICIPALITY})


@dataclass(frozen=True)
class ValueCount:
    """How many people of a group have one value."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class DimensionMix:
    """One dimension of a group.

    Attributes:
        dimension, label: which, and what it is called.
        values: the known values, the most frequent first; people with several count
            for each.
        unknown: how many gave no answer that may be seen.
        size: how many people are in the group.
    """

    dimension: Dimension
    label: str
    values: tuple[ValueCount, ...]
    unknown: int
    size: int


@dataclass(frozen=True)
class WishStanding:
    """How one wish stands in one group.

    Attributes:
        goal: the wish.
        sentence: the wish in words.
        shortage: by how many people it is short; zero when met.
        standing: "met", or by how much it is short, in words.
    """

    goal: Goal
    sentence: str
    shortage: float
    standing: str

    @property
    def is_met(self) -> bool:
        return self.shortage <= 0


@dataclass(frozen=True)
class Change:
    """What choosing somebody for a group would change.

    Attributes:
        words: "+1 Westhoek", "derde programmator"; the values of that person.
        better: the wishes that come closer, as sentences.
        worse: the wishes that go further away.
        distance: the change of the mix distance; negative is better.
    """

    words: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    distance: float

    @property
    def sentence(self) -> str:
        return ", ".join(self.words)


class GroupMix:
    """The mix of one workplace."""

    def __init__(
        self,
        *,
        people: People,
        workplace: Workplace,
        members: Sequence[Person],
        goals: Sequence[Goal],
        labels: Mapping[tuple[str, str], str],
    ) -> None:
        self.workplace = workplace
        self.members = tuple(members)
        self._people = people
        self.labels = labels
        self.goals = [goal for goal in goals if goal.is_about(workplace.pk)]
        self._keys = {person.pk for person in members}
        self._count = GroupCount()
        for person in members:
            self._count.add(person.get_pairs())
        self._pool: dict[str, frozenset[str]] = {}
        pool = people.get_pool(workplace.pk)
        for goal in self.goals:
            if goal.kind == WishKind.SPREAD:
                self._pool[goal.dimension] = frozenset(
                    value
                    for person in pool
                    for value in person.values.get(goal.dimension, ())
                )

    @property
    def size(self) -> int:
        return len(self.members)

    @cached_property
    def shown(self) -> tuple[Dimension, ...]:
        """The dimensions that matter here: those of the wishes, else the usual ones."""
        wished = {goal.dimension for goal in self.goals}
        return tuple(d for d in Dimension if d in wished) or USUAL

    @cached_property
    def dimensions(self) -> tuple[DimensionMix, ...]:
        """The counts of every dimension that matters."""
        return tuple(self._get_dimension(dimension) for dimension in self.shown)

    @cached_property
    def wishes(self) -> tuple[WishStanding, ...]:
        """Every wish about this group, in the order of the form."""
        return tuple(self._get_standing(goal) for goal in self.goals)

    @cached_property
    def distance(self) -> float:
        """How far the group is from its wishes; see the top of this file."""
        return sum(row.shortage * row.goal.weight for row in self.wishes)

    @cached_property
    def statistics(self) -> list[HiddenCount]:
        """Totals of answers that are for the statistics only, in steps of five."""
        return self._people.hidden.count(self._keys)

    def count_value(self, dimension: str, value: str) -> int:
        """Return how many in the group have one value."""
        return self._count.get(dimension)[value]

    def get_pool(self, goal: Goal) -> frozenset[str]:
        """Return the values over which a spread is wished; else nothing."""
        return self._pool.get(goal.dimension, frozenset())

    def get_gain(self, goal: Goal, person: Person) -> float:
        """Return what one more person does to the shortage of a wish."""
        return get_gain(
            goal,
            self._count,
            person.values,
            wished_size=self.workplace.wished_size,
            pool=self.get_pool(goal),
        )

    def change(self, person: Person) -> Change:
        """Return what choosing `person` for this group would change.

        Of somebody who is in it already: nothing.
        """
        if person.pk in self._keys:
            return Change((), (), (), 0.0)
        better, worse, distance = [], [], 0.0
        for goal in self.goals:
            gain = self.get_gain(goal, person)
            distance += gain * goal.weight
            if gain < 0:
                better.append(get_sentence(goal, self.labels))
            elif gain > 0:
                worse.append(get_sentence(goal, self.labels))
        words = tuple(word for d in self.shown for word in self._say(d, person))
        return Change(words, tuple(better), tuple(worse), distance)

    def _say(self, dimension: Dimension, person: Person) -> list[str]:
        values = person.values.get(dimension, ())
        counts = self._count.get(dimension)
        if not values:
            if dimension in {Dimension.TAG, Dimension.ATTENDANCE}:
                return []
            return [
                pgettext("on a card", "%(dimension)s: %(unknown)s")
                % {"dimension": dimension.label.lower(), "unknown": say_unknown()}
            ]
        words = []
        for value in values:
            label = self.labels.get((dimension, value), value)
            number = counts[value] + 1
            if number == 1 and dimension in _PLACES:
                words.append(pgettext("on a card", "+1 %(value)s") % {"value": label})
            elif dimension != Dimension.ATTENDANCE:
                words.append(
                    pgettext("on a card", "%(ordinal)s %(who)s")
                    % {
                        "ordinal": say_ordinal(number),
                        "who": say_on_card(dimension, label),
                    }
                )
        return words

    def _get_dimension(self, dimension: Dimension) -> DimensionMix:
        counts = self._count.get(dimension)
        return DimensionMix(
            dimension=dimension,
            label=str(dimension.label),
            values=tuple(
                ValueCount(key, self.labels.get((dimension, key), key), count)
                for key, count in sorted(
                    counts.items(), key=lambda row: (-row[1], row[0])
                )
                if count
            ),
            unknown=sum(not one.values.get(dimension) for one in self.members),
            size=self.size,
        )

    def _get_standing(self, goal: Goal) -> WishStanding:
        shortage = get_shortage(
            goal,
            self._count,
            wished_size=self.workplace.wished_size,
            pool=self.get_pool(goal),
        )
        return WishStanding(
            goal=goal,
            sentence=get_sentence(goal, self.labels),
            shortage=shortage,
            standing=_say_standing(goal, shortage),
        )


def _say_standing(goal: Goal, shortage: float) -> str:
    if shortage <= 0:
        return pgettext("of a wish", "met")
    number = ceil(shortage)
    if goal.kind in {WishKind.AT_LEAST, WishKind.DIFFERENT}:
        return ngettext("%(count)d short", "%(count)d short", number) % {
            "count": number
        }
    if goal.kind == WishKind.SPREAD:
        return ngettext(
            "nobody yet for %(count)d value", "nobody yet for %(count)d values", number
        ) % {"count": number}
    return _("%(people)s too many") % {"people": say_people(number)}
