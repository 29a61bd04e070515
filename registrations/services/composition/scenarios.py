"""Scenarios: made, listed, and changed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import RegistrationState, Rest, ScenarioOrigin
from ...models import (
    RegistrationFormPage,
    Scenario,
    ScenarioChange,
    ScenarioPlacement,
)
from ..errors import RegistrationError
from ..names import keep_name
from .arrangement import Board, Placement, read_board
from .objective import WEIGHTS, evaluate
from .proposal import Request, build_problem, get_digest, make_arrangement
from .reading import ensure_can_compose
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
