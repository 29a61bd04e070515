"""Where in the admin an open point of the checklist is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from .checklist import Place, Point

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import Page

    from .models import CallPage

# What the editor calls an element: a list of rows has another id than a field.
ANCHORS = {
    "sessions": "id_sessions-FORMS",
    "criteria": "id_criteria-FORMS",
    "body": "body-count",
}


@dataclass(frozen=True)
class LinkedPoint:
    """A point with the address of its field; empty where settings are not theirs."""

    point: Point
    url: str


def link_points(
    points: Iterable[Point], *, call: "CallPage", user: "AbstractBaseUser"
) -> list[LinkedPoint]:
    """Return the points with a link for an editor who has `call` open.

    A field of the call itself is an anchor on the same screen.
    """
    edit_url = reverse("wagtailadmin_pages:edit", args=[call.pk])
    return [
        LinkedPoint(point, _find_url(point, user=user).removeprefix(edit_url))
        for point in points
    ]


def _find_url(point: Point, *, user: "AbstractBaseUser") -> str:
    if point.place == Place.SETTINGS:
        if not user.has_perm("home.change_sitesettings"):
            return ""
        return reverse("wagtailsettings:edit", args=["home", "sitesettings"])
    if point.place == Place.CHILDREN:
        return reverse("wagtailadmin_explore", args=[point.page.pk])
    return _edit(point.page, point.field)


def _edit(page: "Page", field: str) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return f"{url}#{ANCHORS.get(field, f'id_{field}')}" if field else url
