"""A list of answers that an editor writes one on each line."""

from typing import Any

from django import forms
from django.db import models


class LinesField(forms.CharField):
    """Text of which every line is an item of a list."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        lines = (super().to_python(value) or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def run_validators(self, value: Any) -> None:
        """Leave it to the form to know which lines are good."""


class AnswerLinesField(models.JSONField):
    """A JSON list, edited as lines; the database knows an ordinary JSON column."""

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:
        for name in ("encoder", "decoder", "max_length", "form_class"):
            kwargs.pop(name, None)
        return models.Field.formfield(self, form_class=LinesField, **kwargs)
