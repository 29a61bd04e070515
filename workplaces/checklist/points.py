"""A list of points: what each is about, and where it is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wagtail.models import Page

    from home.models import SiteSettings

    from ..models import InspirationDayPage, WorkplacePage


class Place(Enum):
    """Where something is filled in."""

    FIELD = "field"  # on the call itself: the name of a field or of a list of rows
    PAGE = "page"  # on another page
    SETTINGS = "settings"  # in the settings of the site
    CHILDREN = "children"  # a page that must be made first


@dataclass(frozen=True)
class Point:
    """One line of the list.

    Attributes:
        name: what it is about.
        is_done: whether it is filled in.
        meanwhile: what visitors see, or cannot do, as long as it is open.
        place, field, page: where it is filled in; the page is the call itself for a
            field, and the parent for a page that must be made.
    """

    name: str
    is_done: bool
    meanwhile: str
    place: Place
    field: str = ""
    page: "Page | None" = None


@dataclass(frozen=True)
class Surroundings:
    """The pages and settings around a call, as visitors meet them now."""

    workplaces: Sequence["WorkplacePage"]
    form_page: "Page | None"
    following_day: "InspirationDayPage | None"
    settings: "SiteSettings"


@dataclass(frozen=True)
class Checklist:
    """All points of a call, in the order of the page."""

    points: list[Point]

    @property
    def open_points(self) -> list[Point]:
        return [point for point in self.points if not point.is_done]

    @property
    def done_points(self) -> list[Point]:
        return [point for point in self.points if point.is_done]

    @property
    def done_count(self) -> int:
        return len(self.done_points)

    @property
    def total(self) -> int:
        return len(self.points)

    @property
    def summary(self) -> str:
        """Such as "5 van 12 ingevuld"."""
        return _("%(done)s of %(total)s filled in") % {
            "done": self.done_count,
            "total": self.total,
        }


def count_done(done: int, total: int) -> str:
    """Such as "2 van 3"."""
    return _("%(done)s of %(total)s") % {"done": done, "total": total}
