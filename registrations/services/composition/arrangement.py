"""Who stands where: the board of a form is its open proposals and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...enums import HOLDS_SEAT, RegistrationState
from ...models import Decision, RegistrationFormPage
from .people import People, Person
from .reading import read_people

S = RegistrationState


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one person stands.

    Attributes:
        state: selected, waitlisted or declined; None for undecided.
        workplace_id: in which workplace they get a place or wait; None for the others.
    """

    state: RegistrationState | None = None
    workplace_id: int | None = None

    @property
    def is_seat(self) -> bool:
        return self.state == S.SELECTED


UNDECIDED = Placement()

# By the key of the registration; who is not in it is undecided.
Arrangement = Mapping[int, Placement]


@dataclass(frozen=True)
class Board:
    """The board of a form, as one user sees it.

    Attributes:
        people: everybody on it.
        arrangement: where each of them stands; all of `people` are in it.
        proposals: the open proposal of each who has one.
    """

    people: People
    arrangement: Arrangement
    proposals: Mapping[int, Decision]

    def get_members(self, workplace_id: int) -> list[Person]:
        """Return who has, or would get, a seat in `workplace_id`."""
        return get_members(self.people, self.arrangement, workplace_id)


def read_board(
    *,
    form_page: RegistrationFormPage,
    user: Any,
    people: People | None = None,
) -> Board:
    """Return where everybody on `form_page` stands whom `user` may see.

    Args:
        form_page: the form of a call.
        user: a decider.
        people: where they were read already.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    people = people or read_people(form_page=form_page, user=user)
    proposals = people.proposals
    arrangement = {
        pk: get_decided_placement(person) or _get_proposed(proposals.get(pk))
        for pk, person in people.persons.items()
    }
    return Board(people=people, arrangement=arrangement, proposals=proposals)


def get_members(
    people: People, arrangement: Arrangement, workplace_id: int
) -> list[Person]:
    """Return who has a seat in `workplace_id` in this arrangement."""
    return [
        person
        for pk, person in people.persons.items()
        if (placement := arrangement.get(pk, UNDECIDED)).is_seat
        and placement.workplace_id == workplace_id
    ]


def get_decided_placement(person: Person) -> Placement | None:
    """Return where a release put somebody: a fact; None where nothing was released."""
    if person.state in HOLDS_SEAT:
        return Placement(S.SELECTED, person.placed_in)
    if person.state == S.WAITLISTED:
        return Placement(S.WAITLISTED, person.placed_in)
    if person.state == S.DECLINED:
        return Placement(S.DECLINED)
    return None


def _get_proposed(decision: Decision | None) -> Placement:
    if decision is None:
        return UNDECIDED
    return Placement(
        RegistrationState(decision.proposed_state), decision.proposed_workplace_id
    )
