"""The review desk, walked by the members of the groups themselves."""

import pytest
from django.urls import reverse

from registrations.enums import MessageKind
from registrations.models import Decision, Message, Review, ReviewTask, SelectionTask
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .desk_scene import S, act, fresh, get_panel_names, press, propose, read_desk
from .release_scene import release_on_screen

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
