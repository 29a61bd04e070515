"""At which step of the workflow many registrations are: for lists, not for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Task, TaskState, WorkflowState, WorkflowTask

from ..models import Registration


@dataclass(frozen=True)
class CurrentStep:
    """Where a registration is in the workflow that the staff composed.

    Attributes:
        task_state_id: the step as it stands now; changes with every step.
        task: which step, as its own class.
        next_name: the step that follows; empty after the last one.
    """

    task_state_id: int
    task: Task
    next_name: str


def get_current_steps(registrations: Iterable[Registration]) -> dict[int, CurrentStep]:
    """Return the running step of each registration that has one, by primary key.

    As many queries for a thousand as for one.
    """
    states = list(
        WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Registration),
            object_id__in=[str(registration.pk) for registration in registrations],
            status=WorkflowState.STATUS_IN_PROGRESS,
            current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        ).select_related("current_task_state")
    )
    task_ids = {state.current_task_state.task_id for state in states}
    tasks = {task.pk: task for task in Task.objects.filter(pk__in=task_ids).specific()}
    following = _get_following(state.workflow_id for state in states)
    return {
        int(state.object_id): CurrentStep(
            task_state_id=state.current_task_state_id,
            task=tasks[state.current_task_state.task_id],
            next_name=following.get(
                (state.workflow_id, state.current_task_state.task_id), ""
            ),
        )
        for state in states
    }


def _get_following(workflow_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Return the name of the step after each step, by workflow and task."""
    steps = (
        WorkflowTask.objects.filter(workflow__in=set(workflow_ids))
        .select_related("task")
        .order_by("workflow_id", "sort_order")
    )
    names: dict[tuple[int, int], str] = {}
    waiting: list[tuple[int, int]] = []
    for step in steps:
        if waiting and waiting[0][0] != step.workflow_id:
            waiting = []
        if step.task.active:
            names |= dict.fromkeys(waiting, step.task.name)
            waiting = []
        waiting.append((step.workflow_id, step.task_id))
    return names
