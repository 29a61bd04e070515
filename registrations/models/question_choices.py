"""What a question has to choose from, for the editor: stable codes and their labels."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from wagtail.contrib.forms.forms import FormBuilder
from wagtail.models import Page

from workplaces.models import CallPage

from .core_questions import CORE_QUESTIONS
from .field_kinds import CHOICE_KINDS
from .form_field import RegistrationFormField
from .reference import AnswerOption

# What a box that is ticked answers, in a condition and on the screen.
TICKED = "ja"
# Core questions whose limit an editor may lower.
TEXT_ANSWERS = frozenset({"text", "long"})


class QuestionChoices:
    """The answers that the questions of one form offer; lists are fetched once."""

    def __init__(self, parent: Page | None) -> None:
        """Look at a form below `parent`, the call or the day."""
        subject = parent.specific if parent is not None else None
        self.call = subject if isinstance(subject, CallPage) else None

    @cached_property
    def _lists(self) -> dict[str, list[tuple[str, str]]]:
        lists: dict[str, list[tuple[str, str]]] = {}
        for option in AnswerOption.objects.filter(is_active=True):
            lists.setdefault(option.list, []).append((option.code, option.label))
        return lists

    @cached_property
    def _workplaces(self) -> list[tuple[str, str]]:
        if self.call is None:
            return []
        return [(page.slug, page.title) for page in self.call.public_workplaces]

    @cached_property
    def _sessions(self) -> list[tuple[str, str]]:
        if self.call is None:
            return []
        return [(row.key, str(row)) for row in self.call.live_sessions]

    def can_decide(self, row: RegistrationFormField) -> bool:
        """Whether another question can depend on the answer to `row`."""
        if row.core:
            return bool(row.core.options) or row.core.answer in {
                "workplace",
                "second_workplace",
                "sessions",
                "agreement",
            }
        return row.field_type in CHOICE_KINDS or row.field_type == "checkbox"

    def of(self, row: RegistrationFormField) -> list[tuple[str, str]]:
        """Return the codes of the answers to `row`, each with its label."""
        if row.core:
            return self._of_core(row.core)
        if row.field_type == "checkbox":
            return [(TICKED, gettext("ticked"))]
        if row.field_type not in CHOICE_KINDS:
            return []
        choices = FormBuilder([]).get_formatted_field_choices(row)
        return [(text, text) for text, _label in choices if text]

    def _of_core(self, core: Any) -> list[tuple[str, str]]:
        if core.options:
            return self._lists.get(core.options, [])
        if core.answer in {"workplace", "second_workplace"}:
            return self._workplaces
        if core.answer == "sessions":
            return self._sessions
        return [(TICKED, gettext("ticked"))] if core.answer == "agreement" else []

    def get_core_labels(self) -> dict[str, list[str]]:
        """Return the labels of every core question, by kind, for the editor's script."""
        return {
            core.field_type: labels
            for core in CORE_QUESTIONS
            if (labels := [label for _code, label in self._of_core(core)])
        }

    def get_core_texts(self) -> list[str]:
        """Return the kinds of core question that take text of a limited length."""
        return [
            core.field_type for core in CORE_QUESTIONS if core.answer in TEXT_ANSWERS
        ]

    def to_labels(self, row: RegistrationFormField, codes: Iterable[str]) -> list[str]:
        """Return how an editor reads `codes`; one that is gone stands as it is."""
        labels = dict(self.of(row))
        return [labels.get(code, code) for code in codes]

    def to_codes(
        self, row: RegistrationFormField, labels: Iterable[str]
    ) -> tuple[list[str], list[str]]:
        """Return the codes of what an editor wrote, and what is no answer at all."""
        offered = self.of(row)
        by_text = {code.casefold(): code for code, _label in offered}
        by_text |= {_fold(label): code for code, label in offered}
        codes, unknown = [], []
        for label in labels:
            code = by_text.get(_fold(label))
            if code is None:
                unknown.append(label)
            elif code not in codes:
                codes.append(code)
        return codes, unknown


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
