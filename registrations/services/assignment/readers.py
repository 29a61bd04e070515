"""Who reads the registrations of a form, and how many times each is read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper
from wagtail.models import WorkflowState

from ...models import Registration, ReviewTask
from ...models.sight import not_tied_to
from ...permissions import REVIEW, VIEW


def get_reading_step() -> ReviewTask | None:
    """Return the first reading step of the workflow that staff assigned, if any."""
    workflow = Registration.get_default_workflow()
    if workflow is None:
        return None
    for task in workflow.tasks.filter(active=True).specific():
        if isinstance(task, ReviewTask):
            return task
    return None


def get_team_readers() -> list[Any]:
    """Return who can be asked to read, by name.

    Whoever is in a group of the reading step and has the right to read; someone who
    may do everything only when they are in such a group: they administer the site.
    """
    step = get_reading_step()
    users = _with_perm(REVIEW).filter(pk__in=_with_perm(VIEW).values("pk"))
    if step is not None:
        users = users.filter(groups__in=step.groups.all())
    return list(
        users.filter(is_active=True)
        .select_related("reader_profile")
        .prefetch_related("reader_profile__workplaces")
        .distinct()
        .order_by("first_name", "last_name", "username")
    )


def _with_perm(permission: str) -> Any:
    return get_user_model()._default_manager.with_perm(
        permission,
        include_superusers=True,
        backend="django.contrib.auth.backends.ModelBackend",
    )


def get_readers_open_to(registration: Registration) -> list[Any]:
    """Return who of the team `registration` is open to: nothing ties them to it.

    All of them in one query, since the desk of who leads asks it each time.
    """
    readers = get_team_readers()
    columns = {
        f"open_{reader.pk}": ExpressionWrapper(not_tied_to(reader), BooleanField())
        for reader in readers
    }
    row = Registration.objects.filter(pk=registration.pk).values(**columns).first()
    return [one for one in readers if row and row[f"open_{one.pk}"]]


def find_at_reading_step() -> set[int]:
    """The registrations that are being read, also while an applicant is asked."""
    return _find_at(ReviewTask.objects.values("pk"))


def find_past_reading_step() -> set[int]:
    """Those whose reading is complete in the workflow that runs."""
    states = _running().filter(
        task_states__task__in=ReviewTask.objects.values("pk"),
        task_states__status="approved",
    )
    return {int(pk) for pk in states.values_list("object_id", flat=True)}


def _find_at(tasks: Any) -> set[int]:
    states = _running().filter(current_task_state__task__in=tasks)
    return {int(pk) for pk in states.values_list("object_id", flat=True)}


def _running() -> Any:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Registration),
        status__in=[
            WorkflowState.STATUS_IN_PROGRESS,
            WorkflowState.STATUS_NEEDS_CHANGES,
        ],
    )
