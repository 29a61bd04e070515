"""The buttons of the workflow: what a click on a step means for the stream."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState

from ..enums import RegistrationState
from ..models import CompletedStep, InformationRequest, Registration
from ..permissions import Actor, user_can_judge
from .decision import propose_decision
from .errors import IllegalTransition, NotAllowed, ReasonRequired, SelectionMissing
from .names import keep_name
from .questions import check_reply_date, get_default_reply_date
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
    reply_by: date | None = None,
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
        reply_by: until when the applicant can answer, where the action is a question.

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
        ask_for_information(
            registration=registration, user=user, question=comment, reply_by=reply_by
        )
    elif action == "not_eligible":
        propose_decision(
            registration=registration,
            state=RegistrationState.DECLINED,
            workplace=None,
            reason=comment,
            proposed_by=user,
        )
    elif action == "approve":
        advance(workflow_state=workflow_state, user=user, remark=comment)
        if registration.state == RegistrationState.RECEIVED:
            change_state(
                registration=registration, to=RegistrationState.IN_REVIEW, actor=actor
            )
    else:
        task.on_action(task_state.specific, user, action)
        _keep_step(task_state, user=user, remark=comment)


@transaction.atomic
def ask_for_information(
    *,
    registration: Registration,
    user: Any,
    question: str,
    reply_by: date | None = None,
) -> InformationRequest:
    """Ask the applicant something; reading pauses until the answer is in (M5).

    The letter waits in the outbox. With the answer the registration comes back to
    whoever asked (`services.questions.came_back_to`).

    Args:
        registration: about which.
        user: the member of the team who wants to know.
        question: stands in the letter, word for word.
        reply_by: the last day to answer; in a week where nobody said so.

    Raises:
        NotAllowed: `user` may neither read nor decide on this registration.
        ReasonRequired: there is no question.
        ReplyDatePassed: the day to answer by is not ahead.
        IllegalTransition: it does not wait for the team.
    """
    if not user_can_judge(user, registration):
        raise NotAllowed
    question = question.strip()
    reply_by = reply_by or get_default_reply_date()
    check_reply_date(reply_by)
    if not question:
        raise ReasonRequired(_("Write down what you want to know."))
    actor = Actor.staff(user)
    if registration.state == RegistrationState.RECEIVED:
        registration = change_state(
            registration=registration, to=RegistrationState.IN_REVIEW, actor=actor
        )
    request = InformationRequest.objects.create(
        registration=registration,
        question=question,
        asked_by=user,
        asked_by_name=keep_name(user),
        reply_by=reply_by,
    )
    change_state(
        registration=registration,
        to=RegistrationState.INFO_REQUESTED,
        actor=actor,
        reason=question,
    )
    return request


def advance(
    *,
    workflow_state: WorkflowState,
    user: Any,
    remark: str = "",
    by_itself: bool = False,
) -> None:
    """Complete the current step and go to the next one.

    Args:
        workflow_state: of a registration.
        user: who completes it; for Wagtail's log also where nobody clicked.
        remark: what they wrote about it, for the team.
        by_itself: whether the site goes on, because enough readers are done.

    Raises:
        SelectionMissing: no step follows, and nothing was decided.
    """
    if not can_advance(workflow_state):
        raise SelectionMissing
    task_state = workflow_state.current_task_state
    task_state.specific.approve(user=user)
    _keep_step(task_state, user=None if by_itself else user, remark=remark)


def _keep_step(task_state: TaskState, *, user: Any, remark: str) -> None:
    """Keep that a step was completed, with what was written about it, in our own row.

    Given to Wagtail's `approve`, the remark would also go into the audit log, which
    outlives the registration; this row is deleted with it.
    """
    CompletedStep.objects.create(
        registration_id=int(task_state.workflow_state.object_id),
        step=task_state.task.name,
        user=user,
        user_name=keep_name(user),
        remark=remark,
    )
