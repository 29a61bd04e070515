"""What a participant may know of the time that their answers are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..enums import AnswerRetention
from ..models import Registration
from .answers import is_erased, was_asked
from .retention import KEPT_AFTER_LAST_DAY, get_last_day


@dataclass(frozen=True)
class ShortKeeping:
    """The answers that go first: to which questions, and on which day."""

    labels: list[str]
    erased_on: date


def get_short_keeping(*, registration: Registration) -> ShortKeeping | None:
    """Return which answers are erased soon after the last day; None if none are.

    Also None as long as that last day is not known (services/retention.py).
    """
    short = set(
        registration.page.form_fields.filter(
            retention=AnswerRetention.SHORT
        ).values_list("clean_name", flat=True)
    )
    labels = [
        question["label"]
        for question in registration.questions
        if question["key"] in short and was_asked(question) and not is_erased(question)
    ]
    last = get_last_day(registration.page.subject) if labels else None
    if last is None:
        return None
    return ShortKeeping(labels, last + KEPT_AFTER_LAST_DAY + timedelta(days=1))
