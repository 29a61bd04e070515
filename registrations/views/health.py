"""The health page (`/gezond/`), for a monitor: whether mail leaves, about nobody."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..services.health import get_health

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def show_health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all is well and 503 when somebody should look."""
    try:
        health = get_health()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The health page has no database: %s", type(error).__name__)
        return _answer({"ok": False, "database": False}, is_well=False)
    return _answer(
        {
            "ok": health.is_well,
            "database": True,
            "worker": {
                "ok": health.has_worker,
                "seconds_silent": _seconds(health.worker_silence),
            },
            "mail": {
                "ok": not health.is_stuck,
                "oldest_due_seconds": _seconds(health.oldest_wait),
            },
        },
        is_well=health.is_well,
    )


def _answer(content: dict, *, is_well: bool) -> JsonResponse:
    return JsonResponse(content, status=200 if is_well else 503)


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else int(time.total_seconds())
