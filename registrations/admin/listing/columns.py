"""The columns of the list, from which everybody chooses their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from ...enums import IS_FINAL
from ...models import Assignment, Registration, TagUse
from ...services.rounds import user_can_arrange
from .cells import (
    gated,
    get_date,
    get_readers,
    get_remark,
    get_review_count,
    get_score,
    get_state_label,
    get_tags,
)

# Left out on a small screen.
EXTRA = "registration-extra"


def anybody(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class ListColumn:
    """One column that somebody may choose.

    Attributes:
        label: its heading.
        accessor: what stands in a cell; empty for the attribute of that name.
        sort_key: one of `filters.SORT_KEYS`, or nothing.
        is_extra: whether a small screen leaves it out.
        permission: who may choose it.
        fetch: brings what the cells need, in one query for all rows.
    """

    label: Any
    accessor: Any = None
    sort_key: str | None = None
    is_extra: bool = True
    permission: Callable[[Any], bool] = anybody
    fetch: Callable[[QuerySet], QuerySet] | None = None

    def build(self, name: str) -> Column:
        """Return the column as Wagtail's table wants it."""
        options: dict[str, Any] = {
            "label": self.label,
            "accessor": self.accessor or name,
            "sort_key": self.sort_key,
            "classname": f"registration-{name}" + (f" {EXTRA}" * self.is_extra),
        }
        if name == "state":
            return StatusTagColumn(
                name,
                primary=lambda registration: registration.state not in IS_FINAL,
                **options,
            )
        return Column(name, **options)


def _with_tags(rows: QuerySet) -> QuerySet:
    uses = TagUse.objects.select_related("tag")
    return rows.prefetch_related(Prefetch("tag_uses", queryset=uses))


def _with_readers(rows: QuerySet) -> QuerySet:
    assignments = Assignment.objects.select_related("reader").order_by("pk")
    return rows.prefetch_related(Prefetch("assignments", queryset=assignments))


def _get_region(registration: Registration) -> Any:
    return registration.municipality and registration.municipality.region


# Name → column, in the order in which they are offered.
COLUMNS = {
    "name": ListColumn(
        _("Name"),
        gated("shows_name", lambda row: row.full_name),
        "last_name",
        is_extra=False,
    ),
    "organisation": ListColumn(
        _("Organisation"),
        gated("shows_name", lambda row: row.organisation),
        "organisation",
    ),
    "workplace_first": ListColumn(_("First choice"), sort_key="workplace_first"),
    "workplace_second": ListColumn(_("Second choice"), sort_key="workplace_second"),
    "placed_in": ListColumn(_("Placed in"), sort_key="placed_in"),
    "region": ListColumn(
        pgettext_lazy("column of the list", "Region"),
        gated("shows_municipality", _get_region),
        "region",
    ),
    "municipality": ListColumn(
        _("Municipality"),
        gated("shows_municipality", lambda row: row.municipality_name),
    ),
    "organisation_type": ListColumn(
        _("Kind of organisation"),
        gated("shows_organisation_type", lambda row: row.organisation_type),
        "organisation_type",
    ),
    "experience_level": ListColumn(
        _("Experience"),
        gated("shows_experience_level", lambda row: row.experience_level),
        "experience_level",
    ),
    "state": ListColumn(
        pgettext_lazy("of a registration", "State"),
        get_state_label,
        "state",
        is_extra=False,
    ),
    "score": ListColumn(
        pgettext_lazy("column of the list", "Score"), get_score, "score_mean"
    ),
    "review_count": ListColumn(
        pgettext_lazy("column of the list", "Reviews"), get_review_count, "review_count"
    ),
    "readers": ListColumn(
        pgettext_lazy("column of the list", "Readers"),
        get_readers,
        permission=user_can_arrange,
        fetch=_with_readers,
    ),
    "tags": ListColumn(
        pgettext_lazy("column of the list", "Tags"), get_tags, fetch=_with_tags
    ),
    "remark": ListColumn(_("To note"), get_remark, is_extra=False),
    "submit_time": ListColumn(_("Received on"), get_date, "submit_time"),
}
DEFAULT_COLUMNS = (
    "name",
    "organisation",
    "workplace_first",
    "state",
    "score",
    "remark",
    "submit_time",
)


def get_column_choices(user: Any) -> list[tuple[str, Any]]:
    """Return the columns that `user` may choose, by name and label."""
    return [
        (name, column.label)
        for name, column in COLUMNS.items()
        if column.permission(user)
    ]


def get_chosen_columns(user: Any) -> list[str]:
    """Return the columns that `user` sees, in their order; the usual ones if none.

    A column that was renamed, or that they may not see any more, is left out.
    """
    profile = getattr(user, "reader_profile", None)
    allowed = dict(get_column_choices(user))
    chosen = profile.list_columns if profile else []
    return [name for name in chosen if name in allowed] or [
        name for name in DEFAULT_COLUMNS if name in allowed
    ]
