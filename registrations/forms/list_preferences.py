"""What somebody keeps of the list: which columns, and lists under a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ColumnsForm(forms.Form):
    """For each column whether it stands in the list, and at which place.

    Plain checkboxes and numbers: works on a telephone and without a script.

    Args:
        choices: every column that may be chosen, by name and label.
        chosen: the columns as they stand now, in their order.
    """

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[str, Any]],
        chosen: list[str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        labels = dict(choices)
        self.names = [*chosen, *(name for name in labels if name not in chosen)]
        for place, name in enumerate(self.names, start=1):
            self.fields[f"{name}_shown"] = forms.BooleanField(
                label=labels[name], required=False, initial=name in chosen
            )
            self.fields[f"{name}_place"] = forms.IntegerField(
                label=_("Place of “%(column)s”") % {"column": labels[name]},
                required=False,
                min_value=1,
                max_value=99,
                initial=place,
                widget=forms.NumberInput(attrs={"min": 1, "max": 99}),
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{name}_shown"], self[f"{name}_place"]) for name in self.names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(f"{name}_shown") for name in self.names):
            raise forms.ValidationError(_("Choose at least one column."))
        return data

    def get_columns(self) -> list[str]:
        """Return the chosen columns in their order; equal places stay as they stood."""
        data = self.cleaned_data
        shown = [name for name in self.names if data[f"{name}_shown"]]
        return sorted(shown, key=lambda name: data[f"{name}_place"] or 99)


class SaveViewForm(forms.Form):
    """Under which name a list is kept, and for whom."""

    name = forms.CharField(
        label=pgettext_lazy("of a list", "Name"),
        max_length=80,
        help_text=_("For example: unread in Participatie. Name no people."),
    )
    is_shared = forms.BooleanField(
        label=_("Show it to the whole team"),
        required=False,
        help_text=_(
            "Each sees in it what they may see: your ties and hidden names stay yours."
        ),
    )
