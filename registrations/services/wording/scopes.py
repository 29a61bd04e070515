"""For which calls, days and forms the words of a letter can differ."""

from __future__ import annotations

from collections import Counter

from wagtail.models import Page

from ...models import RegistrationFormPage
from .kinds import About, LetterKind


def list_form_pages(kind: LetterKind, page: Page | None) -> list[RegistrationFormPage]:
    """Return the forms whose letters of `kind` are those of `page`.

    Args:
        kind: the kind of letter.
        page: a call, a day or a form; None for every form there is.
    """
    if kind.about in {About.TEAM, About.PERSON}:
        return []
    form_pages = RegistrationFormPage.objects.order_by("path")
    if kind.form_kind:
        form_pages = form_pages.filter(kind=kind.form_kind)
    if page is not None:
        form_pages = form_pages.filter(path__startswith=page.path)
    return list(form_pages)


def list_scopes(kind: LetterKind) -> list[Page]:
    """Return the calls and days that can have words of their own, and their forms.

    A form stands apart only where its call has several.
    """
    form_pages = list_form_pages(kind, None)
    above = [page.path[: -Page.steplen] for page in form_pages]
    forms_of = Counter(above)
    paths = {
        *above,
        *(page.path for page in form_pages if forms_of[page.path[: -Page.steplen]] > 1),
    }
    return list(Page.objects.filter(path__in=paths).order_by("path"))


def find_scope(kind: LetterKind, pk: int) -> Page | None:
    """Return the call, day or form of that key, if this kind of letter has it."""
    page = Page.objects.filter(pk=pk).first()
    if page is None:
        return None
    paths = {form_page.path for form_page in list_form_pages(kind, None)}
    above = {path[: -Page.steplen] for path in paths}
    return page if page.path in paths | above else None
