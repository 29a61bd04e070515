"""The desk after the decision, and what is held."""

import pytest
from wagtail.models import Workflow

from registrations.enums import MessageKind
from registrations.models import SelectionTask
from tests.factories.registrations import RegistrationFactory

from .desk_scene import S, act, fresh, get_panel_names, read_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(team):
    return RegistrationFactory(received=True)


def test_place_is_offered_to_the_waiting_list(client, team):
    registration = RegistrationFactory(waitlisted=True)
    act(
        client,
        team.decider,
        registration,
        "offer",
        workplace=registration.workplace_second_id,
    )
    registration = fresh(registration)
    assert registration.state == S.SELECTED
    assert registration.placed_in == registration.workplace_second
    assert registration.messages.filter(kind=MessageKind.OFFERED).count() == 1


def test_waiting_list_is_closed(client, team):
    registration = RegistrationFactory(waitlisted=True)
    act(client, team.decider, registration, "close-waiting-list", text="Volzet.")
    registration = fresh(registration)
    assert registration.state == S.DECLINED
    assert registration.messages.filter(kind=MessageKind.WAITLIST_CLOSED).count() == 1


@pytest.mark.parametrize(
    "state", [S.SELECTED, S.WAITLISTED, S.DECLINED, S.EXPIRED, S.WITHDRAWN]
)
def test_undo_opens_the_selection_again(client, team, state):
    registration = RegistrationFactory(state=state)
    assert act(client, team.decider, registration, "undo", text="").status_code == 422
    act(client, team.decider, registration, "undo", text="Vergissing.")
    registration = fresh(registration)
    assert registration.state == S.IN_REVIEW
    assert registration.placed_in is None
    assert registration.answer_by is None
    assert isinstance(registration.current_workflow_task.specific, SelectionTask)
    assert registration.state_changes.last().reason == "Vergissing."


def test_withdrawing_on_behalf_needs_a_reason(client, team, received):
    response = act(client, team.decider, received, "withdraw", text="")
    assert response.status_code == 422
    act(client, team.decider, received, "withdraw", text="Belde op 3 februari.")
    received = fresh(received)
    assert received.state == S.WITHDRAWN
    assert received.current_workflow_state is None


def test_held_registration_is_let_through(client, team):
    registration = RegistrationFactory(held=True)
    response = read_desk(client, team.reader, registration)
    assert get_panel_names(response) == ["release-hold", "set-aside", "tie"]
    act(client, team.reader, registration, "release-hold")
    registration = fresh(registration)
    assert registration.state == S.RECEIVED
    assert registration.held_at is None


def test_held_registration_is_set_aside(client, team):
    registration = RegistrationFactory(held=True)
    act(client, team.reader, registration, "set-aside")
    assert fresh(registration).set_aside_at is not None
    response = read_desk(client, team.reader, registration)
    assert get_panel_names(response) == ["release-hold", "tie"]


def test_review_is_started_by_hand_where_no_workflow_runs(client, team, received):
    received.current_workflow_state.cancel()
    response = read_desk(client, team.reader, received)
    assert "start" in get_panel_names(response)
    act(client, team.reader, received, "start")
    assert fresh(received).current_workflow_state is not None


def test_start_without_an_assigned_workflow_says_where_to_assign(
    client, team, received
):
    received.current_workflow_state.cancel()
    Workflow.objects.get(name="Beoordeling").workflow_content_types.all().delete()
    response = act(client, team.reader, received, "start")
    assert response.status_code == 422
    assert "Workflows" in response.context["error"]
