"""Calls and days as events, and what they say of themselves elsewhere."""

import datetime
import json

import pytest
import time_machine
from bs4 import BeautifulSoup

from home.models import SiteSettings
from home.page_cache import empty_page_cache
from registrations.models import RegistrationFormPage
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayPageFactory,
    SessionFactory,
    WorkplacePageFactory,
)
from workplaces.enums import CallPhase
from workplaces.models.sharing import describe_phase
from workplaces.phases import BRUSSELS

pytestmark = pytest.mark.django_db

# What a search engine must know of an event before it shows it.
REQUIRED = {"@type", "name", "startDate", "location", "eventStatus", "url"}
MOMENTS = {
    "opens_at": datetime.datetime(2025, 12, 1, 9, 0, tzinfo=BRUSSELS),
    "closes_at": datetime.datetime(2026, 1, 30, 23, 59, tzinfo=BRUSSELS),
    "decide_by": datetime.datetime(2026, 2, 13, 17, 0, tzinfo=BRUSSELS),
}


def read_head(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").head


def read_events(client, page) -> list[dict]:
    """The events of a page, each with what it must have."""
    (script,) = read_head(client, page).select('script[type="application/ld+json"]')
    things = json.loads(script.string)["@graph"]
    events = [thing for thing in things if "Event" in thing["@type"]]
    for event in events:
        event.setdefault("subEvent", [])
        for known in (event, *event["subEvent"]):
            assert REQUIRED - known.keys() == set()
            check_location(known["location"])
    return events


def check_location(location) -> None:
    for place in location if isinstance(location, list) else [location]:
        if place["@type"] == "VirtualLocation":
            assert place["url"].startswith("http")
        else:
            assert place["@type"] == "Place"
            assert place["name"]
            assert place["address"]["addressCountry"] == "BE"


def embed_form(page) -> None:
    form = RegistrationFormPage(title="Inschrijven", slug="inschrijven")
    page.add_child(instance=form)
    page.body = [("registration_form", {"form_page": form})]
    page.save()


def test_call_is_a_series_of_its_dated_meetings(client):
    call = CallPageFactory(title="Oproep", with_sessions=True)
    SessionFactory(page=call, online=True, title="Kennismaking", sort_order=-1)
    (series,) = read_events(client, call)
    assert (series["@type"], series["startDate"], series["endDate"]) == (
        "EventSeries",
        "2026-03-19",
        "2026-10-15",
    )
    assert [(event["name"], event["startDate"]) for event in series["subEvent"]] == [
        ("Bijeenkomst 1 – Oproep", "2026-03-19"),
        ("Bijeenkomst 2 – Oproep", "2026-06-04"),
        ("Bijeenkomst 3 – Oproep", "2026-10-15"),
    ]
    assert series["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")


def test_call_without_a_date_is_no_event(client):
    call = CallPageFactory()
    SessionFactory(page=call, online=True)
    assert read_events(client, call) == []


def test_meeting_tells_its_hours_in_brussels_time(client):
    call = CallPageFactory()
    for month in (3, 6):
        SessionFactory(
            page=call,
            date=datetime.date(2026, month, 4),
            starts_at=datetime.time(9, 30),
            ends_at=datetime.time(12),
            place="De Draaischijf",
        )
    (series,) = read_events(client, call)
    assert [(row["startDate"], row["endDate"]) for row in series["subEvent"]] == [
        ("2026-03-04T09:30:00+01:00", "2026-03-04T12:00:00+01:00"),
        ("2026-06-04T09:30:00+02:00", "2026-06-04T12:00:00+02:00"),
    ]
    assert series["location"]["name"] == "De Draaischijf"


def test_online_meeting_happens_at_an_address(client):
    call = CallPageFactory(with_sessions=True)
    date = datetime.date(2026, 3, 5)
    SessionFactory(page=call, online=True, date=date, title="Kennismaking")
    (series,) = read_events(client, call)
    online = [row for row in series["subEvent"] if "Kennismaking" in row["name"]]
    assert [row["location"] for row in online] == [
        {"@type": "VirtualLocation", "url": call.full_url}
    ]
    assert series["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert len(series["location"]) == 2


def test_meetings_are_named_as_on_the_page(client):
    call = CallPageFactory(title="Werkplaatsen")
    for number, kind in enumerate(["online", "live", "live"], start=1):
        SessionFactory(
            page=call, kind=kind, title="", date=datetime.date(2026, 3, number)
        )
    (series,) = read_events(client, call)
    assert [row["name"] for row in series["subEvent"]] == [
        "Online bijeenkomst – Werkplaatsen",
        "Bijeenkomst 1 – Werkplaatsen",
        "Bijeenkomst 2 – Werkplaatsen",
    ]


def test_words_are_others_once_a_moment_has_passed_under_a_phase_by_hand():
    call = CallPageFactory(**MOMENTS, phase_override=CallPhase.UPCOMING)
    with time_machine.travel(MOMENTS["opens_at"], tick=False) as clock:
        after = call.get_words_key()
        clock.shift(datetime.timedelta(minutes=-1))
        assert call.get_words_key() != after


def test_organiser_is_the_one_of_the_settings(client):
    call = CallPageFactory(with_sessions=True)
    assert "organizer" not in read_events(client, call)[0]
    SiteSettings.objects.create(site=call.get_site(), organiser_name="OP/TIL")
    empty_page_cache()
    (series,) = read_events(client, call)
    organisers = [row["organizer"]["name"] for row in (series, *series["subEvent"])]
    assert organisers == ["OP/TIL"] * 4


@pytest.mark.parametrize("phase", CallPhase)
def test_call_offers_a_place_only_while_it_is_open(client, phase):
    call = CallPageFactory(
        with_sessions=True, phase_override=phase, opens_at=MOMENTS["opens_at"]
    )
    assert "offers" not in read_events(client, call)[0]
    embed_form(call)
    offers = read_events(client, call)[0].get("offers")
    assert offers == (
        {
            "@type": "Offer",
            "url": f"{call.full_url}#inschrijven",
            "availability": "https://schema.org/InStock",
            "validFrom": "2025-12-01T08:00:00+00:00",
        }
        if phase == CallPhase.OPEN
        else None
    )


def test_day_is_an_event(client):
    day = InspirationDayPageFactory(
        title="De gedeelde sleutel",
        date=datetime.date(2100, 1, 7),
        starts_at=datetime.time(9, 30),
        place="De Draaischijf",
        summary="Over delen.",
    )
    (event,) = read_events(client, day)
    assert (event["name"], event["startDate"], event["location"]["name"]) == (
        "De gedeelde sleutel",
        "2100-01-07T09:30:00+01:00",
        "De Draaischijf",
    )
    assert "endDate" not in event
    assert event["description"] == "Over delen."


def test_example_of_a_day_says_that_it_is_one(client):
    day = InspirationDayPageFactory(title="Dag", is_example=True, summary="Over delen.")
    (event,) = read_events(client, day)
    meta = read_head(client, day).select_one("meta[name=description]")["content"]
    assert event["name"] == "Voorbeeld: Dag"
    assert meta == "Voorbeeld. Donderdag 7 januari 2100. Over delen."


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (
            "2025-11-20 10:00+01:00",
            "Binnenkort open: vanaf maandag 1 december 2025 om 9.00 uur.",
        ),
        ("2026-01-28 10:00+01:00", "Open tot en met vrijdag 30 januari 2026."),
        ("2026-01-30 23:59+01:00", "Open tot en met vrijdag 30 januari 2026."),
        ("2026-01-31 00:00+01:00", f"{CallPhase.CLOSED.label}."),
        ("2026-03-19 10:00+01:00", f"{CallPhase.RUNNING.label}."),
    ],
)
def test_description_of_a_call_begins_with_its_phase(client, moment, words):
    call = CallPageFactory(
        with_sessions=True, tagline="Werk mee", audience="<p>Voor iedereen.</p>"
    )
    for name, value in MOMENTS.items():
        setattr(call, name, value)
    call.save()
    with time_machine.travel(moment, tick=False):
        head = read_head(client, call)
        image = call.get_share_image()
    description = head.select_one("meta[name=description]")["content"]
    assert description == f"{words} Werk mee. Voor iedereen."
    assert f"{image.line}." == words
    assert len(description) <= 155


def test_words_of_the_editor_follow_the_phase(client):
    call = CallPageFactory(open=True, search_description="Drie werkplaatsen.")
    head = read_head(client, call)
    description = head.select_one("meta[name=description]")["content"]
    assert description == "Open. Drie werkplaatsen."


def test_call_held_open_by_hand_is_just_open():
    call = CallPageFactory(open=True, **MOMENTS)
    assert describe_phase(call) == "Open"


def test_workplace_is_described_by_its_question(client):
    place = WorkplacePageFactory(lead="Deel je een plek?", lead_invitation="Kom erbij")
    head = read_head(client, place)
    assert head.select_one("meta[name=description]")["content"] == (
        "Deel je een plek? Kom erbij."
    )
    image = place.get_share_image()
    assert (image.kind, image.accent) == (place.call.short_title, place.accent)


def test_form_says_for_what_one_registers(client):
    call = CallPageFactory(title="Oproep", open=True, tagline="Werk mee")
    embed_form(call)
    form = RegistrationFormPage.objects.get()
    head = read_head(client, form)
    image = form.get_share_image()
    assert head.title.get_text().startswith("Inschrijven – Oproep · ")
    assert head.select_one("meta[name=description]")["content"] == "Open. Werk mee."
    assert (image.title, image.kind) == ("Inschrijven", "Oproep")
    assert image.key == call.get_facade_key()
