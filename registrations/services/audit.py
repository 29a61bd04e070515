"""The audit log, for what happens while somebody waits for an answer."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from ..models import Registration


def log_at_once(
    *,
    instance: Registration,
    action: str,
    user: Any = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write the entry that Wagtail's `log` would write, in one statement.

    Without its look whether the kind of thing and the user exist: the database itself
    refuses an entry of which they do not.

    Args:
        instance: what it is about; its name is its number, never a person's.
        action: one of `admin/log_actions.py`.
        user: who did it; without one whoever is logged in, as Wagtail has it.
        data: what else to keep; nothing personal.
    """
    context = get_active_log_context()
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(
            instance, for_concrete_model=False
        ),
        object_id=str(instance.pk),
        label=str(instance),
        action=action,
        timestamp=timezone.now(),
        uuid=context.uuid,
        user=user or context.user,
        data=data or {},
    )
    # Saving one by one would check it first, with a query for each of its keys.
    ModelLogEntry.objects.bulk_create([entry])
