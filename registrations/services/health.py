"""Whether mail leaves: signs of life of the workers, and how long letters wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from ..models import DeliveryAttempt, Message, WorkerBeat

KEEP_BEATS = timedelta(days=1)


@dataclass(frozen=True)
class Health:
    """How the mail of the site does, in numbers about nobody.

    Attributes:
        worker_silence: since the last sign of life of any worker; None without one.
        oldest_due_since: since when the letter is due that waits longest; None without
            one. What is tried again later, held or planned is not due.
        oldest_wait: how long that is.
        is_stuck: whether it waits too long while no other letter leaves either.
    """

    worker_silence: timedelta | None
    oldest_due_since: datetime | None
    oldest_wait: timedelta | None
    is_stuck: bool

    @property
    def has_worker(self) -> bool:
        silence = self.worker_silence
        limit = timedelta(seconds=settings.WORKER_SILENT_AFTER)
        return silence is not None and silence <= limit

    @property
    def is_well(self) -> bool:
        return self.has_worker and not self.is_stuck


def say_alive(*, name: str) -> None:
    """Leave a sign of life of the worker process `name`."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(name=name, defaults={"seen_at": now})
    WorkerBeat.objects.filter(seen_at__lt=now - KEEP_BEATS).delete()


def get_health(*, now: datetime | None = None) -> Health:
    """Return how the mail does, in three queries however much there is.

    Args:
        now: the moment to judge by; tests move it.
    """
    now = now or timezone.now()
    seen = WorkerBeat.objects.aggregate(last=Max("seen_at"))["last"]
    due = Message.objects.due(now).aggregate(since=Min("next_attempt_at"))["since"]
    late = timedelta(seconds=settings.MAIL_LATE_AFTER)
    is_late = due is not None and now - due > late
    return Health(
        worker_silence=now - seen if seen else None,
        oldest_due_since=due,
        oldest_wait=now - due if due else None,
        is_stuck=is_late and not _anything_leaves(now - late),
    )


def _anything_leaves(since: datetime) -> bool:
    """A long queue behind the limit of the provider is no trouble."""
    return DeliveryAttempt.objects.filter(started_at__gte=since).exists()
