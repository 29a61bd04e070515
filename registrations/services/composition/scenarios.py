"""Scenarios: made, read as one user sees them, and changed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import Colleagues, RegistrationState, Rest, ScenarioOrigin
from ...models import (
    Registration,
    RegistrationFormPage,
    Scenario,
    ScenarioChange,
    ScenarioPlacement,
)
from ..errors import RegistrationError
from ..names import get_name, keep_name
from .arrangement import UNDECIDED, Arrangement, Board, Placement, read_board
from .mix import Mix, get_mix
from .objective import WEIGHTS, Costs, evaluate
from .people import People, Person, ensure_can_compose
from .problem import Problem
from .proposal import (
    Request,
    build_problem,
    get_digest,
    get_seating,
    make_arrangement,
)
from .solver import solve
from .wishes import get_goals, get_labels, get_sentence, get_wishes

S = RegistrationState


class NotInScenario(RegistrationError):
    message = _("This person cannot be placed there in this scenario.")


@dataclass(frozen=True)
class ScenarioRequest:
    """What a decider fills in to have a group proposed.

    Attributes:
        name: how the team calls it.
        rest: what is proposed for who gets no seat.
        request: the question itself.
    """

    name: str
    rest: Rest = Rest.UNDECIDED
    request: Request = field(default_factory=Request)


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


def propose_group(
    *, form_page: RegistrationFormPage, asked: ScenarioRequest, user: Any
) -> Scenario:
    """Compute a proposal for all groups of a form, and keep it under a name.

    A person decides: nothing changes on the board. It is computed outside any
    transaction, so that nobody waits for it.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
        WrongPin, PinsDoNotFit: see `build_problem`.
    """
    board = read_board(form_page=form_page, user=user)
    wishes = list(get_wishes(form_page))
    problem = build_problem(board=board, wishes=wishes, request=asked.request)
    solution = solve(problem)
    rest = S(asked.rest) if asked.rest else None
    scenario = Scenario(
        form_page=form_page,
        name=asked.name,
        origin=ScenarioOrigin.COMPUTED,
        made_by=user,
        made_by_name=keep_name(user),
        seed=asked.request.seed,
        colleagues=asked.request.colleagues,
        rest=asked.rest,
        weights=WEIGHTS.as_dict(),
        wishes=_keep_wishes(wishes),
        input_digest=get_digest(problem),
        solver=solution.solver,
        is_optimal=solution.is_optimal,
        cost=evaluate(problem, solution.seating).total,
        bound=solution.bound,
    )
    arrangement = make_arrangement(board=board, seating=solution.seating, rest=rest)
    return _keep(scenario, board, arrangement, asked.request, user)


def copy_board(*, form_page: RegistrationFormPage, name: str, user: Any) -> Scenario:
    """Keep the board as it is under a name, to compare it or to go back to it.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    board = read_board(form_page=form_page, user=user)
    scenario = Scenario(
        form_page=form_page,
        name=name,
        origin=ScenarioOrigin.BOARD,
        made_by=user,
        made_by_name=keep_name(user),
        weights=WEIGHTS.as_dict(),
        wishes=_keep_wishes(list(get_wishes(form_page))),
    )
    return _keep(scenario, board, board.arrangement, Request(), user)


def get_scenarios(*, form_page: RegistrationFormPage, user: Any) -> QuerySet[Scenario]:
    """Return the scenarios of a form, the last first, for who may compose.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    ensure_can_compose(form_page=form_page, user=user)
    return form_page.scenarios.select_related("made_by", "form_page")


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
    closed = scenario.placements.exclude(registration__in=visible.values("pk"))
    return ScenarioView(
        scenario=scenario,
        board=board,
        arrangement=arrangement,
        computed=computed,
        pinned=frozenset(row.registration_id for row in rows if row.is_pinned),
        excluded=frozenset(row.registration_id for row in rows if row.is_excluded),
        changes=tuple(changes),
        is_whole=not closed.exists(),
    )


@transaction.atomic
def change_by_hand(
    *, scenario: Scenario, registration_pk: int, placement: Placement, user: Any
) -> ScenarioChange:
    """Put one person elsewhere in a scenario; what was computed stays beside it.

    Raises:
        NotInScenario: nothing can be proposed for them, or not there.
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    board = read_board(form_page=scenario.form_page, user=user)
    person = board.people.persons.get(registration_pk)
    needs_place = placement.state in {S.SELECTED, S.WAITLISTED}
    fits = person is not None and (
        placement.workplace_id in person.choices
        if needs_place
        else placement.workplace_id is None
    )
    if person is None or not person.can_move or not fits:
        raise NotInScenario
    change = ScenarioChange.objects.create(
        scenario=scenario,
        registration_id=person.pk,
        state=placement.state or "",
        workplace_id=placement.workplace_id,
        changed_by=user,
        changed_by_name=keep_name(user),
    )
    _log(scenario, "registrations.change_scenario", user)
    return change


@transaction.atomic
def _keep(
    scenario: Scenario,
    board: Board,
    arrangement: Mapping[int, Placement],
    request: Request,
    user: Any,
) -> Scenario:
    scenario.save()
    ScenarioPlacement.objects.bulk_create(
        ScenarioPlacement(
            scenario=scenario,
            registration_id=pk,
            state=arrangement[pk].state or "",
            workplace_id=arrangement[pk].workplace_id,
            is_pinned=pk in request.pinned,
            is_excluded=pk in request.excluded,
        )
        for pk, person in board.people.persons.items()
        if person.can_move
    )
    _log(scenario, "registrations.make_scenario", user)
    return scenario


def _log(scenario: Scenario, action: str, user: Any) -> None:
    log(
        instance=scenario.form_page,
        action=action,
        user=user,
        data={"scenario": scenario.pk},
    )


def _get_placement(row: ScenarioPlacement | ScenarioChange) -> Placement:
    return Placement(S(row.state) if row.state else None, row.workplace_id)


def _keep_wishes(wishes: Sequence[Any]) -> list[dict[str, Any]]:
    labels = get_labels(wishes)
    return [
        {
            "sentence": get_sentence(goal, labels),
            "weight": goal.weight,
            "workplace": goal.group,
        }
        for goal in get_goals(wishes)
    ]
