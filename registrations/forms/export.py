"""What somebody chooses before registrations go out in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..exports import group_columns

FORMAT_CHOICES = [
    ("xlsx", _("Excel (XLSX)")),
    ("csv", _("CSV, for any spreadsheet")),
    ("json", _("JSON, for a program")),
]
LABELS, KEYS = "labels", "keys"
HEADING_CHOICES = [
    (LABELS, _("The questions in words")),
    (KEYS, _("Fixed keys, which stay the same when a question is worded anew")),
]


class ExportForm(forms.Form):
    """The format, and which columns: all of them until somebody unticks one.

    Args:
        columns: key → heading of all that can go out.
    """

    file_format = forms.ChoiceField(
        label=pgettext_lazy("of an export", "Format"),
        choices=FORMAT_CHOICES,
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    headings = forms.ChoiceField(
        label=_("What stands above the columns"),
        choices=HEADING_CHOICES,
        initial=LABELS,
        widget=forms.RadioSelect,
        help_text=_("JSON always carries both."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one column.")},
    )

    def __init__(self, *args: Any, columns: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_columns = columns
        self.fields["columns"].choices = list(columns.items())
        self.fields["columns"].initial = list(columns)

    def get_groups(self) -> list[tuple[str, list[BoundWidget]]]:
        """Return the boxes under the headings of the form."""
        boxes = {str(box.data["value"]): box for box in self["columns"].subwidgets}
        return [
            (heading, [boxes[key] for key, _label in columns])
            for heading, columns in group_columns(self.all_columns).items()
        ]

    def get_chosen(self) -> dict[str, str]:
        """Return key → heading of what was ticked, in the order of the list."""
        ticked = set(self.cleaned_data["columns"])
        return {key: text for key, text in self.all_columns.items() if key in ticked}
