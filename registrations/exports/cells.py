"""One answer as it goes out: as text for people, as data for programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.models import Page

from ..models import AnswerOption, Municipality, Region, Registration
from ..models.core_questions import CORE_BY_COLUMN
from ..services.answers import get_meetings_that_suit
from ..services.names import get_name
from .columns import COLUMNS

# A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV injection").
# Also behind spaces and signs that nobody sees, which some programs leave out.
FORMULA = re.compile(
    r"[\t\r\n]|[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]*"
    r"[=+\-@＝＋－＠﹦﹢﹣﹫]"
)

SPECIAL: dict[str, Callable[[Registration], Any]] = {
    "state": lambda registration: registration.get_state_display(),
    "source": lambda registration: registration.get_source_display(),
    "entered_by": lambda registration: (
        get_name(registration.entered_by) if registration.entered_by else None
    ),
    # Late, or early, with the team's consent; which code it was is the team's affair.
    "access_code": lambda registration: registration.access_code_id is not None,
    "municipality": lambda registration: registration.municipality_name,
    "region": lambda registration: getattr(registration.municipality, "region", None),
    "perspectives": lambda registration: registration.perspectives.all(),
    # The name of a meeting has a comma of its own.
    "availability": lambda registration: "; ".join(
        get_meetings_that_suit(registration)
    ),
}
# As data where text is for people only.
DATA: dict[str, Callable[[Registration], Any]] = {
    "state": lambda registration: _coded(
        registration.state, registration.get_state_display()
    ),
    "source": lambda registration: _coded(
        registration.source, registration.get_source_display()
    ),
    "municipality": lambda registration: (
        registration.municipality or registration.municipality_text or None
    ),
    "availability": lambda registration: [
        {"key": row.session_key, "can_attend": row.can_attend}
        for row in registration.availability.all()
    ],
}


def get_cell(
    registration: Registration, column: str, *, closed: Collection[str] = ()
) -> Any:
    """Return one cell, as text or as a moment, with formulas made harmless.

    Args:
        registration: the row.
        column: the column.
        closed: the columns that stay empty in this row (exports/disclosure.py).
    """
    if _is_closed(column, closed):
        return ""
    return neutralise(to_plain(_get_value(registration, column, SPECIAL)))


def get_data(
    registration: Registration, column: str, *, closed: Collection[str] = ()
) -> Any:
    """Return one answer for a program: with its code, and exactly as typed."""
    if _is_closed(column, closed):
        return None
    return to_data(_get_value(registration, column, SPECIAL | DATA))


def get_plain_value(registration: Registration, column: str) -> Any:
    """Return one answer before it becomes a cell: to be counted."""
    value = _get_value(registration, column, SPECIAL)
    return list(value) if isinstance(value, QuerySet) else value


def _is_closed(column: str, closed: Collection[str]) -> bool:
    # The region follows from the municipality.
    return column in closed or (column == "region" and "municipality" in closed)


def _get_value(
    registration: Registration,
    column: str,
    special: dict[str, Callable[[Registration], Any]],
) -> Any:
    if column not in COLUMNS:
        return registration.form_data.get(column)
    if column in special:
        return special[column](registration)
    value = getattr(registration, column)
    if value is False and not _was_asked(registration, column):
        return None
    return value


def _was_asked(registration: Registration, column: str) -> bool:
    """Whether "no" is an answer: a box that was never shown says nothing."""
    if column not in CORE_BY_COLUMN or not registration.questions:
        return True
    return any(question["key"] == column for question in registration.questions)


def _coded(code: str, label: Any) -> dict[str, str]:
    return {"code": code, "label": str(label)}


def to_data(value: Any) -> Any:
    """Return `value` as JSON tells it: stable codes beside labels that may change."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if value is None or isinstance(value, bool | int | float | dict | str):
        return value
    if isinstance(value, AnswerOption):
        return _coded(value.code, value.label)
    if isinstance(value, Municipality):
        return _coded(value.nis_code, value.name)
    if isinstance(value, Region):
        return _coded(value.code, value.name)
    if isinstance(value, Page):
        return {"id": value.pk, "label": value.title}
    if isinstance(value, QuerySet | list | tuple):
        return [to_data(item) for item in value]
    return str(value)


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
    return f"'{value}" if FORMULA.match(value) else value
