"""State and workflow walk together, whatever staff make of the workflow."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    ModelLogEntry,
    Page,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from home.models import ContentPage
from registrations.enums import RegistrationState, Role
from registrations.models import CompletedStep, Decision, Registration, Review
from registrations.permissions import Actor
from registrations.services.actions import StaleAction, take_action
from registrations.services.decision import (
    propose_decision,
    release_decisions,
    undo_decision,
)
from registrations.services.errors import (
    IllegalTransition,
    NotAllowed,
    ReasonRequired,
    SelectionMissing,
    SelectionNotLast,
)
from registrations.services.history import get_history
from registrations.services.participant import answer_question, withdraw
from registrations.services.review import submit_review
from registrations.services.state import change_state
from registrations.services.workflow import (
    start_new_reviews,
    start_review,
)

from .scene import (
    assign_workflow,
    make_home,
    make_registration,
    make_scene,
    take_snapshot,
)

pytestmark = pytest.mark.django_db

S = RegistrationState
IN_PROGRESS = WorkflowState.STATUS_IN_PROGRESS
NEEDS_CHANGES = WorkflowState.STATUS_NEEDS_CHANGES
APPROVED = WorkflowState.STATUS_APPROVED
CANCELLED = WorkflowState.STATUS_CANCELLED


@pytest.fixture
def scene():
    return make_scene()


def receive(scene, **values) -> Registration:
    """Return a registration that came in, and that the worker has found."""
    registration = receive_new(scene, **values)
    start_new_reviews()
    registration.refresh_from_db()
    return registration


def receive_new(scene, **values) -> Registration:
    """Return a registration that came in this very moment."""
    return change_state(
        registration=make_registration(scene, **values),
        to=S.RECEIVED,
        actor=Actor.applicant(),
    )


def read_state(registration) -> tuple[str, str | None, str | None]:
    """Return the state, the status of the last workflow, and its step."""
    registration = Registration.objects.get(pk=registration.pk)
    workflow_state = registration.workflow_states.order_by("-pk").first()
    if workflow_state is None:
        return registration.state, None, None
    step = workflow_state.current_task_state.task.name
    return registration.state, workflow_state.status, step


def click(registration, user, action, comment=""):
    """Click a button of the current step."""
    task_state = registration.current_workflow_state.current_task_state
    take_action(
        registration=registration,
        task_state_id=task_state.pk,
        action=action,
        user=user,
        comment=comment,
    )


def read_by(scene, registration, *readers):
    for reader in readers or (scene.reader, scene.other_reader):
        submit_review(
            registration=registration, reader=reader, advice="yes", note="Goed."
        )


def bring_to_selection(scene, **values) -> Registration:
    registration = receive(scene, **values)
    click(registration, scene.reader, "approve")
    read_by(scene, registration)
    return Registration.objects.get(pk=registration.pk)


def decide(scene, registration, state, reason="Omdat de groep vol is."):
    """Propose and release in one go."""
    decision = propose_decision(
        registration=registration,
        state=state,
        workplace=None if state == S.DECLINED else scene.workplaces[0],
        reason=reason,
        proposed_by=scene.decider,
    )
    release_decisions(decisions=[decision], released_by=scene.decider)
    return Registration.objects.get(pk=registration.pk)


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


# What staff make of the workflow.


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


# Revisions and publishing.


def test_revision_holds_nothing_that_a_person_answered(scene):
    registration = receive(
        scene, first_name="Noor", phone="0470 00 00 00", form_data={"q_1": "Gevoelig"}
    )
    revision = registration.latest_revision
    assert set(revision.content) == {"pk", "reference"}
    assert revision.object_str == registration.reference


def test_revision_never_restores_a_column(scene):
    registration = receive(scene)
    revision = registration.latest_revision
    Registration.objects.filter(pk=registration.pk).update(
        state=S.SELECTED, first_name="Veranderd"
    )
    restored = revision.as_object()
    assert (restored.state, restored.first_name) == (S.SELECTED, "Veranderd")
    with_json = registration.with_content_json({"pk": registration.pk, "state": "x"})
    assert with_json.state == S.SELECTED


def test_finishing_leaves_later_changes_of_the_row_alone(scene):
    registration = bring_to_selection(scene)
    Registration.objects.filter(pk=registration.pk).update(phone="0470 11 11 11")
    decide(scene, registration, S.SELECTED)
    assert Registration.objects.get().phone == "0470 11 11 11"


def test_page_workflow_still_publishes(scene):
    home = make_home()
    task = GroupApprovalTask.objects.create(name="Eindredactie")
    task.groups.add(scene.deciders)
    workflow = Workflow.objects.create(name="Pagina's")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    GroupPagePermission.objects.create(
        group=scene.deciders,
        page=home,
        permission=Permission.objects.get(codename="publish_page"),
    )
    page = home.add_child(instance=ContentPage(title="Oud", live=False))
    page.title = "Nieuw"
    page.save_revision()
    workflow_state = workflow.start(page, scene.reader)
    workflow_state.current_task_state.specific.approve(user=scene.decider)
    stored = Page.objects.get(pk=page.pk)
    assert (stored.title, stored.live) == ("Nieuw", True)


def test_finished_workflow_cannot_be_approved_again(scene):
    registration = decide(scene, bring_to_selection(scene), S.SELECTED)
    task_state = TaskState.objects.order_by("-pk").first()
    with pytest.raises(PermissionDenied):
        task_state.approve(user=scene.decider)
    assert Registration.objects.get(pk=registration.pk).state == S.SELECTED


# What has just come in.


def test_new_registration_is_started_by_the_worker_once(scene):
    registration = receive_new(scene)
    assert read_state(registration) == (S.RECEIVED, None, None)
    assert (start_new_reviews(), start_new_reviews()) == (1, 0)
    assert read_state(registration) == (S.RECEIVED, IN_PROGRESS, "screening")


def test_who_acts_before_the_worker_starts_it_first(scene):
    registration = receive_new(scene)
    withdraw(registration=registration)
    assert read_state(registration) == (S.WITHDRAWN, CANCELLED, "screening")
    assert start_new_reviews() == 0


def test_what_staff_stopped_is_not_new(scene):
    registration = receive(scene)
    registration.current_workflow_state.cancel(user=scene.decider)
    Registration.objects.update(latest_revision=None)
    assert start_new_reviews() == 0


def test_new_registrations_wait_for_a_workflow_with_a_step(scene):
    WorkflowContentType.objects.all().delete()
    registration = receive_new(scene)
    assert start_new_reviews() == 0
    assign_workflow(scene)
    assert start_new_reviews() == 1
    assert read_state(registration) == (S.RECEIVED, IN_PROGRESS, "screening")
