"""State and workflow walk together, whatever staff make of the workflow."""

import pytest
from wagtail.models import (
    TaskState,
)

from registrations.models import Decision, Registration, Review
from registrations.services.actions import StaleAction, take_action
from registrations.services.decision import (
    propose_decision,
    release_decisions,
    undo_decision,
)
from registrations.services.errors import (
    NotAllowed,
    ReasonRequired,
)
from registrations.services.participant import answer_question, withdraw

from .scene import (
    assign_workflow,
    make_scene,
    take_snapshot,
)
from .workflow_scene import (
    APPROVED,
    CANCELLED,
    IN_PROGRESS,
    NEEDS_CHANGES,
    S,
    bring_to_selection,
    click,
    decide,
    read_by,
    read_state,
    receive,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


# The ordinary road.


def test_reception_starts_at_the_first_step(scene):
    registration = receive(scene)
    assert read_state(registration) == (S.RECEIVED, IN_PROGRESS, "screening")


def test_screening_forwards_to_the_readers(scene):
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "reading")


def test_reading_goes_on_by_itself_when_enough_reviews_are_in(scene):
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    read_by(scene, registration, scene.reader)
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "reading")
    read_by(scene, registration, scene.other_reader)
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")


@pytest.mark.parametrize("state", [S.SELECTED, S.WAITLISTED, S.DECLINED])
def test_release_finishes_the_workflow(scene, state):
    registration = bring_to_selection(scene)
    decide(scene, registration, state)
    assert read_state(registration) == (state, APPROVED, "selection")


def test_proposal_alone_moves_nothing(scene):
    registration = bring_to_selection(scene)
    propose_decision(
        registration=registration,
        state=S.DECLINED,
        workplace=None,
        reason="Te ver.",
        proposed_by=scene.decider,
    )
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")


def test_not_eligible_at_the_screening_is_released_from_there(scene):
    registration = receive(scene)
    click(registration, scene.reader, "not_eligible", "De oproep geldt niet voor jou.")
    assert read_state(registration) == (S.RECEIVED, IN_PROGRESS, "screening")
    release_decisions(decisions=Decision.objects.all(), released_by=scene.decider)
    assert read_state(registration) == (S.DECLINED, APPROVED, "screening")


@pytest.mark.parametrize("step", ["screening", "reading", "selection"])
def test_question_pauses_the_step_and_the_answer_resumes_it(scene, step):
    registration = receive(scene)
    if step != "screening":
        click(registration, scene.reader, "approve")
    if step == "selection":
        read_by(scene, registration)
    asker = scene.decider if step == "selection" else scene.reader
    click(registration, asker, "ask", "Welke zaal bedoel je?")
    assert read_state(registration) == (S.INFO_REQUESTED, NEEDS_CHANGES, step)
    answer_question(registration=registration, answer="De grote zaal.")
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, step)


@pytest.mark.parametrize("pause", [False, True])
def test_withdrawal_cancels_the_workflow(scene, pause):
    registration = receive(scene)
    if pause:
        click(registration, scene.reader, "ask", "Welke zaal bedoel je?")
    withdraw(registration=registration)
    assert read_state(registration) == (S.WITHDRAWN, CANCELLED, "screening")
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()


@pytest.mark.parametrize("state", [S.SELECTED, S.WAITLISTED, S.DECLINED])
def test_undo_opens_the_selection_again(scene, state):
    registration = decide(scene, bring_to_selection(scene), state)
    undo_decision(
        registration=registration, actor_user=scene.decider, reason="Vergissing."
    )
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")
    decide(scene, Registration.objects.get(pk=registration.pk), S.WAITLISTED)
    assert read_state(registration) == (S.WAITLISTED, APPROVED, "selection")


def test_undo_of_a_withdrawal_opens_the_selection_and_keeps_what_was_read(scene):
    registration = bring_to_selection(scene)
    withdraw(registration=registration)
    undo_decision(
        registration=registration, actor_user=scene.decider, reason="Toch niet."
    )
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")
    assert Review.objects.count() == 2


# Buttons.


def test_stale_button_does_nothing(scene):
    registration = receive(scene)
    old = registration.current_workflow_state.current_task_state.pk
    click(registration, scene.reader, "approve")
    before = take_snapshot()
    with pytest.raises(StaleAction):
        take_action(
            registration=registration,
            task_state_id=old,
            action="approve",
            user=scene.other_reader,
        )
    assert take_snapshot() == before


@pytest.mark.parametrize(
    ("step", "who", "action"),
    [
        ("screening", "reader", "propose"),
        ("reading", "reader", "approve"),
        ("reading", "decider", "ask"),
        ("selection", "reader", "propose"),
        ("selection", "decider", "approve"),
        ("selection", "decider", "nonsense"),
    ],
)
def test_button_that_a_step_does_not_offer_is_refused(scene, step, who, action):
    assign_workflow(scene, step, "selection")
    registration = receive(scene)
    before = take_snapshot()
    with pytest.raises(NotAllowed):
        click(registration, getattr(scene, who), action, "Omdat.")
    assert take_snapshot() == before


def test_question_needs_words(scene):
    registration = receive(scene)
    before = take_snapshot()
    with pytest.raises(ReasonRequired):
        click(registration, scene.reader, "ask", "   ")
    assert take_snapshot() == before
