"""The audit log, for what happens while somebody waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
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
    log_many(instances=[instance], action=action, user=user, data=data)


def log_many(
    *,
    instances: Sequence[Model],
    action: str,
    user: Any = None,
    data: dict[str, Any] | None = None,
) -> None:
    """The same for several of one kind at once, in one statement.

    Args:
        instances: what it is about, all of one model.
        action, user, data: as of `log_at_once`.
    """
    if not instances:
        return
    context = get_active_log_context()
    content_type = ContentType.objects.get_for_model(
        instances[0], for_concrete_model=False
    )
    now = timezone.now()
    entries = [
        ModelLogEntry(
            content_type=content_type,
            object_id=str(instance.pk),
            label=str(instance),
            action=action,
            timestamp=now,
            uuid=context.uuid,
            user=user or context.user,
            data=data or {},
        )
        for instance in instances
    ]
    # Saving one by one would check it first, with a query for each of its keys.
    ModelLogEntry.objects.bulk_create(entries, batch_size=500)
