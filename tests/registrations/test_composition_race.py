"""Two deciders compose one call at the same moment: real threads, real transactions."""

from functools import partial

import pytest

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import RegistrationState, ReviewPhase
from registrations.models import Decision, Deployment, ReviewRound
from registrations.services.composition.arrangement import Placement
from registrations.services.composition.deploying import (
    deploy_scenario,
    get_version,
    undo_deployment,
)
from registrations.services.composition.scenario_view import read_scenario
from registrations.services.composition.scenarios import change_by_hand, copy_board
from registrations.services.decision import Column, move_card
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
    get_places,
)

from .race import DONE, REFUSED, run_at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = RegistrationState


@pytest.fixture
def scene():
    """Four people on an empty board, and two deciders."""
    create_groups_and_workflows()
    form_page = FormPageFactory()
    ReviewRound.objects.create(form_page=form_page, phase=ReviewPhase.SELECTING)
    rows = RegistrationFactory.create_batch(4, page=form_page, in_review=True)
    deciders = [StaffFactory(groups=["Beslissers"]) for _one in range(2)]
    return form_page, rows, deciders


def make_scenario(form_page, rows, placement, user):
    """A scenario that puts everybody at one place."""
    scenario = copy_board(form_page=form_page, name=str(placement.state), user=user)
    for row in rows:
        change_by_hand(
            scenario=scenario, registration_pk=row.pk, placement=placement, user=user
        )
    return scenario


def read_open():
    return {
        row.registration_id: (row.proposed_state, row.proposed_by_id)
        for row in Decision.objects.open()
    }


def test_of_two_scenarios_deployed_at_once_one_stands_whole(scene):
    form_page, rows, deciders = scene
    seat = Placement(S.SELECTED, get_places(form_page)[0].pk)
    scenarios = [
        make_scenario(form_page, rows, placement, user)
        for placement, user in zip([seat, Placement(S.DECLINED)], deciders, strict=True)
    ]
    outcomes = run_at_once(
        *(
            partial(
                deploy_scenario,
                scenario=scenario,
                user=user,
                seen=get_version(read_scenario(scenario=scenario, user=user)),
            )
            for scenario, user in zip(scenarios, deciders, strict=True)
        )
    )
    assert sorted(outcomes) == [DONE, REFUSED]
    won = outcomes.index(DONE)
    state = (S.SELECTED, S.DECLINED)[won]
    assert read_open() == {row.pk: (state, deciders[won].pk) for row in rows}
    assert Deployment.objects.get().scenario == scenarios[won]


def test_scenario_and_a_move_by_hand_never_overwrite_each_other(scene):
    form_page, rows, (one, other) = scene
    seat = Placement(S.SELECTED, get_places(form_page)[0].pk)
    scenario = make_scenario(form_page, rows, seat, one)
    deployed, moved = run_at_once(
        partial(
            deploy_scenario,
            scenario=scenario,
            user=one,
            seen=get_version(read_scenario(scenario=scenario, user=one)),
        ),
        partial(
            move_card,
            registration=rows[0],
            to=Column(S.DECLINED),
            user=other,
            seen_proposal_id=None,
        ),
    )
    if deployed == DONE:
        assert moved == REFUSED
        assert read_open() == {row.pk: (S.SELECTED, one.pk) for row in rows}
    else:
        assert (deployed, moved) == (REFUSED, DONE)
        assert read_open() == {rows[0].pk: (S.DECLINED, other.pk)}


def test_scenario_is_taken_back_whole_or_not_at_all_beside_a_move_by_hand(scene):
    form_page, rows, (one, other) = scene
    seat = Placement(S.SELECTED, get_places(form_page)[0].pk)
    scenario = make_scenario(form_page, rows, seat, one)
    deployment = deploy_scenario(
        scenario=scenario,
        user=one,
        seen=get_version(read_scenario(scenario=scenario, user=one)),
    )
    standing = Decision.objects.open().get(registration=rows[0])
    undone, moved = run_at_once(
        partial(undo_deployment, deployment=deployment, user=one),
        partial(
            move_card,
            registration=rows[0],
            to=Column(S.DECLINED),
            user=other,
            seen_proposal_id=standing.pk,
        ),
    )
    assert sorted([undone, moved]) == [DONE, REFUSED]
    stands = read_open()
    if undone == DONE:
        assert stands == {}
    else:
        assert stands.pop(rows[0].pk) == (S.DECLINED, other.pk)
        assert stands == {row.pk: (S.SELECTED, one.pk) for row in rows[1:]}
