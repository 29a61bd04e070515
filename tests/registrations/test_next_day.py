"""A "no" opens a door: the next day, with one's own answers, and nothing in an address."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from registrations.enums import FormKind, MessageKind, RegistrationState
from registrations.models import Registration, RegistrationFormPage
from registrations.services.access import mint_link
from registrations.services.form_page import create_default_form
from registrations.services.letter_html import PRIVATE_LINK
from registrations.services.letters import render_letter
from registrations.services.next_day import find_door, find_next_call, find_next_day
from registrations.services.report import make_report
from tests.factories.registrations import (
    OpenCallFactory,
    RegistrationFactory,
    make_day,
)

pytestmark = pytest.mark.django_db
S = RegistrationState


@pytest.fixture
def day_form(db):
    """The form of a day that is three weeks away."""
    day = make_day(title="De gedeelde sleutel", place="Vrijstaat O, Oostende")
    return create_default_form(
        parent=day, title="Inschrijven", slug="inschrijven", kind=FormKind.DIRECT
    )


@pytest.fixture
def declined(day_form):
    return RegistrationFactory(
        declined=True, first_name="Noor", last_name="Peeters", email="noor@voorbeeld.be"
    )


def write(registration, kind=MessageKind.DECLINED):
    return render_letter(registration=registration, kind=kind, reason="Vol.")


def get_own_url(registration, then="inspiratiedag/"):
    """The path of the own page of somebody, or of what hangs below it."""
    return urlsplit(mint_link(registration=registration)).path + then


def test_letter_leads_to_the_day_by_the_own_link(declined):
    text = write(declined).text
    assert "‘De gedeelde sleutel’" in text
    assert f"Schrijf je in voor de inspiratiedag: {PRIVATE_LINK}" in text
    # What is open to others stands there too; nobody's name stands in an address.
    assert "voornaam=" not in text


@pytest.mark.parametrize(
    "change", [{"is_example": True}, {"date": None}, {"live": False}]
)
def test_day_that_one_cannot_come_to_is_no_door(declined, day_form, change):
    day = day_form.subject
    if "date" in change:
        change = {"date": timezone.localdate() - timedelta(days=1)}
    type(day).objects.filter(pk=day.pk).update(**change)
    assert find_next_day() is None
    text = write(declined).text
    assert PRIVATE_LINK not in text
    assert "Je blijft welkom in de community" in text


def test_letter_names_the_next_call(declined):
    assert find_next_call() is None
    OpenCallFactory(
        title="Werkplaatsen 2027",
        opens_at=timezone.now() + timedelta(days=30),
        closes_at=timezone.now() + timedelta(days=60),
    )
    text = write(declined).text
    assert "‘Werkplaatsen 2027’" in text
    assert "Bekijk de nieuwe oproep: http" in text


@pytest.mark.parametrize("state", [S.DECLINED, S.WAITLISTED, S.EXPIRED])
def test_own_page_has_the_door_for_who_has_no_place(client, day_form, state):
    registration = RegistrationFactory(state=state)
    html = client.get(get_own_url(registration, then="")).content.decode()
    assert "Kom naar de volgende inspiratiedag" in html
    assert find_door(registration=registration) == day_form


@pytest.mark.parametrize("state", [S.RECEIVED, S.SELECTED, S.CONFIRMED, S.WITHDRAWN])
def test_own_page_has_no_door_for_who_waits_or_has_a_place(client, day_form, state):
    registration = RegistrationFactory(state=state)
    html = client.get(get_own_url(registration, then="")).content.decode()
    assert "Kom naar de volgende inspiratiedag" not in html
    response = client.get(get_own_url(registration))
    assert "inspiratiedag" not in response.url


def test_form_of_the_day_is_filled_in_and_get_changes_nothing(client, declined):
    before = Registration.objects.count()
    response = client.get(get_own_url(declined))
    form = response.context["form"]
    assert form.initial["first_name"] == "Noor"
    assert form.initial["email"] == "noor@voorbeeld.be"
    html = response.content.decode()
    assert 'value="noor@voorbeeld.be"' in html
    # Why they wanted to take part is of the call, and stays there.
    assert declined.motivation not in html
    assert response["Cache-Control"].startswith("private, no-store")
    assert response["Referrer-Policy"] == "no-referrer"
    assert Registration.objects.count() == before
    sent = client.post(get_own_url(declined), headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 302
    assert Registration.objects.count() == before


def test_somebody_else_sees_an_empty_form(client, declined, day_form):
    client.get(get_own_url(declined))
    html = Client().get(day_form.get_url()).content.decode()
    assert "noor@voorbeeld.be" not in html


def test_report_counts_who_came_and_hides_the_few(declined, day_form, team):
    call_form = RegistrationFormPage.objects.get(pk=declined.page_id)
    rows = RegistrationFactory.create_batch(11, page=call_form, declined=True)
    label = "Niet geselecteerd, en daarna ingeschreven voor een inspiratiedag"

    def count():
        return dict(make_report(call=call_form.call, user=team.decider).letters)[label]

    assert count() == "0"
    for number, row in enumerate(rows[:5], start=1):
        RegistrationFactory(page=day_form, state=S.CONFIRMED, email=row.email.upper())
        assert count() == ("<5" if number < 5 else "5")
