"""A scenario on the board: as open proposals, all or none, and taken back as one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from workplaces.models import WorkplacePage

from ...enums import RegistrationState, ScenarioOrigin
from ...models import (
    Decision,
    Deployment,
    DeploymentRow,
    DeploymentUndo,
    Registration,
    RegistrationFormPage,
    Scenario,
)
from ..decision import propose_decision, withdraw_proposal
from ..errors import IllegalTransition, NotAllowed, RegistrationError
from ..names import keep_name
from ..seats import lock_form_page
from .arrangement import UNDECIDED, Placement
from .explain import explain
from .people import Person
from .reading import ensure_can_compose
from .scenario_view import ScenarioView, read_scenario

S = RegistrationState


class BoardChanged(IllegalTransition):
    message = _(
        "Somebody changed the board or the scenario since you looked at it. Look at the "
        "difference again; nothing has been overwritten."
    )


class ChangedSinceDeployment(IllegalTransition):
    message = _(
        "The board has changed since this scenario was put on it. So it cannot be "
        "taken back as a whole: that would overwrite what others did. Change it on "
        "the board itself."
    )


class NotWhole(NotAllowed):
    message = _(
        "This scenario is about registrations that are not open to you. Somebody who "
        "sees all of them must put it on the board."
    )


class TooFull(RegistrationError):
    message = _(
        "A workplace would get more people than it has places. Change the scenario "
        "first."
    )


@dataclass(frozen=True)
class Move:
    """What deploying changes for one person."""

    person: Person
    before: Placement
    after: Placement


def get_moves(view: ScenarioView) -> list[Move]:
    """Return what deploying the scenario would change on the board."""
    return [
        Move(person, before, after)
        for pk, person in view.people.persons.items()
        if person.can_move
        and (before := view.board.arrangement.get(pk, UNDECIDED))
        != (after := view.arrangement.get(pk, UNDECIDED))
    ]


def get_version(view: ScenarioView) -> str:
    """Return a word that changes whenever deploying would do something else.

    So it does with an open proposal of the form, with a change by hand in the scenario,
    and with the facts: somebody who withdrew, or cannot be moved any more.
    """
    return _make_version(view, _get_open(view.scenario.form_page))


@transaction.atomic
def deploy_scenario(*, scenario: Scenario, user: Any, seen: str) -> Deployment:
    """Write the scenario as open proposals; what stands already as proposed stays.

    Whoever is undecided in it loses an open proposal; whoever is not selected gets the
    reason that follows from the composition (`explain.py`), to be read and changed
    before anything is released. Nothing reaches an applicant.

    Args:
        scenario: which one, with its changes by hand.
        user: the decider who takes it over.
        seen: what was on their screen (`get_version`).

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
        NotWhole: somebody in it is tied to `user`.
        BoardChanged: the board, or the scenario, is another than they saw.
        TooFull: more people than places.
        RegistrationError: a rule of one registration; nothing is written then.
    """
    lock_form_page(form_page_id=scenario.form_page_id)
    before = _get_open(scenario.form_page)
    view = read_scenario(scenario=scenario, user=user)
    if _make_version(view, before) != seen:
        raise BoardChanged
    if not view.is_whole:
        raise NotWhole
    _ensure_room(view)
    reasons = _get_reasons(view)
    moves = get_moves(view)
    rows = Registration.objects.in_bulk([move.person.pk for move in moves])
    pages = WorkplacePage.objects.in_bulk(view.people.workplaces.keys())
    for move in moves:
        pk = move.person.pk
        if move.after.state is None:
            withdraw_proposal(decision=view.board.proposals[pk], user=user)
            continue
        propose_decision(
            registration=rows[pk],
            state=move.after.state,
            workplace=pages.get(move.after.workplace_id),
            reason="" if move.after.is_seat else reasons[pk],
            internal_note=str(_("Scenario “%(name)s”")) % {"name": scenario.name},
            proposed_by=user,
            reason_may_follow=True,
        )
    after = _get_open(scenario.form_page)
    deployment = Deployment.objects.create(
        scenario=scenario, deployed_by=user, deployed_by_name=keep_name(user)
    )
    DeploymentRow.objects.bulk_create(
        DeploymentRow(
            deployment=deployment,
            registration_id=pk,
            before_id=before.get(pk),
            after_id=after.get(pk),
        )
        for pk in sorted({*before, *after})
    )
    _log(scenario, "registrations.deploy_scenario", user)
    return deployment


@transaction.atomic
def undo_deployment(*, deployment: Deployment, user: Any) -> DeploymentUndo:
    """Put the board back as it was before a deployment, as one act.

    Refused once anybody changed the board since, also for somebody the scenario did
    not touch: nothing of anybody is overwritten.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
        ChangedSinceDeployment: it was changed, released or taken back since.
    """
    scenario = deployment.scenario
    form_page = lock_form_page(form_page_id=scenario.form_page_id)
    ensure_can_compose(form_page=form_page, user=user)
    if not can_undo(deployment):
        raise ChangedSinceDeployment
    rows = deployment.rows.select_related(
        "registration", "before__proposed_workplace", "after"
    )
    for row in rows:
        if row.before_id == row.after_id:
            continue
        if row.before is None:
            withdraw_proposal(decision=row.after, user=user)
            continue
        propose_decision(
            registration=row.registration,
            state=row.before.proposed_state,
            workplace=row.before.proposed_workplace,
            reason=row.before.reason,
            internal_note=row.before.internal_note,
            proposed_by=user,
            reason_may_follow=True,
        )
    undo = DeploymentUndo.objects.create(
        deployment=deployment, undone_by=user, undone_by_name=keep_name(user)
    )
    _log(scenario, "registrations.undo_deployment", user)
    return undo


def can_undo(deployment: Deployment) -> bool:
    """Whether the board is still as the deployment left it."""
    if DeploymentUndo.objects.filter(deployment=deployment).exists():
        return False
    left = {
        row.registration_id: row.after_id
        for row in deployment.rows.all()
        if row.after_id is not None
    }
    return left == _get_open(deployment.scenario.form_page)


def get_last_deployment(scenario: Scenario) -> Deployment | None:
    """Return the last time a scenario was put on the board."""
    rows = scenario.deployments.select_related("deployed_by", "undo__undone_by")
    return rows.order_by("-deployed_at", "-pk").first()


def _get_reasons(view: ScenarioView) -> dict[int, str]:
    """The reason for whoever gets no seat: what follows from the composition.

    A board that was kept comes back with what was written for it.
    """
    reasons = {pk: row.for_applicant for pk, row in explain(view).persons.items()}
    if view.scenario.origin == ScenarioOrigin.BOARD:
        written = (
            Decision.objects.filter(
                registration__in=view.people.persons.keys(),
                released_at=None,
                proposed_at__lte=view.scenario.made_at,
            )
            .exclude(reason="")
            .order_by("proposed_at", "pk")
        )
        for decision in written:
            pk = decision.registration_id
            if decision.proposed_state == view.arrangement[pk].state:
                reasons[pk] = decision.reason
    return reasons


def _ensure_room(view: ScenarioView) -> None:
    for pk, workplace in view.people.workplaces.items():
        size = len(view.mix.groups[pk].members)
        if workplace.maximum is not None and size > workplace.maximum:
            raise TooFull


def _get_open(form_page: RegistrationFormPage) -> dict[int, int]:
    """The open proposal of each person on the form, of whom is tied to nobody too."""
    rows = Decision.objects.open().filter(registration__page=form_page)
    return dict(rows.values_list("registration", "pk"))


def _make_version(view: ScenarioView, proposals: Mapping[int, int]) -> str:
    stands = [f"{pk}:{decision}" for pk, decision in sorted(proposals.items())]
    comes = [
        f"{move.person.pk}:{move.after.state}:{move.after.workplace_id}"
        for move in get_moves(view)
    ]
    text = f"{','.join(stands)}|{','.join(sorted(comes))}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _log(scenario: Scenario, action: str, user: Any) -> None:
    log(
        instance=scenario.form_page,
        action=action,
        user=user,
        data={"scenario": scenario.pk},
    )
