"""What the worker does every few seconds, and cron-only hosting every few minutes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .decision import expire_unanswered
from .delivery import queue_planned, send_due, sweep_stale
from .digest import send_digests
from .drafts import erase_old_drafts, forget_turns, remind_unfinished
from .imports.service import erase_old_imports
from .interest import erase_old_interests, tell_opened
from .message import (
    draft_afterwards,
    draft_changes,
    draft_evaluations,
    draft_reports,
    plan_all,
)
from .person import forget_requests
from .retention import erase_short_answers
from .workflow import start_new_reviews

logger = logging.getLogger(__name__)

# A task only says "try row n"; once it ran, or its worker died, it tells nothing.
KEEP_TASKS = timedelta(days=3)


def run_upkeep(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Do everything that is due: pages, seats nobody answered for, letters.

    Args:
        should_stop: asked before each message.

    Returns:
        How many messages were sent.
    """
    look_after_all()
    return run_at_once(should_stop=should_stop)


def look_after_all(*, should_stop: Callable[[], bool] = lambda: False) -> None:
    """Do everything that is due, apart from what somebody waits for.

    Args:
        should_stop: asked before each part: while the database is busy any of them
            can take long, and the next round or another worker does the rest.
    """
    for look_after in (
        _publish_scheduled,
        sweep_stale,
        _plan_letters,
        _queue_planned,
        erase_old_imports,
        _look_after_drafts,
        _look_after_interests,
        _look_after_short_answers,
        _forget_data_requests,
        _tell_team,
        _release_unanswered,
    ):
        if should_stop():
            return
        look_after()


def run_at_once(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Do what somebody waits for: start the reviews of what came in, send letters.

    Asked each second: two looks at an index where there is nothing to do. The rows
    are the truth, so a kill at any moment loses nothing.

    Args:
        should_stop: asked before each registration and each message.

    Returns:
        How many messages were sent.
    """
    start_new_reviews(should_stop=should_stop)
    return send_due(should_stop=should_stop)


def _plan_letters() -> None:
    """Let letters follow the dates of the pages; a look each minute is enough."""
    if not cache.add("registrations.planning", True, timeout=60):
        return
    for look_after in (
        plan_all,
        draft_changes,
        draft_afterwards,
        draft_reports,
        draft_evaluations,
    ):
        try:
            look_after(now=timezone.now())
        except Exception:
            # One page that cannot be read must not keep all mail at home.
            logger.exception("Making the letters about days and meetings failed.")


def _queue_planned() -> None:
    """Put planned letters into the queue when their moment has come."""
    try:
        queue_planned(now=timezone.now())
    except Exception:
        # One planned letter must not keep all other mail at home.
        logger.exception("Queueing the planned letters failed.")


def _release_unanswered() -> None:
    """Free the places of people who did not answer in time."""
    try:
        expire_unanswered(now=timezone.now())
    except Exception:
        # One registration that cannot follow must not keep all mail at home.
        logger.exception("Releasing the seats of people who did not answer failed.")


def _look_after_drafts() -> None:
    """Erase the drafts whose time is up, and send the reminders that are due."""
    for look_after in (erase_old_drafts, remind_unfinished, forget_turns):
        try:
            look_after(now=timezone.now())
        except Exception:
            # One draft must not keep all mail at home.
            logger.exception("Looking after the drafts failed.")


def _look_after_interests() -> None:
    """Tell who waits for a form that opened, and erase whose time is up."""
    for look_after in (tell_opened, erase_old_interests):
        try:
            look_after(now=timezone.now())
        except Exception:
            # One address must not keep all other mail at home.
            logger.exception("Looking after the interest lists failed.")


def _tell_team() -> None:
    """Promise the morning's mail about what waits; a look each minute is enough."""
    if not cache.add("registrations.digest", True, timeout=60):
        return
    try:
        send_digests(now=timezone.now())
    except Exception:
        # The team's own mail must not keep the mail of applicants at home.
        logger.exception("Telling the team what waits failed.")


def _look_after_short_answers() -> None:
    """Erase what was asked for the meetings themselves; once an hour is enough."""
    if not cache.add("registrations.retention", True, timeout=3600):
        return
    try:
        erase_short_answers(now=timezone.now())
    except Exception:
        # One registration must not keep all mail at home.
        logger.exception("Erasing the answers whose time is up failed.")


def _forget_data_requests() -> None:
    """Erase the addresses of requests that were answered; a look each minute."""
    if not cache.add("registrations.data-requests", True, timeout=60):
        return
    try:
        forget_requests(now=timezone.now())
    except Exception:
        # One request must not keep all mail at home.
        logger.exception("Forgetting the data requests that were answered failed.")


def _publish_scheduled() -> None:
    """Put pages on line and off line at the moment that their editor chose.

    Wagtail leaves it to a command that somebody must run; the pages tell the page
    cache themselves.
    """
    try:
        call_command("publish_scheduled")
    except Exception:
        # One page that cannot be published must not keep all mail at home.
        logger.exception("Publishing the pages that are due failed.")


def prune_tasks() -> int:
    """Delete tasks of days ago, finished or left behind by a killed worker."""
    old = DBTaskResult.objects.filter(started_at__lt=timezone.now() - KEEP_TASKS)
    return old.delete()[0]
