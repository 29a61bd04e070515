"""Forms as in life, and people who fill them in: for the tests of the intake."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from cultuurplekken.setup.reference import create_reference_lists
from home.models import ContentPage, HomePage, SiteSettings
from registrations.enums import FormKind
from registrations.forms.registration_form import RegistrationForm
from registrations.models import RegistrationFormPage
from registrations.services.form_page import create_default_form
from registrations.views.guard import make_stamp
from tests.factories.registrations import (
    OpenCallFactory,
    PlaceFactory,
    get_places,
    make_day,
)

PREFIX = "inschrijving"
# What every browser of today says of a form on the same site.
BROWSER = {"sec-fetch-site": "same-origin", "origin": "http://localhost"}


def make_call_form(*, places: int = 3, **call: Any) -> RegistrationFormPage:
    """Return the published form of an open call with workplaces and meetings."""
    create_reference_lists()
    call_page = OpenCallFactory(**call)
    for number in range(places):
        PlaceFactory(
            parent=call_page,
            title=f"Werkplaats {number + 1}",
            slug=f"werkplaats-{number + 1}",
            lead=f"Is dit vraag {number + 1}?",
        )
    return create_default_form(
        parent=fresh(call_page),
        title="Schrijf je in",
        slug="inschrijven",
        kind=FormKind.SELECTION,
    )


def make_day_form(*, capacity: int | None = None, **day: Any) -> RegistrationFormPage:
    """Return the published form of an inspiration day to come."""
    page = create_default_form(
        parent=fresh(make_day(**day)),
        title="Schrijf je in",
        slug="inschrijven",
        kind=FormKind.DIRECT,
    )
    page.capacity = capacity
    page.save_revision().publish()
    return reload(page)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def reload(page: RegistrationFormPage) -> RegistrationFormPage:
    return RegistrationFormPage.objects.get(pk=page.pk)


def close(form_page: RegistrationFormPage) -> None:
    call = form_page.subject
    call.opens_at = timezone.now() - timedelta(days=20)
    call.closes_at = timezone.now() - timedelta(days=1)
    call.save()


def fill_settings(**fields: Any) -> SiteSettings:
    """Return site settings with a contact and a published privacy page."""
    privacy = ContentPage(title="Privacy", slug="privacy")
    HomePage.objects.order_by("path").first().add_child(instance=privacy)
    privacy.save_revision().publish()
    privacy.refresh_from_db()
    settings, _ = SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={"contact_email": "team@voorbeeld.be", "privacy_page": privacy}
        | fields,
    )
    return settings


def answers(form_page: RegistrationFormPage, **changes: Any) -> dict[str, Any]:
    """Return what a browser posts for a form filled in well, with some changes.

    A change to None leaves the name out, as if it was never sent.
    """
    values: dict[str, Any] = {
        "first_name": "Lotte",
        "last_name": "Peeters",
        "email": "lotte@voorbeeld.be",
        "organisation": "GC De Zandloper",
    }
    if not form_page.is_direct:
        places = get_places(form_page)
        values |= {
            "organisation_type": "cultural_centre",
            "municipality": "Gent",
            "role": "director",
            "profile": "professional",
            "workplace_first": str(places[0].pk) if places else "",
            "workplace_second": "",
            "availability": [row.key for row in form_page.call.live_sessions],
            "practice_link": "running",
            "experience_level": "first",
            "perspectives": ["policy", "youth"],
            "motivation": "Wij verbouwen en willen het samen doen.",
            "contribution": "Onze gesprekken met zes verenigingen.",
            "engagement": "on",
        }
    values |= {"stamp": make_stamp()} | changes
    return {
        f"{PREFIX}-{name}": value for name, value in values.items() if value is not None
    }


def bind(form_page: RegistrationFormPage, **changes: Any) -> RegistrationForm:
    """Return the valid form of somebody, for the service."""
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in answers(form_page, **changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = form_page.get_form(data, page=form_page)
    assert form.is_valid(), form.errors
    return form


def send(client, form_page: RegistrationFormPage, *, to: Page | None = None, **changes):
    """Post a filled-in form as a browser does, to its own page or to a host."""
    return client.post(
        (to or form_page).get_url(), answers(form_page, **changes), headers=BROWSER
    )


def get_sentences(response) -> list[str]:
    """Return the sentences of the error summary of a response."""
    form = response.context["form"]
    return [mistake.sentence for mistake in form.get_mistakes()]
