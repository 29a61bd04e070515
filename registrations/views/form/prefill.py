"""Answers that the address of a form gives beforehand."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from wagtail.models import Page

from workplaces.models import WorkplacePage

from ...models import RegistrationFormPage

# Names the workplace with which the form starts: `?werkplaats=participatie`.
WORKPLACE_PARAMETER = "werkplaats"


def build_form(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    host_page: Page | None,
    data: Any = None,
) -> Form:
    """Return the form of `page`: bound to `data`, or with what the address gives."""
    form = page.get_form(data, page=page)
    if data is None and "workplace_first" in form.fields:
        chosen = _find_preselected(form, request, host_page)
        form.initial["workplace_first"] = str(chosen.pk) if chosen else None
    return form


def get_preselected_slug(
    page: RegistrationFormPage, request: HttpRequest, host_page: Page | None
) -> str:
    """Return the workplace with which the form starts, or nothing.

    An invented one is nothing, so that it makes no form of its own in the cache.
    """
    slug = request.GET.get(WORKPLACE_PARAMETER, "")
    if slug and slug not in {offered.slug for offered in page.get_workplaces()}:
        slug = ""
    return host_page.slug if not slug and isinstance(host_page, WorkplacePage) else slug


def _find_preselected(
    form: Form, request: HttpRequest, host_page: Page | None
) -> WorkplacePage | None:
    """The workplace that the address names, or else the one that is being read."""
    slug = get_preselected_slug(form.page, request, host_page)
    offered = form.fields["workplace_first"].by_value.values()
    return next((page for page in offered if page.slug == slug), None)
