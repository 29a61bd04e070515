"""Builds the public form from the questions that an editor put on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext

from ..models import RegistrationFormField, RegistrationFormPage
from ..models.core_questions import CoreQuestion
from .conditions import Condition, describe, keep_sound
from .fields import (
    EmailField,
    HintedLabel,
    HintedRadioSelect,
    LineField,
    LongField,
    ObjectChoiceField,
    ObjectsChoiceField,
    PhoneField,
)
from .offer import Offer
from .own_kinds import OwnKinds
from .registration_form import FORM_PREFIX, RegistrationForm

MAX_PERSPECTIVES = 3


def build_form_class(page: RegistrationFormPage) -> type[RegistrationForm]:
    """Return the form class of `page`, with its questions in their order."""
    questions = list(page.get_form_fields())
    offer = Offer.of(page, questions)
    asked = [question for question in questions if offer.can_answer(question)]
    for question in asked:
        # A question of an unsaved page (a preview) has no key yet.
        question.clean_name = question.clean_name or question.get_field_clean_name()
    fields = RegistrationFormBuilder(asked, offer=offer).formfields
    conditions = _read_conditions(asked)
    for key, condition in conditions.items():
        shown = describe(
            condition,
            field=fields[condition.key],
            name=f"{FORM_PREFIX}-{condition.key}",
        )
        field = fields[key]
        field.condition, field.hint = shown, field.help_text
        field.help_text = f"{shown.sentence} {field.help_text}".strip()
    return type(
        "RegistrationForm",
        (RegistrationForm,),
        {
            **fields,
            "questions": asked,
            "conditions": conditions,
            "sessions": offer.sessions,
        },
    )


def _read_conditions(questions: Iterable[RegistrationFormField]) -> dict:
    """Return the conditions that can be judged, by the key of their question."""
    questions = list(questions)
    return keep_sound(
        {
            row.clean_name: Condition(
                key=row.show_if_key,
                when=row.show_if_condition,
                answers=frozenset(map(str, row.show_if_values or ())),
            )
            for row in questions
            if row.show_if_key
        },
        {row.clean_name for row in questions},
    )


class RegistrationFormBuilder(OwnKinds):
    """Knows the core questions besides Wagtail's own kinds of question."""

    def __init__(
        self, fields: Sequence[RegistrationFormField], *, offer: Offer
    ) -> None:
        super().__init__(fields)
        self.offer = offer

    def get_create_field_function(self, type: str) -> Callable[..., forms.Field]:
        if type.startswith("core_"):
            return self.create_core_field
        return super().get_create_field_function(type)

    def get_field_options(self, field: RegistrationFormField) -> dict[str, Any]:
        """Label, hint and sentences of one question.

        The hint is escaped by the template, as everything is; Wagtail's escaping
        beforehand would show up as code.
        """
        missing = (
            field.core.missing
            if field.core
            else gettext("Answer the question “%(label)s”") % {"label": field.label}
        )
        return {
            "label": field.label,
            "help_text": field.help_text,
            "required": field.required,
            "initial": field.default_value or None,
            "error_messages": {
                "required": missing,
                "invalid_choice": missing,
                "invalid_list": missing,
                "invalid": missing,
            },
        }

    # Core questions.

    def create_core_field(
        self, field: RegistrationFormField, options: dict[str, Any]
    ) -> forms.Field:
        core = field.core
        create = getattr(self, f"create_core_{core.answer}_field")
        options["initial"] = None
        if field.max_length and core.max_length:
            # The editor may ask for less than the column takes, never for more.
            core = replace(core, max_length=min(field.max_length, core.max_length))
        form_field = create(core, options)
        if core.autocomplete:
            form_field.widget.attrs["autocomplete"] = core.autocomplete
        return form_field

    def create_core_text_field(self, core: CoreQuestion, options: dict) -> forms.Field:
        return LineField(longest=core.max_length, **options)

    def create_core_long_field(self, core: CoreQuestion, options: dict) -> forms.Field:
        return LongField(longest=core.max_length, too_long=core.too_long, **options)

    def create_core_email_field(self, core: CoreQuestion, options: dict) -> forms.Field:
        return EmailField(longest=core.max_length, wrong=core.missing, **options)

    def create_core_phone_field(self, core: CoreQuestion, options: dict) -> forms.Field:
        return PhoneField(longest=core.max_length, **options)

    def create_core_municipality_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        return LineField(longest=core.max_length, **options)

    def create_core_agreement_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        return forms.BooleanField(**options)

    def create_core_select_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        return ObjectChoiceField(
            **self._get_list(core), blank=gettext("Make a choice"), **options
        )

    def create_core_radios_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        blank = None if options["required"] else gettext("I would rather not say")
        return ObjectChoiceField(
            **self._get_list(core), blank=blank, widget=forms.RadioSelect, **options
        )

    def create_core_perspectives_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        return ObjectsChoiceField(
            **self._get_list(core), most=MAX_PERSPECTIVES, **options
        )

    def create_core_workplace_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        return ObjectChoiceField(
            by_value={str(page.pk): page for page in self.offer.workplaces},
            codes={str(page.pk): page.slug for page in self.offer.workplaces},
            labels=[
                (str(page.pk), HintedLabel.build(page.title, page.lead))
                for page in self.offer.workplaces
            ],
            widget=HintedRadioSelect,
            **options,
        )

    def create_core_second_workplace_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        # "My first choice only" is an answer, so the question is always answered.
        return ObjectChoiceField(
            by_value={str(page.pk): page for page in self.offer.workplaces},
            codes={str(page.pk): page.slug for page in self.offer.workplaces},
            labels=[(str(page.pk), page.title) for page in self.offer.workplaces],
            blank=gettext("My first choice only"),
            widget=forms.RadioSelect,
            **options | {"required": False},
        )

    def create_core_sessions_field(
        self, core: CoreQuestion, options: dict
    ) -> forms.Field:
        return ObjectsChoiceField(
            by_value={row.key: row for row in self.offer.sessions},
            labels=[(row.key, str(row)) for row in self.offer.sessions],
            **options,
        )

    def _get_list(self, core: CoreQuestion) -> dict[str, Any]:
        rows = self.offer.options[core.options]
        return {
            "by_value": {row.code: row for row in rows},
            "labels": [(row.code, row.label) for row in rows],
        }
