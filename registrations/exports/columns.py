"""Which columns an export has: the core questions, then those of the editors."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import FormSection
from ..models import ArchivedQuestion, Registration, RegistrationFormField
from ..models.core_questions import CORE_BY_COLUMN
from ..models.form_field import add_retired_mark
from ..permissions import user_can_see_names
from .disclosure import get_statistics_only

# column → its heading; core answers in the order of the form
COLUMNS: dict[str, Any] = {
    "reference": _("Number"),
    "state": pgettext_lazy("of a registration", "State"),
    "state_changed_at": _("In this state since"),
    "submit_time": _("Received on"),
    "source": _("Source"),
    "entered_by": _("Entered by"),
    "access_code": _("With an access code"),
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

# Only for those who may see who somebody is.
NAME_COLUMNS = frozenset(
    {"first_name", "last_name", "email", "phone", "organisation", "colleague"}
)


def for_export(queryset: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return `queryset` with all that one row needs, in a fixed number of queries."""
    return queryset.select_related(
        "organisation_type",
        "municipality__region",
        "workplace_first",
        "workplace_second",
        "placed_in",
        "role",
        "profile",
        "practice_link",
        "project_phase",
        "experience_level",
        "entered_by",
    ).prefetch_related("perspectives", "availability")


def get_columns(queryset: QuerySet[Registration], *, user: Any) -> dict[str, str]:
    """Return the columns with their headings: the core, then the editors' questions.

    The latter come from the questions as each person saw them, under the last label
    that was asked, so that a question that is no longer asked keeps its column; its
    heading says that it is not. No two columns have the same heading.

    Args:
        queryset: the registrations that go out.
        user: for whom; names are left out for those who may not see them.
    """
    columns = {key: str(label) for key, label in COLUMNS.items()}
    if not user_can_see_names(user):
        columns = {key: columns[key] for key in COLUMNS if key not in NAME_COLUMNS}
    counted = get_statistics_only(queryset)
    columns = {key: label for key, label in columns.items() if key not in counted}
    snapshots = queryset.order_by("submit_time").values_list("questions", flat=True)
    for questions in snapshots.iterator():
        for question in questions:
            key = question["key"]
            if key in counted:
                continue
            if key not in COLUMNS and not hasattr(Registration, key):
                columns[key] = question["label"]
    for key in _get_retired_keys(queryset) & columns.keys():
        columns[key] = add_retired_mark(columns[key])
    counts = Counter(columns.values())
    return {
        key: label if counts[label] == 1 else f"{label} [{key}]"
        for key, label in columns.items()
    }


def group_columns(columns: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return `columns` under the headings of the form, for somebody who chooses."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, label in columns.items():
        core = CORE_BY_COLUMN.get(key)
        if core:
            heading = core.section.team_label
        elif key == "region":
            heading = FormSection.ORGANISATION.team_label
        elif key in COLUMNS:
            heading = _("Number and state")
        else:
            heading = _("Own questions")
        groups.setdefault(str(heading), []).append((key, label))
    return groups


def _get_retired_keys(queryset: QuerySet[Registration]) -> set[str]:
    """The questions that were taken off one of the forms, and stand on no other."""
    on_forms = {"page__in": queryset.order_by().values("page")}
    archived = ArchivedQuestion.objects.filter(**on_forms)
    asked = RegistrationFormField.objects.filter(**on_forms)
    return set(archived.values_list("key", flat=True)) - set(
        asked.values_list("clean_name", flat=True)
    )
