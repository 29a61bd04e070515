"""The mix of all groups of a form in one arrangement; `group_mix.py` counts each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...models import Wish
from .arrangement import Arrangement, get_members
from .group_mix import Change, GroupMix
from .people import People, Person
from .wishes import get_goals, get_labels


@dataclass(frozen=True)
class Mix:
    """The mix of every group of a form."""

    groups: Mapping[int, GroupMix]

    @property
    def distance(self) -> float:
        """The mix distance of all groups together; lower is better."""
        return sum(group.distance for group in self.groups.values())

    def change(self, person: Person, workplace_id: int) -> Change:
        """Return what choosing `person` for `workplace_id` would change there."""
        return self.groups[workplace_id].change(person)


def get_mix(*, people: People, arrangement: Arrangement, wishes: Iterable[Wish]) -> Mix:
    """Return the mix of every workplace in this arrangement.

    Only who has or would get a seat counts, decided or proposed.

    Args:
        people: everybody on the form whom the user sees.
        arrangement: where they stand, on the board or in a scenario.
        wishes: those of the form; give a list, it is read more than once.
    """
    wishes = list(wishes)
    goals = get_goals(wishes)
    # Two small queries at most, where a wish names a value that nobody has.
    is_known = all(
        (goal.dimension, goal.value) in people.labels for goal in goals if goal.value
    )
    named = {} if is_known else get_labels(wishes)
    labels = named | dict(people.labels)
    return Mix(
        {
            pk: GroupMix(
                people=people,
                workplace=workplace,
                members=get_members(people, arrangement, pk),
                goals=goals,
                labels=labels,
            )
            for pk, workplace in people.workplaces.items()
        }
    )
