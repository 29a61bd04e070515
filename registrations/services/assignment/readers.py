"""Who reads the registrations of a form, and how many times each is read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from ...models import Registration, ReviewTask
from ...permissions import REVIEW


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
    users = get_user_model()._default_manager.with_perm(
        REVIEW,
        include_superusers=True,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    if step is not None:
        users = users.filter(groups__in=step.groups.all())
    return list(
        users.filter(is_active=True)
        .select_related("reader_profile")
        .prefetch_related("reader_profile__workplaces")
        .distinct()
        .order_by("first_name", "last_name", "username")
    )
