"""What a participant may know of the time that their answers are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..models import Registration
from .answers import was_asked
from .retention import KEPT_AFTER_LAST_DAY, find_due, get_last_day, get_short_keys


@dataclass(frozen=True)
class ShortKeeping:
    """The answers that go first: to which questions, and on which day."""

    labels: list[str]
    erased_on: date


def get_short_keeping(*, registration: Registration) -> ShortKeeping | None:
    """Return which answers are erased soon after the last day; None if none are.

    Also None as long as that last day is not known (services/retention.py).
    """
    short = get_short_keys(registration.page)
    labels = [
        question["label"]
        for question in find_due(registration, short)
        if was_asked(question)
    ]
    last = get_last_day(registration.page.subject) if labels else None
    if last is None:
        return None
    return ShortKeeping(labels, last + KEPT_AFTER_LAST_DAY + timedelta(days=1))
