"""A registration on its way through the workflow, one click at a time."""

from wagtail.models import (
    WorkflowState,
)

from registrations.enums import RegistrationState
from registrations.models import Registration
from registrations.permissions import Actor
from registrations.services.actions import take_action
from registrations.services.decision import (
    propose_decision,
    release_decisions,
)
from registrations.services.review import submit_review
from registrations.services.state import change_state
from registrations.services.workflow import (
    start_new_reviews,
)

from .scene import (
    make_registration,
)

S = RegistrationState


IN_PROGRESS = WorkflowState.STATUS_IN_PROGRESS


NEEDS_CHANGES = WorkflowState.STATUS_NEEDS_CHANGES


APPROVED = WorkflowState.STATUS_APPROVED


CANCELLED = WorkflowState.STATUS_CANCELLED


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
