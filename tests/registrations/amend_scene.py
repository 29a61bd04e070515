"""Somebody who registered and changes an answer: for the tests of amending."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from registrations.enums import FormStep
from registrations.forms.amend import AmendForm, build_amend_form
from registrations.models import Registration, RegistrationFormPage
from registrations.permissions import Actor
from registrations.services.access import mint_link
from registrations.services.amend import (
    AmendResult,
    amend_registration,
    get_version,
)
from registrations.services.registration import register

from .form_scene import BROWSER, PREFIX, answers, bind, fill_settings, make_call_form


def make_registered(
    form_page: RegistrationFormPage | None = None, **changes: Any
) -> Registration:
    """Return somebody who filled in the form, of an open call if none is given."""
    if form_page is None:
        fill_settings()
        form_page = make_call_form()
    result = register(form_page=form_page, form=bind(form_page, **changes))
    return fresh(result.registration)


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def make_post(registration: Registration, **changes: Any) -> dict[str, Any]:
    """Return what a browser posts from the edit form: all answers, and the version."""
    page = RegistrationFormPage.objects.get(pk=registration.page_id)
    posted = answers(page, **{"stamp": None, "email": None} | changes)
    return posted | {f"{PREFIX}-versie": get_version(registration)}


def bind_amend(registration: Registration, **changes: Any) -> AmendForm:
    """Return a valid form of `registration` in which some answers were changed."""
    data = QueryDict(mutable=True)
    for name, value in make_post(registration, **changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = build_amend_form(fresh(registration), data)
    assert form.is_valid(), form.errors
    return form


def change(
    registration: Registration, *, seen: str | None = None, **changes: Any
) -> AmendResult:
    """Change answers as the applicant, who saw the present ones unless told."""
    return amend_registration(
        registration=registration,
        form=bind_amend(registration, **changes),
        seen_version=get_version(registration) if seen is None else seen,
        actor=Actor.applicant(),
    )


def get_amend_url(registration: Registration, name: str = "amend") -> str:
    link = mint_link(registration=registration)
    token = link.rstrip("/").rsplit("/", 1)[1]
    return reverse(f"participant:{name}", args=[token])


def post_change(
    client: Client,
    registration: Registration,
    *,
    step: FormStep | None = FormStep.SEND,
    url: str = "",
    **changes: Any,
):
    """Post the edit form as a browser does."""
    data = make_post(registration, **changes)
    if step is not None:
        data[f"{PREFIX}-stap"] = step.value
    return client.post(url or get_amend_url(registration), data, headers=BROWSER)
