"""What goes out in a spreadsheet, cell by cell, and nothing that can do harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Registration

# A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# column → its heading; core answers in the order of the form
COLUMNS: dict[str, Any] = {
    "reference": _("Number"),
    "state": pgettext_lazy("of a registration", "State"),
    "state_changed_at": _("In this state since"),
    "submit_time": _("Received on"),
    "source": _("Source"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "organisation": _("Organisation"),
    "organisation_type": _("Kind of organisation"),
    "municipality": _("Municipality"),
    "region": _("Reference region"),
    "role": _("Role"),
    "profile": _("Profile"),
    "workplace_first": _("First choice"),
    "workplace_second": _("Second choice"),
    "placed_in": _("Placed in"),
    "availability_note": _("About the availability"),
    "practice_link": _("Link with practice"),
    "practice_note": _("About the link with practice"),
    "project_phase": _("Project phase"),
    "experience_level": _("Experience"),
    "perspectives": _("Perspectives"),
    "motivation": _("Motivation"),
    "contribution": _("Contribution"),
    "expectations": _("Expectations"),
    "colleague": _("Colleague"),
    "engagement": _("Engagement"),
    "newsletter": _("Newsletter"),
    "keep_for_next": _("Keep for a next call"),
    "share_contacts": _("Share contact details"),
}

SPECIAL: dict[str, Callable[[Registration], Any]] = {
    "state": lambda registration: registration.get_state_display(),
    "source": lambda registration: registration.get_source_display(),
    "municipality": lambda registration: registration.municipality_name,
    "region": lambda registration: getattr(registration.municipality, "region", None),
    "perspectives": lambda registration: registration.perspectives.all(),
}


def for_export(queryset: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return `queryset` with all that one row needs, in a fixed number of queries."""
    return queryset.select_related(
        "role", "profile", "practice_link", "project_phase", "experience_level"
    ).prefetch_related("perspectives")


def get_extra_columns(queryset: QuerySet[Registration]) -> dict[str, str]:
    """Return the questions outside the core, by key: the last label that was asked.

    Taken from the questions as each person saw them, so that a question that is no
    longer asked keeps its column.
    """
    columns: dict[str, str] = {}
    snapshots = queryset.order_by("submit_time").values_list("questions", flat=True)
    for questions in snapshots:
        for question in questions:
            key = question["key"]
            if key not in COLUMNS and not hasattr(Registration, key):
                columns[key] = question["label"]
    return columns


def get_cell(registration: Registration, column: str) -> Any:
    """Return one cell, as text or as a moment, with formulas made harmless."""
    if column in SPECIAL:
        value = SPECIAL[column](registration)
    elif column in COLUMNS:
        value = getattr(registration, column)
    else:
        value = registration.form_data.get(column)
    return neutralise(to_plain(value))


def to_plain(value: Any) -> Any:
    """Return `value` as a spreadsheet shows it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, QuerySet | list | tuple | set):
        return ", ".join(str(item) for item in value)
    return str(value)


def neutralise(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
