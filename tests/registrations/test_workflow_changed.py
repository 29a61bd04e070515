"""What staff make of the workflow: other steps and orders, or none at all."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    ModelLogEntry,
    WorkflowContentType,
    WorkflowState,
    WorkflowTask,
)

from registrations.enums import Role
from registrations.models import CompletedStep, Decision, Registration, Review
from registrations.services.decision import (
    propose_decision,
    undo_decision,
)
from registrations.services.errors import (
    IllegalTransition,
    SelectionMissing,
    SelectionNotLast,
)
from registrations.services.history import get_history
from registrations.services.participant import answer_question, withdraw
from registrations.services.state import change_state
from registrations.services.workflow import (
    start_review,
)

from .scene import (
    assign_workflow,
    make_registration,
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


def test_group_approval_between_two_of_our_steps_works(scene):
    assign_workflow(scene, "screening", "approval", "reading", "selection")
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "approval")
    click(registration, scene.decider, "approve", "Akkoord.")
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "reading")


@pytest.mark.parametrize("first", ["screening", "approval"])
def test_remark_stands_in_the_history_and_never_in_the_audit_log(scene, first):
    """The log outlives the registration; a remark may name somebody."""
    assign_workflow(scene, first, "selection")
    registration = receive(scene)
    click(registration, scene.reader, "approve", "Noor belde zelf.")
    logged = [str(entry.data) for entry in ModelLogEntry.objects.all()]
    assert [text for text in logged if "Noor belde" in text] == []
    remarks = [
        (entry.who, entry.text)
        for entry in get_history(registration=registration, user=scene.other_reader)
        if "Noor belde" in entry.text
    ]
    assert remarks == [("lezer1", "Noor belde zelf.")]


def test_history_tells_of_a_letter_that_perhaps_arrived(scene):
    registration = receive(scene)
    registration.messages.update(state="failed", handed_over_at=timezone.now())
    scene.decider.user_permissions.set(
        Permission.objects.filter(codename__in=["view_message"])
    )
    history = get_history(registration=registration, user=scene.decider)
    letters = [entry.what for entry in history if entry.icon == "mail"]
    assert letters == ["Brief ‘Ontvangstbevestiging’: Misschien aangekomen"]


def test_remark_with_the_action_of_a_foreign_task_stays_out_of_the_audit_log(
    scene, monkeypatch
):
    monkeypatch.setattr(
        GroupApprovalTask,
        "get_actions",
        lambda task, obj, user: [("forward", "Forward", True)],
    )
    monkeypatch.setattr(
        GroupApprovalTask,
        "on_action",
        lambda task, state, user, action, **kwargs: state.approve(user=user, **kwargs),
    )
    assign_workflow(scene, "approval", "selection")
    registration = receive(scene)
    click(registration, scene.reader, "forward", "Noor belde zelf.")
    logged = [str(entry.data) for entry in ModelLogEntry.objects.all()]
    assert [text for text in logged if "Noor belde" in text] == []
    assert CompletedStep.objects.get().remark == "Noor belde zelf."


def test_group_approval_that_rejects_asks_the_applicant(scene):
    assign_workflow(scene, "approval", "selection")
    registration = receive(scene)
    click(registration, scene.decider, "reject", "Voor welke plek schrijf je?")
    assert read_state(registration) == (S.INFO_REQUESTED, NEEDS_CHANGES, "approval")
    assert registration.information_requests.get().question == (
        "Voor welke plek schrijf je?"
    )


def test_other_order_is_followed(scene):
    assign_workflow(scene, "reading", "screening", "selection")
    registration = receive(scene)
    read_by(scene, registration)
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "screening")
    click(registration, scene.reader, "approve")
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")


def test_order_changed_under_way_is_followed(scene):
    registration = receive(scene)
    WorkflowTask.objects.filter(task=scene.tasks["reading"]).delete()
    click(registration, scene.reader, "approve")
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")


def test_without_a_selection_step_the_last_approval_is_refused_and_nothing_lost(scene):
    assign_workflow(scene, "screening")
    registration = receive(scene)
    before = take_snapshot()
    with pytest.raises(SelectionMissing):
        click(registration, scene.reader, "approve")
    assert take_snapshot() == before


def test_without_a_selection_step_the_last_review_is_kept(scene):
    assign_workflow(scene, "reading")
    registration = receive(scene)
    read_by(scene, registration)
    assert Review.objects.count() == 2
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "reading")


def test_without_a_selection_step_a_decision_can_be_released(scene):
    assign_workflow(scene, "reading")
    registration = receive(scene)
    read_by(scene, registration)
    decide(scene, registration, S.SELECTED)
    assert read_state(registration) == (S.SELECTED, APPROVED, "reading")


def test_without_a_selection_step_an_undo_starts_over(scene):
    assign_workflow(scene, "reading")
    registration = decide(scene, receive(scene), S.DECLINED)
    undo_decision(
        registration=registration, actor_user=scene.decider, reason="Vergissing."
    )
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "reading")


def test_selection_that_is_not_last_refuses_the_release_and_keeps_the_proposal(scene):
    assign_workflow(scene, "selection", "reading")
    registration = receive(scene)
    decision = propose_decision(
        registration=registration,
        state=S.DECLINED,
        workplace=None,
        reason="Te ver.",
        proposed_by=scene.decider,
    )
    before = take_snapshot()
    with pytest.raises(SelectionNotLast):
        change_state(
            registration=registration,
            to=S.DECLINED,
            actor=scene.actor(Role.DECIDER),
            reason="Te ver.",
        )
    assert take_snapshot() == before
    assert Decision.objects.open().get() == decision


def test_without_a_workflow_everything_still_goes(scene):
    WorkflowContentType.objects.all().delete()
    registration = receive(scene)
    assert read_state(registration) == (S.RECEIVED, None, None)
    change_state(
        registration=registration, to=S.IN_REVIEW, actor=scene.actor(Role.REVIEWER)
    )
    registration = decide(scene, registration, S.SELECTED)
    assert read_state(registration) == (S.SELECTED, None, None)
    undo_decision(
        registration=registration, actor_user=scene.decider, reason="Vergissing."
    )
    withdraw(registration=registration)
    assert read_state(registration) == (S.WITHDRAWN, None, None)


def test_workflow_without_steps_does_not_stop_the_applicant(scene):
    scene.workflow.workflow_tasks.all().delete()
    registration = receive(scene)
    assert read_state(registration) == (S.RECEIVED, None, None)


def test_workflow_disabled_under_way_is_started_again(scene):
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    scene.workflow.deactivate(user=scene.decider)
    assert read_state(registration) == (S.IN_REVIEW, CANCELLED, "reading")
    assign_workflow(scene, "reading", "selection")
    start_review(registration=registration)
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "reading")
    read_by(scene, registration)
    decide(scene, registration, S.SELECTED)
    assert read_state(registration) == (S.SELECTED, APPROVED, "selection")


def test_workflow_disabled_during_a_question_does_not_stop_the_answer(scene):
    registration = receive(scene)
    click(registration, scene.reader, "ask", "Welke zaal bedoel je?")
    scene.workflow.deactivate(user=scene.decider)
    answer_question(registration=registration, answer="De grote zaal.")
    state, _status, _step = read_state(registration)
    assert state == S.IN_REVIEW


def test_last_step_disabled_under_way_stops_the_review_and_loses_nothing(scene):
    registration = bring_to_selection(scene)
    scene.tasks["selection"].deactivate(user=scene.decider)
    assert read_state(registration) == (S.IN_REVIEW, CANCELLED, "selection")
    assert Review.objects.count() == 2
    decide(scene, registration, S.SELECTED)
    assert Registration.objects.get().state == S.SELECTED


def test_middle_step_disabled_under_way_is_skipped(scene):
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    scene.tasks["reading"].deactivate(user=scene.decider)
    assert read_state(registration) == (S.IN_REVIEW, IN_PROGRESS, "selection")


def test_starting_twice_starts_once(scene):
    registration = receive(scene)
    start_review(registration=registration)
    assert WorkflowState.objects.count() == 1


@pytest.mark.parametrize(
    "state", [S.DRAFT, S.SELECTED, S.CONFIRMED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN]
)
def test_review_starts_only_where_the_team_has_to_act(scene, state):
    registration = make_registration(scene, state=state)
    with pytest.raises(IllegalTransition):
        start_review(registration=registration)
    assert WorkflowState.objects.count() == 0
