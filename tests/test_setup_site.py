"""`manage.py setup_site`: a site from nothing, and nothing lost on a second run."""

import pytest
import time_machine
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.db.models import Count
from django.test import RequestFactory
from wagtail.models import Page, Site, Workflow

from cultuurplekken.demo.accounts import DEMO_ACCOUNTS
from cultuurplekken.demo.pages import create_pages
from cultuurplekken.demo.people import DEMO_APPLICANTS
from cultuurplekken.demo.people_to_read import APPLICANTS_TO_READ
from cultuurplekken.setup.reference import OPTIONS, create_reference_lists
from registrations.enums import LARGE_DIFFERENCE, ReviewPhase
from registrations.models import (
    AnswerOption,
    Assignment,
    Municipality,
    Registration,
    ReviewRound,
)
from registrations.views.form.place import OWN_PAGE
from registrations.views.form.thanks import make_thanks_url
from tests.factories.registrations import RegistrationFactory
from workplaces.models import CallPage

pytestmark = pytest.mark.django_db


def count_everything() -> dict[str, int]:
    models = (AnswerOption, CallPage, Municipality, Page, Registration, Workflow)
    counts = {model.__name__: model.objects.count() for model in models}
    return counts | {"User": get_user_model().objects.count()}


def test_setup_without_demo_makes_lists_but_no_content():
    call_command("setup_site", verbosity=0)
    assert count_everything() == {
        "AnswerOption": sum(len(options) for options in OPTIONS.values()),
        "CallPage": 0,
        "Municipality": Municipality.objects.count(),
        "Page": Page.objects.count(),
        "Registration": 0,
        "User": 0,
        "Workflow": Workflow.objects.count(),
    }
    assert Municipality.objects.filter(former_names__name="De Pinte").count() == 1


def test_demo_is_made_once_and_keeps_what_was_edited(settings):
    settings.SITE_URL = "http://127.0.0.1:8123"
    call_command("setup_site", "--demo", verbosity=0)
    before = count_everything()
    assert before["CallPage"] == 1
    assert before["Registration"] == len((*DEMO_APPLICANTS, *APPLICANTS_TO_READ))
    assert before["User"] == len(DEMO_ACCOUNTS)

    CallPage.objects.update(tagline="Zelf geschreven")
    AnswerOption.objects.filter(code="library").update(label="Bib")
    user = get_user_model().objects.get(username="lezer1")
    user.set_password("anders")
    user.save()
    call_command("setup_site", "--demo", verbosity=0)

    assert count_everything() == before
    assert CallPage.objects.get().tagline == "Zelf geschreven"
    assert AnswerOption.objects.get(code="library").label == "Bib"
    assert authenticate(username="lezer1", password="anders") == user
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("127.0.0.1", 8123)


@pytest.mark.parametrize(
    ("today", "dates"),
    [
        # As long as the meetings of the call are to come, nothing is made up.
        ("2026-01-10", ["2026-03-19", "2026-06-04", "2026-10-15"]),
        ("2026-11-29", ["2027-01-28"]),
    ],
)
def test_whoever_registers_on_the_demo_sees_dates_and_a_calendar(client, today, dates):
    with time_machine.travel(f"{today}T12:00:00+01:00", tick=False):
        create_reference_lists()
        create_pages()
        call = CallPage.objects.get()
        form_page = call.get_registration_form_page().specific
        registration = RegistrationFactory(page=form_page)
        request = RequestFactory().get("/", SERVER_NAME="localhost")
        url = make_thanks_url(form_page, request, registration.reference, OWN_PAGE)
        page = client.get(url)
        meetings = [one for one in page.context["agenda"] if one.kind == "meeting"]
        calendar = client.get(meetings[0].calendar_url)
    assert [f"{one.date:%Y-%m-%d}" for one in meetings] == dates
    assert dates[0].replace("-", "") in calendar.content.decode()
    # What the call itself says stands as the organisation wrote it.
    text = call.sessions_text.replace("\xa0", " ")
    assert "op 19 maart, 4 juni en 15 oktober 2026" in text


def test_demo_shows_registrations_in_many_states():
    call_command("setup_site", "--demo", verbosity=0)
    states = Registration.objects.values("state").annotate(count=Count("pk"))
    assert {row["state"]: row["count"] for row in states} == {
        "received": 2,
        "in_review": 7,
        "info_requested": 1,
        "confirmed": 1,
        "waitlisted": 1,
        "declined": 1,
    }


def test_demo_shows_a_round_that_is_being_read():
    call_command("setup_site", "--demo", verbosity=0)
    assert ReviewRound.objects.get().phase == ReviewPhase.READING
    assert Assignment.objects.count() == 10
    # One on which two readers differ, and who started to talk about it.
    disputed = Registration.objects.get(score_spread__gte=LARGE_DIFFERENCE)
    assert disputed.comments.count() == 2
    criteria = CallPage.objects.get().criteria.all()
    words = [
        (row.low_text, row.fair_text, row.good_text, row.high_text) for row in criteria
    ]
    assert [levels for levels in words if "" in levels or len(set(levels)) < 4] == []


def test_nobody_of_the_demo_is_kept_out_by_the_domain_of_an_applicant():
    call_command("setup_site", "--demo", verbosity=0)
    closed = {
        user.username: [
            row.first_name
            for row in Registration.objects.exclude(
                pk__in=Registration.objects.visible_to(user)
            )
        ]
        for user in get_user_model().objects.filter(
            username__in=["lezer1", "lezer2", "lezer3", "leider", "beslisser"]
        )
    }
    assert closed.pop("lezer2") == ["Youssef"]
    assert [names for names in closed.values() if names] == []


def test_accounts_of_an_earlier_demo_leave_the_domain_of_the_applicants(settings):
    call_command("setup_site", "--demo", verbosity=0)
    users = get_user_model().objects
    users.filter(username="lezer1").update(email="lezer1@cultuurplekken.example")
    users.filter(username="lezer2").update(email="zelf@gekozen.example")
    call_command("setup_site", "--demo", verbosity=0)
    assert users.get(username="lezer1").email == "lezer1@optil.example"
    assert users.get(username="lezer2").email == "zelf@gekozen.example"


def test_accounts_stay_away_without_a_demo_password(settings):
    del settings.DEMO_PASSWORD
    call_command("setup_site", "--demo", verbosity=0)
    assert get_user_model().objects.count() == 0
