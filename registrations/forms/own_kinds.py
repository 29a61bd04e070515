"""Wagtail's own kinds of question, with our sentences and limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from wagtail.contrib.forms.forms import FormBuilder

from ..models import RegistrationFormField
from ..models.core_questions import MAX_LONG_ANSWER
from .fields import EmailField, LineField, LongField

MAX_LINE = 255
# What an editor writes to have a box ticked beforehand.
TICKED_WORDS = frozenset({"ja", "aan", "aangevinkt", "yes", "on", "true", "1"})


class OwnKinds(FormBuilder):
    """Builds the questions that an editor thought of."""

    def create_singleline_field(self, field: Any, options: dict) -> forms.Field:
        return LineField(longest=field.max_length or MAX_LINE, **options)

    def create_multiline_field(self, field: Any, options: dict) -> forms.Field:
        return LongField(longest=field.max_length or MAX_LONG_ANSWER, **options)

    def create_email_field(self, field: Any, options: dict) -> forms.Field:
        wrong = options["error_messages"]["required"]
        return EmailField(longest=254, wrong=wrong, **options)

    def create_number_field(self, field: Any, options: dict) -> forms.Field:
        # Text, so that "1,5" can be typed and nothing typed is ever swallowed.
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return _start_with_sense(
            forms.DecimalField(
                max_digits=15, decimal_places=4, localize=True, widget=widget, **options
            )
        )

    def create_date_field(self, field: Any, options: dict) -> forms.Field:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return _start_with_sense(forms.DateField(widget=widget, **options))

    def create_datetime_field(self, field: Any, options: dict) -> forms.Field:
        widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
        )
        return _start_with_sense(forms.DateTimeField(widget=widget, **options))

    def create_checkbox_field(self, field: Any, options: dict) -> forms.Field:
        is_ticked = (field.default_value or "").strip().casefold() in TICKED_WORDS
        return forms.BooleanField(**options | {"initial": is_ticked})

    def create_dropdown_field(self, field: Any, options: dict) -> forms.Field:
        choices = [("", gettext("Make a choice")), *self._get_choices(field)]
        return forms.ChoiceField(choices=choices, **options)

    def create_radio_field(self, field: Any, options: dict) -> forms.Field:
        choices = self._get_choices(field)
        if not options["required"]:
            choices.insert(0, ("", gettext("I would rather not say")))
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)

    def create_checkboxes_field(self, field: Any, options: dict) -> forms.Field:
        options["initial"] = self.get_formatted_field_initial(field)
        return forms.MultipleChoiceField(
            choices=self._get_choices(field),
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def create_hidden_field(self, field: Any, options: dict) -> forms.Field:
        # Disabled: what is posted counts for nothing, whoever posts it.
        return forms.CharField(
            **options | {"required": False}, disabled=True, widget=forms.HiddenInput
        )

    # A list in which one must hold Ctrl is not usable; boxes are.
    create_multiselect_field = create_checkboxes_field

    def _get_choices(self, field: RegistrationFormField) -> list[tuple[str, str]]:
        return [
            choice for choice in self.get_formatted_field_choices(field) if choice[0]
        ]


def _start_with_sense(form_field: forms.Field) -> forms.Field:
    """Read the value that an editor filled in beforehand; nonsense starts empty."""
    try:
        form_field.initial = form_field.to_python(form_field.initial or "")
    except forms.ValidationError:
        form_field.initial = None
    return form_field
