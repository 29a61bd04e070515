"""Answers that leave the house only as numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..enums import AnswerVisibility
from ..models import Registration
from ..models.core_questions import NEVER_REQUIRED
from ..services.answers import get_visibilities, get_visibility, is_erased, was_asked
from ..services.composition.statistics import say_roughly
from ..services.report.small import FEW
from .cells import get_plain_value


@dataclass(frozen=True)
class Statistic:
    """How many people gave one answer, in a step of five: "5–9"."""

    question: str
    answer: str
    count: str


class Tally:
    """Counts the answers to the questions that are for statistics only.

    What is chosen from a list is counted by answer; of free text only how many people
    wrote something. An answer that fewer than five people gave is left out: of a file
    with one person in it, its name alone would tell what that person answered. A
    file tells it of whole forms, and not of its rows: whoever chose these could leave
    out one person, and read the answer off the difference of two files.
    """

    def __init__(self) -> None:
        # The forms of which somebody was asked something for the statistics.
        self.page_ids: set[int] = set()
        self._pages: dict[int, dict[str, str]] = {}
        self._labels: dict[str, str] = {}
        self._counts: dict[str, Counter[str]] = {}

    def add(self, registration: Registration) -> None:
        """Count what `registration` answers."""
        page_id = registration.page_id
        if page_id not in self._pages:
            self._pages[page_id] = get_visibilities(registration.page)
        now = self._pages[page_id]
        for question in registration.questions:
            key = question["key"]
            visibility = get_visibility(key, asked=question, now=now)
            if (
                visibility != AnswerVisibility.STATISTICS
                or key in NEVER_REQUIRED
                or not was_asked(question)
                or is_erased(question)
            ):
                continue
            self.page_ids.add(page_id)
            self._labels[key] = question["label"]
            counter = self._counts.setdefault(key, Counter())
            counter.update(_get_answers(registration, question))

    def get_rows(self) -> list[Statistic]:
        """Return the numbers of groups that hide each of their members, in steps."""
        return [
            Statistic(self._labels[key], answer, say_roughly(count))
            for key, counter in self._counts.items()
            for answer, count in sorted(counter.items())
            if count >= FEW
        ]


# Kinds of question of which the answers are words of somebody's own.
_OWN_WORDS = frozenset(
    {"singleline", "multiline", "email", "url", "number", "date", "datetime"}
)


def _get_answers(registration: Registration, question: dict[str, Any]) -> list[str]:
    value = get_plain_value(registration, question["key"])
    if value in (None, "", [], False):
        return []
    if question["field_type"] in _OWN_WORDS or (
        isinstance(value, str) and question["field_type"].startswith("core_")
    ):
        return [_("answered")]
    if value is True:
        return [_("yes")]
    values = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in values]
