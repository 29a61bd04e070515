"""Wagtail's reports, for registrations: what `visible_to` leaves open.

They tell who proposed what and when, so whoever has a tie could infer the outcome
from "Reports → Site history" or "Workflows". Wagtail asks there for a right on the
model, never for one on the row, and an administrator is not asked at all.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.admin.views.reports import workflows
from wagtail.models.audit_log import BaseLogEntryManager, ModelLogEntryManager

from ..models import Message, Registration

SCOPED = (Registration, Message)


def viewable_by_user(manager: ModelLogEntryManager, user: Any) -> QuerySet:
    """Return the entries that `user` may read; of ours only those of open rows."""
    entries = BaseLogEntryManager.viewable_by_user(manager, user)
    for model in SCOPED:
        rows = model.objects.visible_to(user).order_by()
        open_ones = rows.values_list(Cast("pk", CharField()), flat=True)
        content_type = ContentType.objects.get_for_model(model)
        entries = entries.filter(
            ~Q(content_type=content_type) | Q(object_id__in=open_ones)
        )
    return entries


_get_editable_content_type_ids = workflows.get_editable_content_type_ids


def get_editable_content_type_ids(request: HttpRequest) -> list[int]:
    """Return what stands in the reports of workflows: not registrations.

    Their steps stand in the list and on the desk, as far as each may see them; the
    dashboard leaves them out of Wagtail's panels in the same way.
    """
    registrations = ContentType.objects.get_for_model(Registration).pk
    found = _get_editable_content_type_ids(request)
    return [pk for pk in found if pk != registrations]


def scope_reports() -> None:
    """Put the scope between Wagtail and what it reports; called once, at the start."""
    ModelLogEntryManager.viewable_by_user = viewable_by_user
    workflows.get_editable_content_type_ids = get_editable_content_type_ids
