"""The names of pages in lists to choose from: two with one title are told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import zip_longest

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from ..models import CallPage, InspirationDayPage, WorkplacePage


def tell_apart(pages: Iterable[Page]) -> dict[int, str]:
    """Return the names of `pages` by their keys, each different from the others.

    A title that stands there once is the name. Behind one that stands there twice comes
    what tells them apart: for a call its year, its first meeting or its opening; for a
    day its date; for a workplace its call. Asks the database only where titles repeat,
    in as many queries for thirty pages as for two.
    """
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[" ".join(page.title.split()).casefold()].append(page)
    names = {page.pk: page.title for group in groups.values() for page in group}
    twins = [page for group in groups.values() if len(group) > 1 for page in group]
    marks = _find_marks(twins) if twins else {}
    for group in groups.values():
        if len(group) > 1:
            for page, mark in zip(group, _choose(group, marks), strict=True):
                names[page.pk] = f"{page.title} ({mark})"
    return names


def _choose(group: list[Page], marks: dict[int, list[str]]) -> list[str]:
    """Return the first kind of mark that all have and no two share."""
    for row in zip_longest(*(marks[page.pk] for page in group), fillvalue=""):
        if all(row) and len({*row}) == len(group):
            return list(row)
    return [f"{page.slug}, {page.pk}" for page in group]


def _find_marks(twins: list[Page]) -> dict[int, list[str]]:
    found = {page.pk: page for page in twins}
    if plain := [page.pk for page in twins if type(page) is Page]:
        for page in Page.objects.filter(pk__in=plain).specific():
            found[page.pk] = page
    calls = [page for page in found.values() if isinstance(page, CallPage)]
    prefetch_related_objects(calls, "sessions")
    workplaces = [page for page in found.values() if isinstance(page, WorkplacePage)]
    above = {page.pk: page.path[: -page.steplen] for page in workplaces}
    parents = Page.objects.filter(path__in={*above.values()})
    parent_names = tell_apart(parents)
    by_path = {page.path: parent_names[page.pk] for page in parents}
    return {
        pk: [by_path[above[pk]]] if pk in above else _list_marks(page)
        for pk, page in found.items()
    }


def _list_marks(page: Page) -> list[str]:
    if isinstance(page, InspirationDayPage):
        moments = [page.date]
    elif isinstance(page, CallPage):
        days = [row.date for row in page.live_sessions if row.date]
        opens = timezone.localtime(page.opens_at) if page.opens_at else None
        moments = [min(days, default=None), opens]
    else:
        return []
    marks = [date_format(day, "j F Y") if day else "" for day in moments]
    year = getattr(page, "edition_year", None)
    return [str(year) if year else "", *marks, page.slug]
