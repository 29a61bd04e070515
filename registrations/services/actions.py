"""The buttons of the workflow: what a click on a step means for the stream."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState

from ..enums import RegistrationState
from ..models import InformationRequest, Registration
from ..permissions import Actor
from .decision import propose_decision
from .errors import IllegalTransition, NotAllowed, ReasonRequired, SelectionMissing
from .seats import lock_form_page
from .state import change_state
from .workflow import can_advance


class StaleAction(IllegalTransition):
    message = _("Somebody else has already completed this step. Look at it again.")


@transaction.atomic
def take_action(
    *,
    registration: Registration,
    task_state_id: int,
    action: str,
    user: Any,
    comment: str = "",
) -> None:
    """Do what the button `action` of the current step promises.

    Knows the actions of our three tasks and those of Wagtail's own group
    approval, which staff may put between them.

    Args:
        registration: the registration on which the button stands.
        task_state_id: the step as the user saw it; guards against a stale screen.
        action: the name of one of the task's actions.
        user: who clicked.
        comment: the question, reason or remark that goes with it.

    Raises:
        StaleAction: the step has been completed in the meantime.
        NotAllowed: the task does not offer `action` to `user`.
        ReasonRequired: the action needs a text.
        SelectionMissing: nothing follows this step, and nothing was decided.
    """
    # Two people may click at once: the second one finds the step completed.
    lock_form_page(form_page_id=registration.page_id)
    registration.refresh_from_db()
    workflow_state = registration.current_workflow_state
    task_state = workflow_state.current_task_state if workflow_state else None
    if (
        task_state is None
        or task_state.pk != task_state_id
        or task_state.status != TaskState.STATUS_IN_PROGRESS
    ):
        raise StaleAction
    task = task_state.task.specific
    offered = {name for name, *_rest in task.get_actions(registration, user)}
    if action not in offered:
        raise NotAllowed
    comment = comment.strip()
    actor = Actor.staff(user)
    if action in {"ask", "reject"}:
        ask_for_information(registration=registration, user=user, question=comment)
    elif action == "not_eligible":
        propose_decision(
            registration=registration,
            state=RegistrationState.DECLINED,
            workplace=None,
            reason=comment,
            proposed_by=user,
        )
    elif action == "approve":
        advance(workflow_state=workflow_state, user=user)
        _keep_remark(task_state, comment)
        if registration.state == RegistrationState.RECEIVED:
            change_state(
                registration=registration, to=RegistrationState.IN_REVIEW, actor=actor
            )
    else:
        task.on_action(task_state.specific, user, action)
        _keep_remark(task_state, comment)


@transaction.atomic
def ask_for_information(
    *, registration: Registration, user: Any, question: str
) -> InformationRequest:
    """Ask the applicant something; reading pauses until the answer is in.

    Raises:
        ReasonRequired: there is no question.
    """
    question = question.strip()
    if not question:
        raise ReasonRequired(_("Write down what you want to know."))
    actor = Actor.staff(user)
    if registration.state == RegistrationState.RECEIVED:
        registration = change_state(
            registration=registration, to=RegistrationState.IN_REVIEW, actor=actor
        )
    request = InformationRequest.objects.create(
        registration=registration, question=question, asked_by=user
    )
    change_state(
        registration=registration,
        to=RegistrationState.INFO_REQUESTED,
        actor=actor,
        reason=question,
    )
    return request


def advance(*, workflow_state: WorkflowState, user: Any) -> None:
    """Complete the current step and go to the next one.

    Raises:
        SelectionMissing: no step follows, and nothing was decided.
    """
    if not can_advance(workflow_state):
        raise SelectionMissing
    workflow_state.current_task_state.specific.approve(user=user)


def _keep_remark(task_state: TaskState, remark: str) -> None:
    """Keep what was written with a click beside its step, and nowhere else.

    Given to Wagtail's `approve`, it would also go into the audit log, which outlives
    the registration; the step is deleted with it.
    """
    if remark:
        TaskState.objects.filter(pk=task_state.pk).update(comment=remark)
