"""What goes out in a spreadsheet, cell by cell, and nothing that can do harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .models import ArchivedQuestion, Registration, RegistrationFormField
from .models.form_field import add_retired_mark
from .services.answers import get_meetings_that_suit

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
    "availability": _("Can come to"),
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
    # The name of a meeting has a comma of its own.
    "availability": lambda registration: "; ".join(
        get_meetings_that_suit(registration)
    ),
}


def for_export(queryset: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return `queryset` with all that one row needs, in a fixed number of queries."""
    return queryset.select_related(
        "role", "profile", "practice_link", "project_phase", "experience_level"
    ).prefetch_related("perspectives", "availability")


def get_columns(queryset: QuerySet[Registration]) -> dict[str, Any]:
    """Return the columns with their headings: the core, then the editors' questions.

    The latter come from the questions as each person saw them, under the last label
    that was asked, so that a question that is no longer asked keeps its column; its
    heading says that it is not.
    """
    columns = dict(COLUMNS)
    snapshots = queryset.order_by("submit_time").values_list("questions", flat=True)
    for questions in snapshots:
        for question in questions:
            key = question["key"]
            if key not in COLUMNS and not hasattr(Registration, key):
                columns[key] = question["label"]
    for key in _get_retired_keys(queryset) & columns.keys():
        columns[key] = add_retired_mark(str(columns[key]))
    return columns


def _get_retired_keys(queryset: QuerySet[Registration]) -> set[str]:
    """The questions that were taken off one of the forms, and stand on no other."""
    on_forms = {"page__in": queryset.order_by().values("page")}
    archived = ArchivedQuestion.objects.filter(**on_forms)
    asked = RegistrationFormField.objects.filter(**on_forms)
    return set(archived.values_list("key", flat=True)) - set(
        asked.values_list("clean_name", flat=True)
    )


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
    """Take the harm out of text, for people and for the file itself.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, and
    control characters (of rows from before the form refused them) go: one of them
    would break the whole XLSX.
    """
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA_STARTS) else value
