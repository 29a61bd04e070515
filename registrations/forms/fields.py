"""The fields of the public form: lenient in what they take, clear when they cannot.

None of them cuts off what somebody types: too long is answered with a sentence, so
that nothing of a pasted text is lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import (
    EmailValidator,
    ProhibitNullCharactersValidator,
    RegexValidator,
)
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .text import clean_text

NO_BREAK_SPACE = "\u00a0"
TOO_LONG = ngettext_lazy(
    "Your answer has %(count)s characters. Make it %(excess)s character shorter",
    "Your answer has %(count)s characters. Make it %(excess)s characters shorter",
    "excess",
)
ILLEGIBLE = _("Your answer contains a character that we cannot read. Type it again")


def group_digits(number: int) -> str:
    """Return a number as it is written in Dutch: 1350 as "1 350"."""
    return f"{number:,}".replace(",", NO_BREAK_SPACE)


class Count(int):
    """A number that chooses between one and many, and reads as Dutch writes it."""

    def __str__(self) -> str:
        return group_digits(int(self))


class TextField(forms.CharField):
    """Text whose length is counted as people count: in code points.

    Browsers send every line break as two characters; they are made one first, so
    that the counter in the browser and the server agree.
    """

    def __init__(self, *, longest: int, too_long: Any = "", **kwargs: Any) -> None:
        self.longest = longest
        self.too_long = too_long or TOO_LONG
        super().__init__(**kwargs)
        # Asked first, below, with a sentence of our own.
        self.validators = [
            validator
            for validator in self.validators
            if not isinstance(validator, ProhibitNullCharactersValidator)
        ]

    def normalise(self, value: str) -> str:
        return value

    def to_python(self, value: Any) -> str:
        value = "" if value is None else str(value)
        if "\x00" in value:
            raise ValidationError(ILLEGIBLE, code="illegible")
        return super().to_python(self.normalise(clean_text(value)))

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                self.too_long,
                code="max_length",
                params={
                    "count": Count(len(value)),
                    "excess": Count(len(value) - self.longest),
                },
            )


class LineField(TextField):
    """One line: a name, an organisation. Line breaks become spaces."""

    def normalise(self, value: str) -> str:
        return " ".join(value.split())


class LongField(TextField):
    """Several lines, with a counter below it."""

    widget = forms.Textarea

    @property
    def longest_text(self) -> str:
        return group_digits(self.longest)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "rows": 3 if self.longest <= 600 else 8,
            "data-longest": self.longest,
        }


class EmailField(LineField):
    """An e-mail address, with one sentence for all that can be wrong with it."""

    widget = forms.EmailInput

    def __init__(self, *, wrong: Any, **kwargs: Any) -> None:
        super().__init__(too_long=wrong, **kwargs)
        self.validators = [EmailValidator(message=wrong)]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "spellcheck": "false",
            "autocapitalize": "none",
        }


class PhoneField(LineField):
    """A telephone number, written as anybody likes to write it."""

    widget = forms.TelInput
    default_validators = [
        RegexValidator(
            r"^\+?[\d\s().,/-]*\d[\d\s().,/-]*$",
            _("Fill in your telephone number, such as 0470 12 34 56"),
        )
    ]


class HintedLabel(str):
    """The label of a choice that carries a sentence of its own below it."""

    hint: str = ""

    @classmethod
    def build(cls, label: str, hint: str) -> HintedLabel:
        text = cls(label)
        text.hint = hint
        return text


class HintedRadioSelect(forms.RadioSelect):
    """Radio buttons of which each names its hint to a screen reader."""

    def create_option(self, name, value, label, *args, **kwargs) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        option["hint"] = getattr(label, "hint", "")
        if option["hint"] and "id" in option["attrs"]:
            option["hint_id"] = f"{option['attrs']['id']}_hint"
            option["attrs"]["aria-describedby"] = option["hint_id"]
        return option


class ObjectChoiceField(forms.TypedChoiceField):
    """One of some objects, fetched beforehand; the answer is the object itself."""

    # Whether "no answer" is itself one of the radio buttons, so that the label need
    # not say that the question may be left open.
    has_blank_answer = False

    def __init__(
        self,
        *,
        by_value: Mapping[str, Any],
        labels: Iterable[tuple[str, str]],
        blank: str | None = None,
        codes: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer what stands in `by_value` under `labels`; `blank` is no answer.

        `codes` says how conditions name a value, where it is not by the value.
        """
        self.by_value, self.codes = by_value, codes or {}
        choices = list(labels)
        if blank is not None:
            choices.insert(0, ("", blank))
            self.has_blank_answer = isinstance(kwargs.get("widget"), type)
        super().__init__(
            choices=choices, coerce=by_value.__getitem__, empty_value=None, **kwargs
        )


class ObjectsChoiceField(forms.TypedMultipleChoiceField):
    """Some of some objects, fetched beforehand; at most `most` of them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        *,
        by_value: Mapping[str, Any],
        labels: Iterable[tuple[str, str]],
        most: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.by_value, self.most = by_value, most
        super().__init__(
            choices=list(labels),
            coerce=by_value.__getitem__,
            empty_value=[],
            **kwargs,
        )

    def clean(self, value: Any) -> list[Any]:
        chosen = super().clean(list(dict.fromkeys(value or [])))
        if self.most is not None and len(chosen) > self.most:
            raise ValidationError(
                _("Mark at most %(most)s; you marked %(count)s"),
                code="most",
                params={"most": self.most, "count": len(chosen)},
            )
        return chosen
