"""Answers that were given for the statistics only: in the mix as totals, in no card.

They are kept by question and answer, and leave this file in steps of five: who moves
one card back and forth would otherwise read an answer off the difference. No wish can
be about them and no solver sees them, for the same reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ...models import Registration
from ...models.core_questions import CORE_BY_COLUMN, NEVER_REQUIRED
from ...models.field_kinds import CHOICE_KINDS
from ..report.small import FEW, SMALL_TEXT


@dataclass(frozen=True)
class HiddenCount:
    """How many people of a group gave one answer, as far as it may be told.

    Attributes:
        question, answer: in the words of the form.
        text: "<5", "5–9", "10–14" …
    """

    question: str
    answer: str
    text: str


class HiddenAnswers:
    """Collects answers for the statistics, and counts them for a group."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._given: dict[str, dict[str, set[int]]] = defaultdict(dict)

    def add(self, row: Registration, question: Mapping[str, Any]) -> None:
        """Remember what `row` answered to one question, if it can be counted."""
        key = question["key"]
        if key in NEVER_REQUIRED:
            return  # consent is no fact about a group
        for answer in _get_answers(row, question):
            self._labels[key] = question["label"]
            self._given[key].setdefault(answer, set()).add(row.pk)

    def count(self, group: Collection[int]) -> list[HiddenCount]:
        """Return the totals of `group`; nothing where it is too small to hide in.

        Args:
            group: the keys of the registrations in it.
        """
        members = set(group)
        if len(members) < FEW:
            return []
        return [
            HiddenCount(self._labels[key], answer, say_roughly(len(people & members)))
            for key, answers in self._given.items()
            for answer, people in sorted(answers.items())
        ]


def say_roughly(number: int) -> str:
    """Return a number of people as a step of five; nobody and a few look the same."""
    if number < FEW:
        return SMALL_TEXT
    start = number - number % FEW
    return f"{start}–{start + FEW - 1}"


def _get_answers(row: Registration, question: Mapping[str, Any]) -> list[str]:
    key = question["key"]
    # Words of somebody's own are not counted, only what was chosen from a list.
    if key not in CORE_BY_COLUMN:
        if question.get("field_type") not in CHOICE_KINDS:
            return []
        value = row.form_data.get(key)
        return [
            str(one) for one in (value if isinstance(value, list) else [value]) if one
        ]
    if CORE_BY_COLUMN[key].options is None:
        return []
    if key == "perspectives":
        return [option.label for option in row.perspectives.all()]
    option = getattr(row, key)
    return [option.label] if option is not None else []
