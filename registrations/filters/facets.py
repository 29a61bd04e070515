"""How many rows each choice of a filter would show, where that leaks nothing.

Counted are the state and the form, of what the user may see at all. Not the facts,
scores and reviews: a count of one would tell of whom.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.db.models import Count, QuerySet

COUNTED = {"state": "state", "page": "page_id"}


class CountedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a number behind each label, once somebody counted."""

    counts: Counter[str] | None = None

    def create_option(
        self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        if self.counts is not None:
            label = f"{label} ({self.counts[str(value)]})"
        return super().create_option(name, value, label, *args, **kwargs)


def show_counts(form: forms.Form, queryset: QuerySet) -> None:
    """Write the numbers behind the choices of `form`, in one query.

    Args:
        form: of a `RegistrationFilterSet`.
        queryset: what the user may see, not narrowed down.
    """
    counts = {name: Counter() for name in COUNTED}
    columns = list(COUNTED.values())
    for row in queryset.order_by().values(*columns).annotate(rows=Count("pk")):
        for name, column in COUNTED.items():
            counts[name][str(row[column])] += row["rows"]
    for name, counter in counts.items():
        form.fields[name].widget.counts = counter
