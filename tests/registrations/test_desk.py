"""The review desk, walked by the members of the groups themselves."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from registrations.enums import MessageKind, RegistrationState
from registrations.models import Decision, Message, Review, ReviewTask, SelectionTask
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .release_scene import release_on_screen

pytestmark = pytest.mark.django_db
S = RegistrationState


def act(client, user, registration, action, **data):
    client.force_login(user)
    url = reverse("registrations:act", args=[registration.pk, action])
    return client.post(url, data)


def press(client, user, registration, action, **data):
    """Press a button of the current step."""
    client.force_login(user)
    step = registration.current_workflow_state.current_task_state
    url = reverse(
        "registrations:workflow_action", args=[registration.pk, action, step.pk]
    )
    return client.post(url, data)


def read_desk(client, user, registration):
    client.force_login(user)
    response = client.get(reverse("registrations:edit", args=[registration.pk]))
    assert response.status_code == 200
    return response


def get_panel_names(response):
    return [panel.name for panel in response.context["desk"].panels]


def fresh(registration):
    return type(registration).objects.get(pk=registration.pk)


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


# Reading the desk


def test_desk_shows_answers_but_no_name_in_title(client, team, received):
    response = read_desk(client, team.reader, received)
    html = response.content.decode()
    assert received.motivation in html
    assert received.contribution in html
    title = html.split("<title>")[1].split("</title>")[0]
    assert received.reference in title
    assert received.last_name not in title
    assert received.last_name in html


def test_desk_has_no_form_that_edits_answers_or_autosaves(client, team, received):
    html = read_desk(client, team.boss, received).content.decode()
    assert "w-autosave" not in html
    assert 'name="motivation"' not in html


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("who", ["reader", "decider", "boss"])
def test_desk_opens_in_every_state(client, team, state, who):
    registration = RegistrationFactory(state=state)
    read_desk(client, getattr(team, who), registration)


def test_desk_of_an_inspiration_day_offers_no_selection(client, team):
    registration = RegistrationFactory(page=FormPageFactory(direct=True))
    response = read_desk(client, team.decider, registration)
    assert get_panel_names(response) == ["withdraw"]  # no review, no tie


# The way through the workflow


def test_screening_forwards_to_the_readers(client, team, received):
    response = press(client, team.reader, received, "approve")
    assert response.status_code == 302
    received = fresh(received)
    assert received.state == S.IN_REVIEW
    assert isinstance(received.current_workflow_task.specific, ReviewTask)


def test_screening_asks_for_information(client, team, received):
    press(client, team.reader, received, "ask", text="Welke dag kan je niet?")
    received = fresh(received)
    assert received.state == S.INFO_REQUESTED
    assert received.information_requests.get().question == "Welke dag kan je niet?"
    assert received.messages.get(kind=MessageKind.INFO_REQUEST).state == "draft"


def test_question_without_text_keeps_the_desk_open(client, team, received):
    response = press(client, team.reader, received, "ask", text="  ")
    assert response.status_code == 422
    assert fresh(received).state == S.RECEIVED


def test_screening_not_eligible_becomes_a_proposal(client, team, received):
    press(client, team.reader, received, "not_eligible", text="Na de deadline.")
    decision = Decision.objects.get()
    assert decision.proposed_state == S.DECLINED
    assert decision.is_open
    assert fresh(received).state == S.RECEIVED


def test_reader_goes_on_without_waiting(client, team):
    registration = RegistrationFactory(info_requested=True)
    response = act(client, team.reader, registration, "resume", text="")
    assert response.status_code == 302
    assert fresh(registration).state == S.IN_REVIEW


def test_second_review_moves_on_to_selection(client, team, in_reading):
    act(client, team.reader, in_reading, "review", advice="yes", note="Ja.")
    assert isinstance(fresh(in_reading).current_workflow_task.specific, ReviewTask)
    act(client, team.reader_two, in_reading, "review", advice="no", note="Nee.")
    assert isinstance(fresh(in_reading).current_workflow_task.specific, SelectionTask)


def test_reader_changes_own_review_while_reading_runs(client, team, in_reading):
    act(client, team.reader, in_reading, "review", advice="yes", note="Eerst.")
    act(client, team.reader, in_reading, "review", advice="no", note="Toch niet.")
    review = Review.objects.get()
    assert (review.advice, review.note) == ("no", "Toch niet.")


def test_review_of_another_stays_hidden_until_own_is_in(client, team, in_reading):
    act(client, team.reader, in_reading, "review", advice="yes", note="Geheim oordeel")
    html = read_desk(client, team.reader_two, in_reading).content.decode()
    assert "Geheim oordeel" not in html
    assert team.reader.first_name not in html.split("history-section")[1]
    act(client, team.reader_two, in_reading, "review", advice="no", note="Eigen.")
    html = read_desk(client, team.reader_two, in_reading).content.decode()
    assert "Geheim oordeel" in html


def test_review_after_reading_is_refused_and_text_kept(client, team, in_selection):
    response = act(
        client, team.reader, in_selection, "review", advice="no", note="Te laat getypt"
    )
    assert response.status_code == 422
    assert "Te laat getypt" in response.content.decode()
    assert Review.objects.filter(note="Te laat getypt").count() == 0


def test_decider_goes_on_without_a_sick_reader(client, team, in_reading):
    names = get_panel_names(read_desk(client, team.reader, in_reading))
    assert "step-approve" not in names
    press(client, team.decider, in_reading, "approve", text="Lander is ziek.")
    assert isinstance(fresh(in_reading).current_workflow_task.specific, SelectionTask)


def test_reader_is_offered_no_decision(client, team, in_selection):
    names = get_panel_names(read_desk(client, team.reader, in_selection))
    assert names == ["comment", "tie"]
    response = act(client, team.reader, in_selection, "propose", state="selected")
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert Decision.objects.count() == 0


def propose(client, team, registration, **data):
    data = {"workplace": registration.workplace_first_id} | data
    return act(client, team.decider, registration, "propose", **data)


def test_decider_proposes_and_releases(client, team, in_selection):
    propose(client, team, in_selection, state="selected", reason="Sterk verhaal.")
    assert fresh(in_selection).state == S.IN_REVIEW
    response = release_on_screen(client)
    assert response.url == reverse("registrations:decisions")
    registration = fresh(in_selection)
    assert registration.state == S.SELECTED
    assert registration.placed_in == registration.workplace_first
    assert registration.current_workflow_state is None
    assert Message.objects.get(kind=MessageKind.SELECTED).state == "draft"


def test_declining_without_a_reason_keeps_what_was_typed(client, team, in_selection):
    response = propose(
        client, team, in_selection, state="declined", internal_note="Twijfel van Lena"
    )
    assert response.status_code == 422
    assert "Twijfel van Lena" in response.content.decode()
    assert Decision.objects.count() == 0


def test_second_decider_does_not_wipe_out_an_unseen_proposal(
    client, team, in_selection
):
    propose(client, team, in_selection, state="selected")
    response = propose(
        client, team, in_selection, state="declined", reason="Te weinig praktijk"
    )
    assert response.status_code == 422
    assert "Te weinig praktijk" in response.content.decode()
    assert Decision.objects.open().get().proposed_state == S.SELECTED
    # Having seen it, the same click goes through.
    seen = response.context["desk"].open_proposal.pk
    response = propose(
        client,
        team,
        in_selection,
        state="declined",
        reason="Te weinig praktijk",
        seen_proposal=seen,
    )
    assert response.status_code == 302
    assert Decision.objects.open().get().proposed_state == S.DECLINED


def test_proposal_can_be_withdrawn(client, team, in_selection):
    propose(client, team, in_selection, state="selected")
    act(client, team.decider, in_selection, "withdraw-proposal")
    assert Decision.objects.open().count() == 0
    assert Decision.objects.count() == 1


# After the decision


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


# A group approval that staff put between our steps


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
