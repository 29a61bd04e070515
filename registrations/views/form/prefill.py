"""Answers that the address of a form gives beforehand: `?voornaam=Lotte&fase=ontwerp`.

Each core question has its word (`CoreQuestion.parameter`); lists are answered by code,
workplaces by the last part of their address, meetings by their key, and several
answers by repeating the word. What is not an answer to the question is left out.

A workplace says nothing about a person, and its form is the same for all. Any other
word makes a page for one person: no cache keeps it, and no other site hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.models import Page

from home.page_cache import keep_fragment
from workplaces.models import WorkplacePage

from ...forms.conditions import get_offered
from ...forms.registration_form import RegistrationForm
from ...models import RegistrationFormPage
from ...models.core_questions import CORE_BY_COLUMN, CORE_QUESTIONS
from ...services.municipality_lookup import (
    find_municipality,
    has_municipalities,
    is_whole_area,
)

WORKPLACE_PARAMETER = CORE_BY_COLUMN["workplace_first"].parameter
_PERSONAL = {core.parameter for core in CORE_QUESTIONS} - {"", WORKPLACE_PARAMETER}
# Nobody links to more answers to one question; what comes after is not looked at.
_MOST_VALUES = 30


def names_a_person(request: HttpRequest) -> bool:
    """Whether the address answers more than which workplace."""
    return not _PERSONAL.isdisjoint(request.GET)


def build_form(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    host_page: Page | None,
    data: Any = None,
) -> RegistrationForm:
    """Return the form of `page`: bound to `data`, or with what the address gives."""
    form = _get_form_class(page, request)(data, page=page)
    if data is None:
        if names_a_person(request):
            form.initial |= _find_given(form, request)
        if "workplace_first" in form.fields:
            slug = get_preselected_slug(page, request, host_page)
            chosen = _find_answer(form.fields["workplace_first"], [slug])
            form.initial["workplace_first"] = chosen
    return form


def _get_form_class(
    page: RegistrationFormPage, request: HttpRequest
) -> type[RegistrationForm]:
    """Return the questions as a class; made once for all who answer the same ones."""
    if getattr(request, "is_preview", False):
        return page.get_form_class()
    return keep_fragment(("form class", page.pk), page.get_form_class)


def get_preselected_slug(
    page: RegistrationFormPage, request: HttpRequest, host_page: Page | None
) -> str:
    """Return the workplace with which the form starts, or nothing.

    It is the one that the address names, or else the one that is being read. An
    invented one is nothing, so that it makes no form of its own in the cache.
    """
    slug = request.GET.get(WORKPLACE_PARAMETER, "")
    if slug and slug not in {offered.slug for offered in page.get_workplaces()}:
        slug = ""
    return host_page.slug if not slug and isinstance(host_page, WorkplacePage) else slug


def _find_given(form: RegistrationForm, request: HttpRequest) -> dict[str, Any]:
    """The answers of the address, by question."""
    given = {}
    for question in form.questions:
        word = question.core.parameter if question.core else ""
        if word and word in request.GET:
            values = request.GET.getlist(word)[:_MOST_VALUES]
            answer = _find_answer(form.fields[question.clean_name], values)
            if question.clean_name == "municipality" and not _is_known(answer):
                answer = None
            if answer is not None:
                given[question.clean_name] = answer
    return given


def _find_answer(field: forms.Field, values: Sequence[str]) -> Any:
    """What the browser would post for `values`; None when that is no answer."""
    if isinstance(field, forms.ChoiceField):
        posted = {code: value for value, code in get_offered(field).items()}
        chosen = [posted[value] for value in values if value in posted]
        if not isinstance(field, forms.MultipleChoiceField):
            return chosen[0] if chosen else None
        values = chosen
    else:
        values = values[-1]
    try:
        field.clean(values)
    except ValidationError:
        return None
    return values or None


def _is_known(name: str | None) -> bool:
    """Whether `name` can be answered where somebody works."""
    return bool(name) and (
        find_municipality(name=name) is not None
        or is_whole_area(name=name)
        or not has_municipalities()
    )
