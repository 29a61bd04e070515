"""A scenario as one user sees it now: who stands where, the mix, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...enums import Colleagues, RegistrationState
from ...models import Registration, Scenario, ScenarioChange, ScenarioPlacement
from ..names import get_name
from .arrangement import UNDECIDED, Arrangement, Board, Placement, read_board
from .mix import Mix, get_mix
from .objective import Costs, evaluate
from .people import People, Person
from .problem import Problem
from .proposal import Request, build_problem, get_digest, get_seating
from .wishes import get_wishes

S = RegistrationState


@dataclass(frozen=True)
class HandChange:
    """One change by hand, as it is told."""

    person: Person
    placement: Placement
    who: str
    at: Any


@dataclass(frozen=True)
class ScenarioView:
    """A scenario as one user sees it: without whom is tied to them.

    Attributes:
        scenario: the row.
        board: the board now, with the people.
        arrangement: where everybody stands in it: decided, computed, changed by hand.
        computed: the same before the changes by hand.
        pinned, excluded: who was, by key.
        changes: the changes by hand, oldest first.
        is_whole: whether this user sees everybody in it.
    """

    scenario: Scenario
    board: Board
    arrangement: Arrangement
    computed: Arrangement
    pinned: frozenset[int]
    excluded: frozenset[int]
    changes: tuple[HandChange, ...]
    is_whole: bool

    @property
    def people(self) -> People:
        return self.board.people

    @cached_property
    def wishes(self) -> list[Any]:
        return list(get_wishes(self.scenario.form_page))

    @cached_property
    def mix(self) -> Mix:
        """The mix in this scenario, against the wishes as they are now."""
        return get_mix(
            people=self.people, arrangement=self.arrangement, wishes=self.wishes
        )

    @cached_property
    def problem(self) -> Problem:
        """The question as it would be asked now."""
        return build_problem(
            board=self.board, wishes=self.wishes, request=self._get_request()
        )

    @cached_property
    def costs(self) -> Costs:
        """What the scenario costs now, by the one objective."""
        return evaluate(self.problem, get_seating(self.arrangement))

    @property
    def is_stale(self) -> bool:
        """Whether facts, wishes or decisions are others than when it was computed."""
        digest = self.scenario.input_digest
        return bool(digest) and get_digest(self.problem) != digest

    def _get_request(self) -> Request:
        pinned = {
            pk: self.computed[pk].workplace_id
            for pk in self.pinned
            if pk in self.people.persons and self.people.persons[pk].can_move
        }
        return Request(
            seed=self.scenario.seed,
            pinned={
                pk: place
                for pk, place in pinned.items()
                if place in self.people.persons[pk].choices
            },
            excluded=self.excluded,
            colleagues=Colleagues(self.scenario.colleagues),
        )


def read_scenario(
    *, scenario: Scenario, user: Any, board: Board | None = None
) -> ScenarioView:
    """Return a scenario as `user` sees it now.

    People who were decided since stand where the decision put them.

    Args:
        scenario: the row.
        user: a decider.
        board: where it was read already.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    board = board or read_board(form_page=scenario.form_page, user=user)
    rows = list(scenario.placements.all())
    persons = board.people.persons
    computed = {
        pk: UNDECIDED if person.can_move else board.arrangement[pk]
        for pk, person in persons.items()
    }
    for row in rows:
        if row.registration_id in persons and persons[row.registration_id].can_move:
            computed[row.registration_id] = _get_placement(row)
    arrangement = dict(computed)
    changes = []
    for change in scenario.changes.select_related("changed_by"):
        person = persons.get(change.registration_id)
        if person is None:
            continue
        placement = _get_placement(change)
        if person.can_move:
            arrangement[person.pk] = placement
        changes.append(
            HandChange(
                person=person,
                placement=placement,
                who=get_name(change.changed_by, change.changed_by_name),
                at=change.changed_at,
            )
        )
    visible = Registration.objects.visible_to(user)
    rows_about = (scenario.placements.all(), scenario.changes.all())
    is_whole = not any(
        rows.exclude(registration__in=visible.values("pk")).exists()
        for rows in rows_about
    )
    return ScenarioView(
        scenario=scenario,
        board=board,
        arrangement=arrangement,
        computed=computed,
        pinned=frozenset(row.registration_id for row in rows if row.is_pinned),
        excluded=frozenset(row.registration_id for row in rows if row.is_excluded),
        changes=tuple(changes),
        is_whole=is_whole,
    )


def _get_placement(row: ScenarioPlacement | ScenarioChange) -> Placement:
    return Placement(S(row.state) if row.state else None, row.workplace_id)
