"""Keeps Wagtail's workflow in step with the state of a registration.

The state leads: `change_state()` calls `follow_state()` inside its transaction, so
the two can never disagree (design.md, "The moderation workflow"):

    in progress ↔ received, in review      needs changes ↔ information requested
    approved ↔ a decision was released     cancelled ↔ withdrawn

One thing may come a moment later: whoever sends a form does not wait for Wagtail.
A registration in `received` that never had a workflow is *new*: the worker starts it
(`start_new_reviews`, each second), and so does, under the lock of the form, whoever
acts on it first (`ensure_workflow`). No step leads away from `received` without it,
so a new registration has no workflow at all, and every other agrees with its state.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from wagtail.models import Task, TaskState, Workflow, WorkflowState
from wagtail.workflows import publish_workflow_state

from ..enums import AWAITS_TEAM, IS_DECIDED, RegistrationState
from ..models import Registration, SelectionTask
from .errors import IllegalTransition, SelectionMissing, SelectionNotLast
from .seats import lock_form_page

logger = logging.getLogger(__name__)


def finish(*, workflow_state: WorkflowState, user: Any = None) -> None:
    """Wagtail's finish action (`WAGTAIL_FINISH_WORKFLOW_ACTION`, registrations/finish.py).

    Pages are published as always. A registration is left alone: the stock action
    would republish a revision over columns that changed since.

    Raises:
        SelectionMissing: the workflow ran out before a decision was released.
    """
    obj = workflow_state.content_object
    if not isinstance(obj, Registration):
        publish_workflow_state(workflow_state, user=user)
        return
    if Registration.objects.filter(pk=obj.pk, state__in=IS_DECIDED).exists():
        return
    last = workflow_state.current_task_state
    if last is None or last.status != TaskState.STATUS_CANCELLED:
        raise SelectionMissing
    # Staff disabled the step it was at, and none follows: nothing is decided, so
    # the review stops until somebody starts it again.
    workflow_state.status = WorkflowState.STATUS_CANCELLED
    workflow_state.save()


@transaction.atomic
def ensure_workflow(*, registration: Registration) -> None:
    """Start the review of a new registration; does nothing for any other.

    Every act of the team on a received registration calls this first, under the lock
    of its form; harmless when somebody was faster.
    """
    if not is_new(registration):
        return
    lock_form_page(form_page_id=registration.page_id)
    if Registration.objects.new().filter(pk=registration.pk).exists():
        start_review(registration=registration)


def is_new(registration: Registration) -> bool:
    """Whether its review may not have begun yet; a purged label says so too often."""
    return (
        registration.state == RegistrationState.RECEIVED
        and registration.latest_revision_id is None
    )


def will_start(registration: Registration) -> bool:
    """Whether its review starts by itself within a moment."""
    return is_new(registration) and _has_steps(registration.get_workflow())


def start_new_reviews(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Start the review of everything that came in, and return how many there were.

    Where staff have assigned no workflow, or one without a step, they wait until
    there is one. One that cannot start must not keep the others waiting.

    Args:
        should_stop: asked before each registration.
    """
    new = list(Registration.objects.new().order_by("pk").only("pk", "page_id"))
    if not new or not _has_steps(Registration.get_default_workflow()):
        return 0
    started = 0
    for registration in new:
        if should_stop():
            break
        try:
            ensure_workflow(registration=registration)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the next round finds them again
        except Exception:
            logger.exception("The review of %s did not start.", registration.pk)
        else:
            started += 1
    return started


@transaction.atomic
def start_review(*, registration: Registration) -> WorkflowState | None:
    """Start the workflow that staff assigned to registrations.

    For a new registration, and for one whose workflow staff stopped half-way.

    Raises:
        IllegalTransition: `registration` does not wait for the team.

    Returns:
        The started workflow, or None where staff have assigned none, or one without
        a step; the review screen then says so and offers to start one.
    """
    lock_form_page(form_page_id=registration.page_id)
    # The caller's own object, so that it knows of the revision that is made below.
    registration.refresh_from_db()
    if (
        registration.state not in AWAITS_TEAM
        or registration.is_held
        or registration.page.is_direct
    ):
        raise IllegalTransition
    workflow = registration.get_workflow()
    if workflow is None or registration.current_workflow_state:
        return registration.current_workflow_state
    if not _has_steps(workflow):
        # Started, it would end at once; an applicant must not suffer for that.
        return None
    _ensure_revision(registration)
    return workflow.start(registration, None)


def follow_state(
    *,
    registration: Registration,
    from_state: RegistrationState,
    user: Any = None,
) -> None:
    """Bring the workflow in line with the state that `registration` now has.

    Raises:
        SelectionNotLast: a decision would skip steps that staff put after it.
    """
    to_state = registration.state_enum
    if to_state == RegistrationState.RECEIVED:
        return
    current = registration.current_workflow_state
    if to_state == RegistrationState.WITHDRAWN:
        if current:
            current.cancel(user=user)
    elif to_state in IS_DECIDED and current:
        _finish(current, user)
    elif to_state == RegistrationState.INFO_REQUESTED:
        if current and current.status == WorkflowState.STATUS_IN_PROGRESS:
            current.current_task_state.specific.reject(user=user)
    elif to_state == RegistrationState.IN_REVIEW:
        if from_state == RegistrationState.INFO_REQUESTED:
            if current and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
                current.resume(user=user)
        elif from_state not in AWAITS_TEAM:
            restart_at_selection(registration=registration, user=user)


@transaction.atomic
def restart_at_selection(*, registration: Registration, user: Any = None) -> None:
    """Open the review again at its selection step, after an undo.

    What was read stays read; without a selection step the workflow starts over.
    """
    workflow = registration.get_workflow()
    if workflow is None or registration.current_workflow_state:
        return
    selection = _selection_task(workflow)
    if selection is None:
        start_review(registration=registration)
        return
    _ensure_revision(registration)
    state = WorkflowState(
        content_type=registration.get_content_type(),
        base_content_type=registration.get_base_content_type(),
        object_id=str(registration.pk),
        workflow=workflow,
        requested_by=user,
    )
    state.save()
    state.update(user=user, next_task=selection)


def can_advance(workflow_state: WorkflowState) -> bool:
    """Whether another step follows the current one.

    Asked before a step is completed: a workflow that staff left without a
    selection step must not swallow what was just written.
    """
    current = workflow_state.current_task_state
    approved = workflow_state.successful_task_states.values("task_id")
    return (
        Task.objects.filter(
            workflow_tasks__workflow=workflow_state.workflow, active=True
        )
        .exclude(pk__in=approved)
        .exclude(pk=current.task_id if current else None)
        .exists()
    )


def _finish(workflow_state: WorkflowState, user: Any) -> None:
    if workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        workflow_state.resume(user=user)
    task_state = workflow_state.current_task_state
    if task_state and task_state.status == TaskState.STATUS_IN_PROGRESS:
        # The same row, which Wagtail would read again with all that hangs on it.
        task_state.workflow_state = workflow_state
        at_selection = isinstance(task_state.task.specific, SelectionTask)
        if at_selection and can_advance(workflow_state) and _steps_after(task_state):
            raise SelectionNotLast
        task_state.specific.approve(user=user, update=False)
    workflow_state.finish(user=user)


def _steps_after(task_state: TaskState) -> bool:
    steps = task_state.workflow_state.workflow.workflow_tasks.all()
    own = steps.filter(task_id=task_state.task_id).first()
    return bool(own) and (
        steps.filter(sort_order__gt=own.sort_order, task__active=True).exists()
    )


def _has_steps(workflow: Workflow | None) -> bool:
    return workflow is not None and workflow.tasks.filter(active=True).exists()


def _selection_task(workflow: Any) -> Task | None:
    for task in workflow.tasks.filter(active=True).specific():
        if isinstance(task, SelectionTask):
            return task
    return None


def _ensure_revision(registration: Registration) -> None:
    """Wagtail's task states point at a revision; ours is an empty label."""
    if registration.latest_revision_id is None:
        registration.save_revision(changed=False, log_action=False, clean=False)
