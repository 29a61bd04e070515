"""The log of who took registrations out, written before the file leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from ..models import ExportLog
from ..permissions import user_can_export
from .errors import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def log_export(
    *,
    user: User,
    file_format: str,
    filters: dict[str, str],
    columns: Iterable[str],
    row_count: int,
) -> ExportLog:
    """Write down that somebody takes registrations out, and which (domain.md 3).

    Args:
        user: who takes them out.
        file_format: of the file.
        filters: what was filtered and by what, in words; nothing that was typed.
        columns: the keys of the questions that are in the file.
        row_count: how many registrations leave.

    Returns:
        The line of the log.

    Raises:
        NotAllowed: `user` may not take registrations out.
    """
    if not user_can_export(user):
        raise NotAllowed
    return ExportLog.objects.create(
        user=user,
        file_format=file_format,
        filters=filters,
        columns=list(columns),
        row_count=row_count,
    )
