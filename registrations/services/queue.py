"""What waits for somebody of the team."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Task

from ..enums import AWAITS_TEAM
from ..models import Registration
from ..models.tasks import RegistrationTask


def get_queue(*, user: Any) -> QuerySet[Registration]:
    """Return the registrations that wait for `user`, whoever came first first.

    A reader's own reviews are done; steps between ours, such as a group approval,
    are not counted.
    """
    waiting: set[int] = set()
    for task in Task.objects.filter(active=True).specific():
        if isinstance(task, RegistrationTask):
            ids = task.get_queue(user).values_list(
                "workflow_state__object_id", flat=True
            )
            waiting.update(map(int, ids))
    return (
        Registration.objects.visible_to(user)
        .filter(pk__in=waiting, state__in=AWAITS_TEAM)
        .order_by("submit_time", "pk")
    )
