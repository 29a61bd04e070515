"""How far somebody is with reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from wagtail.models import Page

from ...models import RegistrationFormPage
from .facts import IS_COUNTED, IS_READ


@dataclass(frozen=True)
class Progress:
    """How far somebody is with reading the registrations of one form.

    Attributes:
        form_page: the form.
        title: the call or the day that it belongs to.
        done, total: how many are read, and how many there are to read.
    """

    form_page: RegistrationFormPage
    title: str
    done: int
    total: int


def count_progress(pages: Iterable[RegistrationFormPage]) -> dict[str, Count]:
    """Return what to count, in a query of facts, for `make_progress`."""
    counts = {}
    for page in pages:
        own = Q(page=page.pk)
        counts[f"done_{page.pk}"] = Count("pk", filter=own & IS_READ)
        counts[f"total_{page.pk}"] = Count("pk", filter=own & IS_COUNTED)
    return counts


def make_progress(
    pages: Iterable[RegistrationFormPage], counts: dict[str, Any]
) -> list[Progress]:
    """Return how far it is with each of `pages` on which there is something to read."""
    pages = [page for page in pages if counts[f"total_{page.pk}"]]
    above = {page.pk: page.path[: -Page.steplen] for page in pages}
    parents = Page.objects.filter(path__in=above.values())
    titles = dict(parents.values_list("path", "title"))
    return [
        Progress(
            form_page=page,
            title=titles.get(above[page.pk], page.title),
            done=counts[f"done_{page.pk}"],
            total=counts[f"total_{page.pk}"],
        )
        for page in pages
    ]
