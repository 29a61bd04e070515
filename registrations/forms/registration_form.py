"""The public form: what one person answers, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.contrib.forms.forms import BaseForm

from workplaces.models import Session

from ..enums import FormSection
from ..models import RegistrationFormField
from ..services.municipality_lookup import (
    find_municipality,
    has_municipalities,
    is_whole_area,
    suggest_municipalities,
)
from .conditions import Condition, find_asked, get_given, get_offered
from .text import join_or

FORM_PREFIX = "inschrijving"
NOT_IN_LIST = "municipality_other"


# The archetype of each section (home/facade.py), so that colour is never alone.
SECTION_SIGNS = {
    FormSection.YOU: "talk",
    FormSection.ORGANISATION: "roofs",
    FormSection.CHOICE: "rooms",
    FormSection.MOTIVATION: "stair",
    FormSection.CLOSING: "door",
}


@dataclass(frozen=True)
class Fieldset:
    """One section of the form: its legend and its fields, in order."""

    section: FormSection
    fields: list[BoundField]

    @property
    def legend(self) -> str:
        return self.section.label

    @property
    def sign(self) -> str:
        return SECTION_SIGNS[self.section]


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary: the sentence, and where to mend it."""

    target: str
    sentence: str


class RegistrationForm(BaseForm):
    """Base of every form that `forms.builder` builds.

    Every name is posted under the prefix `inschrijving`, so that the form can stand
    on any page. The page and its call are known by `self.page`.
    """

    use_required_attribute = False
    questions: ClassVar[Sequence[RegistrationFormField]] = ()
    sessions: ClassVar[Sequence[Session]] = ()
    conditions: ClassVar[Mapping[str, Condition]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", FORM_PREFIX)
        super().__init__(*args, **kwargs)
        if "municipality" in self.fields:
            self.fields[NOT_IN_LIST] = forms.BooleanField(
                label=_("My municipality is not in the list"), required=False
            )
        for field in self.fields.values():
            # Groups of boxes say it in their legend: by not being marked optional.
            if field.required and not field.widget.use_fieldset:
                field.widget.attrs["aria-required"] = "true"

    @cached_property
    def asked_keys(self) -> frozenset[str]:
        """The keys of the questions that are asked, given the answers so far."""
        keys = [row.clean_name for row in self.questions]
        deciding = {condition.key for condition in self.conditions.values()}
        return find_asked(
            keys,
            self.conditions,
            given={key: get_given(self[key]) for key in deciding},
            offered={key: get_offered(self.fields[key]).values() for key in deciding},
        )

    def is_asked(self, key: str) -> bool:
        """Whether the question `key` is asked of who gives these answers."""
        return key in self.asked_keys or key not in self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(row.clean_name for row in self.questions)

    def _clean_fields(self) -> None:
        """Check what is asked; whatever was typed at another question is no answer."""
        fields = self.fields
        self.fields = {key: fields[key] for key in fields if self.is_asked(key)}
        try:
            super()._clean_fields()
        finally:
            self.fields = fields
        for key, field in fields.items():
            if not self.is_asked(key):
                self.cleaned_data[key] = get_empty_answer(field)

    def clean(self) -> dict[str, Any]:
        """Check what only shows when the answers are seen together."""
        cleaned_data = super().clean()
        first = cleaned_data.get("workplace_first")
        if first and first == cleaned_data.get("workplace_second"):
            self.add_error(
                "workplace_second",
                _("Choose another second choice than your first choice"),
            )
        if "municipality" in self.fields:
            self._find_municipality()
        return cleaned_data

    def _find_municipality(self) -> None:
        """Turn the typed name into a municipality, or say what is near it."""
        typed = self.cleaned_data.get("municipality") or ""
        self.cleaned_data["municipality"] = None
        self.cleaned_data["municipality_text"] = typed
        if not typed or "municipality" in self.errors:
            return
        found = find_municipality(name=typed)
        self.cleaned_data["municipality"] = found
        if found or self.cleaned_data.get(NOT_IN_LIST) or is_whole_area(name=typed):
            return
        if not has_municipalities():
            return
        near = suggest_municipalities(name=typed)
        if near:
            sentence = _(
                "We do not find “%(name)s”. Do you mean %(names)s? Or tick that your "
                "municipality is not in the list"
            )
        else:
            sentence = _(
                "We do not find “%(name)s”. Check the spelling, or tick that your "
                "municipality is not in the list"
            )
        names = join_or(near)
        self.add_error(
            "municipality",
            forms.ValidationError(sentence % {"name": typed, "names": names}),
        )
        self.cleaned_data["municipality"] = None

    @property
    def asks_not_in_list(self) -> bool:
        """Whether the box for an unlisted municipality shows: after a try, or ticked."""
        if "municipality" not in self.fields or not self.is_bound:
            return False
        typed = bool(self["municipality"].value())
        return bool(self[NOT_IN_LIST].value()) or (
            typed and "municipality" in self.errors
        )

    @property
    def not_in_list(self) -> BoundField:
        return self[NOT_IN_LIST]

    def get_fieldsets(self) -> list[Fieldset]:
        """Return the sections that have questions, in their fixed order."""
        return [
            Fieldset(section, fields)
            for section in FormSection
            if (fields := [self[row.clean_name] for row in self._in_section(section)])
        ]

    def _in_section(self, section: FormSection) -> Iterator[RegistrationFormField]:
        """The questions of a section that somebody sees: a hidden field asks nothing."""
        return (
            row
            for row in self.questions
            if row.section == section and not self[row.clean_name].is_hidden
        )

    def get_mistakes(self) -> list[Mistake]:
        """Return what must be mended, in the order of the page."""
        return [
            Mistake(target=get_first_input_id(bound), sentence=str(sentence))
            for fieldset in self.get_fieldsets()
            for bound in fieldset.fields
            for sentence in bound.errors
        ]

    def get_typed_answers(self) -> list[tuple[str, str]]:
        """Return label and text of all that was typed, checked or not.

        For somebody who sends a form that closed meanwhile: nothing is stored, and
        nothing they wrote may be lost.
        """
        answers = []
        for fieldset in self.get_fieldsets():
            for bound in fieldset.fields:
                text = _describe_value(bound) if self.is_asked(bound.name) else ""
                if text:
                    answers.append((bound.label, text))
        return answers

    def get_snapshot(self) -> list[dict[str, Any]]:
        """Return the questions as they were asked, for the registration to keep."""
        snapshot = []
        for question in self.questions:
            asked = question.as_asked()
            if question.clean_name == "availability":
                asked["options"] = [[row.key, str(row)] for row in self.sessions]
            if not self.is_asked(question.clean_name):
                asked["is_asked"] = False
            snapshot.append(asked)
        return snapshot

    def get_own_answers(self) -> dict[str, Any]:
        """Return the answers to the editor's own questions, by key.

        None where not asked: so that what somebody answered before goes, too.
        """
        return {
            question.clean_name: (
                self.cleaned_data.get(question.clean_name)
                if self.is_asked(question.clean_name)
                else None
            )
            for question in self.questions
            if question.core is None
        }

    def get_core_answers(self) -> dict[str, Any]:
        """Return the answers that have a column, by column; empty where not asked."""
        answers = {
            question.clean_name: self.cleaned_data.get(question.clean_name)
            for question in self.questions
            if question.core
        }
        if "municipality" in answers:
            answers["municipality_text"] = self.cleaned_data["municipality_text"]
        if "availability" in answers and not self.is_asked("availability"):
            # "Cannot come" would be an answer.
            answers["availability"] = None
        return answers


def get_empty_answer(field: forms.Field) -> Any:
    """Return what a question holds that was not asked."""
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.TypedChoiceField):
        return field.empty_value
    return "" if isinstance(field, forms.CharField | forms.ChoiceField) else None


def get_first_input_id(bound: BoundField) -> str:
    """Return the id to which a link in the error summary must lead."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id


def _describe_value(bound: BoundField) -> str:
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return pgettext("answer", "Yes") if value else ""
    if isinstance(bound.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in bound.field.choices if key}
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels[str(one)] for one in values if str(one) in labels)
    return str(value or "").strip()
