"""Stale screens, wrong hands, and a group approval between our steps."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from registrations.models import Decision, ReviewTask, SelectionTask
from tests.factories.registrations import RegistrationFactory

from .desk_scene import S, act, fresh, get_panel_names, press, read_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(team):
    return RegistrationFactory(received=True)


@pytest.fixture
def in_reading(team, received, client):
    press(client, team.reader, received, "approve")
    return fresh(received)


@pytest.fixture
def in_selection(team, in_reading, client):
    for reader in (team.reader, team.reader_two):
        act(client, reader, in_reading, "review", advice="yes", note="Sterk.")
    return fresh(in_reading)


# Stale screens, wrong hands


def test_stale_step_is_answered_with_the_text_kept(client, team, received):
    step = received.current_workflow_state.current_task_state
    press(client, team.reader, received, "approve")
    client.force_login(team.reader_two)
    url = reverse(
        "registrations:workflow_action", args=[received.pk, "not_eligible", step.pk]
    )
    response = client.post(url, {"text": "Mijn lange motivering"})
    assert response.status_code == 422
    assert "Mijn lange motivering" in response.content.decode()
    assert Decision.objects.count() == 0


def test_unknown_action_and_stock_refusals(client, team, received):
    client.force_login(team.boss)
    url = reverse("registrations:act", args=[received.pk, "explode"])
    assert client.post(url).status_code == 404
    url = reverse("registrations:confirm_workflow_cancellation", args=[received.pk])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert fresh(received).current_workflow_state is not None


def test_get_on_an_action_only_leads_to_the_desk(client, team, received):
    client.force_login(team.decider)
    desk = reverse("registrations:edit", args=[received.pk])
    step = received.current_workflow_state.current_task_state
    for url in (
        reverse("registrations:act", args=[received.pk, "withdraw"]),
        reverse("registrations:workflow_action", args=[received.pk, "ask", step.pk]),
        reverse(
            "registrations:collect_workflow_action_data",
            args=[received.pk, "ask", step.pk],
        ),
    ):
        assert client.get(url).url == desk
    assert fresh(received).state == S.RECEIVED


def test_action_that_the_step_does_not_offer_is_refused(client, team, received):
    response = press(client, team.reader, received, "explode", text="x")
    assert response.status_code == 422
    assert fresh(received).state == S.RECEIVED


@pytest.fixture
def with_approval(team):
    """Screening, reading, then "Akkoord van de voorzitter", then selection."""
    workflow = Workflow.objects.get(name="Beoordeling")
    approval = GroupApprovalTask.objects.create(name="Akkoord van de voorzitter")
    approval.groups.set(team.chair.groups.all())
    selection = SelectionTask.objects.get()
    workflow.workflow_tasks.filter(task=selection).update(sort_order=3)
    WorkflowTask.objects.create(workflow=workflow, task=approval, sort_order=2)


def walk_to_approval(client, team):
    registration = RegistrationFactory(received=True)
    press(client, team.reader, registration, "approve")
    for reader in (team.reader, team.reader_two):
        act(client, reader, registration, "review", advice="yes", note="Sterk.")
    return fresh(registration)


# A group approval that staff put between our steps


def test_group_approval_between_two_of_ours_works(client, team, with_approval):
    registration = walk_to_approval(client, team)
    assert registration.current_workflow_task.name == "Akkoord van de voorzitter"
    names = get_panel_names(read_desk(client, team.reader, registration))
    assert names == ["comment", "tie"]
    names = get_panel_names(read_desk(client, team.decider, registration))
    assert {"step-reject", "step-approve", "withdraw"} <= set(names)
    press(client, team.decider, registration, "approve")
    registration = fresh(registration)
    assert isinstance(registration.current_workflow_task.specific, SelectionTask)
    assert registration.state == S.IN_REVIEW


def test_group_approval_that_rejects_asks_the_applicant(client, team, with_approval):
    registration = walk_to_approval(client, team)
    press(client, team.decider, registration, "reject", text="Klopt dit?")
    registration = fresh(registration)
    assert registration.state == S.INFO_REQUESTED
    act(client, team.decider, registration, "resume", text="Ja, zei ze.")
    registration = fresh(registration)
    assert registration.current_workflow_task.name == "Akkoord van de voorzitter"
    assert registration.information_requests.get().answer == "Ja, zei ze."


def test_no_workflow_mail_leaves_for_registrations(
    client, team, in_selection, mailoutbox
):
    assert [mail.subject for mail in mailoutbox if team.reader.email in mail.to] == []


def test_no_button_no_action(client, team, received):
    """A decider cannot give a place by hand while reading goes on."""
    client.force_login(team.decider)
    response = client.post(
        reverse("registrations:act", args=[received.pk, "propose"]),
        {"state": S.SELECTED, "workplace": received.workplace_first_id},
    )
    assert response.status_code == 422
    assert received.decisions.count() == 0


def test_desk_asks_as_much_for_three_reviews_as_for_one(
    client, team, in_reading, django_assert_max_num_queries
):
    ReviewTask.objects.update(reviews_needed=5)
    counts = []
    for reader in (team.reader, team.reader_two, team.lead):
        for note in ("Sterk.", "Bij nader inzien."):
            act(client, reader, in_reading, "review", advice="yes", note=note)
        act(client, reader, in_reading, "comment", text="Kijk eens.")
        read_desk(client, team.chair, in_reading)
        with django_assert_max_num_queries(500) as captured:
            desk = read_desk(client, team.chair, in_reading).context["desk"]
        counts.append(len(captured))
        assert len(desk.comparison.reviews) == len(desk.comments) == len(counts)
    assert counts == counts[:1] * 3
