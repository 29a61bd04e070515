"""The answers of one person, read back: section by section, in their own words."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import pgettext

from .registration_form import Fieldset, RegistrationForm, get_first_input_id


@dataclass(frozen=True)
class ReadBack:
    """One question with what was answered.

    Attributes:
        label: the question.
        target: the id of the input in which it was answered.
        lines: the answer; more than one where several things were chosen, and none
            when the question was left open.
    """

    label: str
    target: str
    lines: list[str]


@dataclass(frozen=True)
class SummarySection:
    """One section of the form and its questions."""

    fieldset: Fieldset
    answers: list[ReadBack]

    @property
    def legend(self) -> str:
        return self.fieldset.legend

    @property
    def sign(self) -> str:
        return self.fieldset.sign


def summarise(form: RegistrationForm) -> list[SummarySection]:
    """Return what was typed in `form`, without the questions that were not asked."""
    sections = []
    for fieldset in form.get_fieldsets():
        answers = [
            ReadBack(str(bound.label), get_first_input_id(bound), describe(bound))
            for bound in fieldset.fields
            if form.is_asked(bound.name)
        ]
        if answers:
            sections.append(SummarySection(fieldset, answers))
    return sections


def describe(bound: BoundField) -> list[str]:
    """Return an answer as it was typed or chosen; nothing where it was left open."""
    value = bound.value()
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return [pgettext("answer", "Yes") if value else pgettext("answer", "No")]
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list | tuple) else [value]
        chosen = {"" if one is None else str(one) for one in chosen}
        if not bound.use_fieldset:
            # "Make a choice" in a list that opens is no answer; beside a button it is.
            chosen.discard("")
        return [str(label) for key, label in field.choices if str(key) in chosen]
    text = str("" if value is None else value).strip()
    return [text] if text else []
