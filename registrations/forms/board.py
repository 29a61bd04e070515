"""Looking for cards on the board, and moving one without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..services.keys import read_keys

SORTS = [
    ("score", pgettext_lazy("order of cards", "Score, highest first")),
    ("reference", pgettext_lazy("order of cards", "Number")),
    ("order", pgettext_lazy("order of cards", "Who came first")),
]


class BoardFilterForm(forms.Form):
    """Which cards are shown, and in which order; every field may stay empty.

    Args:
        workplaces, regions, kinds: what can be chosen, key and label.
    """

    q = forms.CharField(
        label=pgettext_lazy("on the board", "Search"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    choice = forms.ChoiceField(
        label=pgettext_lazy("on the board", "Chose"), required=False
    )
    region = forms.ChoiceField(
        label=pgettext_lazy("on the board", "Region"), required=False
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    score = forms.FloatField(
        label=pgettext_lazy("on the board", "Score from"),
        required=False,
        min_value=0,
        max_value=3,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )
    sort = forms.ChoiceField(
        label=pgettext_lazy("on the board", "Order"), required=False, choices=SORTS
    )
    full = forms.BooleanField(
        label=pgettext_lazy("on the board", "Everything on the card"), required=False
    )

    def __init__(
        self,
        *args: Any,
        workplaces: list[tuple[str, str]],
        regions: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        for name, options in (
            ("choice", workplaces),
            ("region", regions),
            ("kind", kinds),
        ):
            everything = ("", pgettext_lazy("on the board", "All"))
            self.fields[name].choices = [everything, *options]

    def get_wanted(self) -> dict[str, Any]:
        """Return what was filled in rightly; the rest narrows nothing down."""
        self.full_clean()
        return {
            name: value
            for name, value in getattr(self, "cleaned_data", {}).items()
            if value not in ("", None)
        }


class ReasonForm(forms.Form):
    """One reason for several who are not selected."""

    proposals = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason for the applicants"),
        max_length=4000,
        widget=AdminAutoHeightTextInput,
        help_text=_("Stands in each letter, word for word: name nobody."),
        error_messages={"required": _("Give the reason: it stands in the letter.")},
    )

    def clean_proposals(self) -> list[int]:
        return read_keys(self.cleaned_data["proposals"].split(","))


class MoveForm(forms.Form):
    """One card and where it goes.

    Args:
        aims: where it may go, key and label; without them any column will do.
    """

    card = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.CharField(label=_("Put in"), max_length=40)

    def __init__(
        self, *args: Any, aims: list[tuple[str, str]] | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        if aims is not None:
            self.fields["to"].widget = forms.Select(choices=aims)
