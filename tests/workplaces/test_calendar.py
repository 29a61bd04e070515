"""Calendar files: what a program reads in them, and where they are found."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import Page, PageViewRestriction

from home.models import SiteSettings
from tests.factories.home import get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayPageFactory,
    SessionFactory,
    WorkplacePageFactory,
)
from workplaces.models import CallPage, InspirationDayPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_site_addresses")]

BEFORE = datetime.datetime(2026, 1, 10, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel(BEFORE, tick=False):
        yield


def make_call(**kwargs) -> CallPage:
    return CallPageFactory(title="Werkplaatsen", slug="oproep", **kwargs)


def read(client, address: str) -> Calendar:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    return Calendar.from_ical(response.content)


def test_call_calendar_holds_its_dated_meetings(client):
    call = make_call(with_sessions=True)
    SessionFactory(page=call, online=True, sort_order=9)
    calendar = read(client, "/oproep/agenda.ics")
    assert [
        (str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt)
        for event in calendar.events
    ] == [
        (
            f"Bijeenkomst {number} – Werkplaatsen, in de voormiddag",
            day,
            day + datetime.timedelta(days=1),
        )
        for number, day in enumerate(
            (
                datetime.date(2026, 3, 19),
                datetime.date(2026, 6, 4),
                datetime.date(2026, 10, 15),
            ),
            start=1,
        )
    ]
    assert calendar["PRODID"] == "-//OP/TIL//Cultuurplekken van Morgen//NL"


@pytest.mark.parametrize(
    ("day", "offset", "name"),
    [
        (datetime.date(2026, 3, 19), 1, "CET"),
        (datetime.date(2026, 3, 28), 1, "CET"),
        (datetime.date(2026, 3, 29), 2, "CEST"),
        (datetime.date(2026, 6, 4), 2, "CEST"),
        (datetime.date(2026, 10, 15), 2, "CEST"),
        (datetime.date(2026, 10, 25), 1, "CET"),
    ],
)
def test_hours_are_brussels_hours_by_the_time_zone_in_the_file(
    client, day, offset, name
):
    call = make_call()
    session = SessionFactory(
        page=call,
        date=day,
        starts_at=datetime.time(9, 30),
        ends_at=datetime.time(12, 30),
    )
    calendar = read(client, f"/oproep/agenda/{session.key}.ics")
    event = calendar.events[0]
    # What the file itself says of the time zone, not what this machine knows of it.
    zone = calendar.timezones[0].to_tz(lookup_tzid=False)
    starts = event["DTSTART"].dt.replace(tzinfo=zone)
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert (starts.utcoffset(), starts.tzname()) == (
        datetime.timedelta(hours=offset),
        name,
    )
    assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(hours=3)
    assert str(event["SUMMARY"]) == "Bijeenkomst 1 – Werkplaatsen"


def test_event_says_where_what_who_and_why(client):
    SiteSettings.objects.create(
        site=get_home().get_site(),
        organiser_name="OP/TIL; kunst, en zo",
        contact_email="hallo@voorbeeld.be",
    )
    call = make_call()
    SessionFactory(
        page=call,
        title="Start; samen, én met een heel lange titel die over de vouw van een regel gaat",
        place="De Zaal, Markt 1",
        summary="Regel één\nRegel twee",
        link="https://voorbeeld.be/route",
        key="s_1234567890",
    )
    response = client.get("/oproep/agenda.ics")
    lines = response.content.split(b"\r\n")
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    event = Calendar.from_ical(response.content).events[0]
    assert str(event["LOCATION"]) == "De Zaal, Markt 1"
    assert str(event["DESCRIPTION"]) == (
        "donderdag 19 maart 2026, in de voormiddag\n\nRegel één\nRegel twee\n\n"
        "https://voorbeeld.be/route\n\nhttp://localhost/oproep/"
    )
    assert str(event["URL"]) == "http://localhost/oproep/"
    assert str(event["ORGANIZER"]) == "mailto:hallo@voorbeeld.be"
    assert event["ORGANIZER"].params["CN"] == "OP/TIL; kunst, en zo"
    assert str(event["UID"]) == f"s_1234567890-{call.translation_key}@127.0.0.1"


def test_sequence_and_stamp_rise_with_every_publication_and_the_uid_stays(client):
    call = make_call(with_sessions=True)
    seen = []
    for minutes in (0, 5, 9):
        moment = BEFORE + datetime.timedelta(minutes=minutes)
        with time_machine.travel(moment, tick=False):
            CallPage.objects.get(pk=call.pk).save_revision().publish()
            event = read(client, "/oproep/agenda.ics").events[0]
        seen.append((event["SEQUENCE"], event["DTSTAMP"].dt, str(event["UID"])))
    assert [(sequence, stamp) for sequence, stamp, _uid in seen] == [
        (minutes * 60, BEFORE + datetime.timedelta(minutes=minutes))
        for minutes in (0, 5, 9)
    ]
    assert len({uid for _sequence, _stamp, uid in seen}) == 1


def test_copy_of_a_call_holds_other_events(client):
    call = make_call(with_sessions=True)
    call.copy(update_attrs={"slug": "oproep-2027"})
    uids = [
        {str(event["UID"]) for event in read(client, f"/{slug}/agenda.ics").events}
        for slug in ("oproep", "oproep-2027")
    ]
    assert [len(found) for found in uids] == [3, 3]
    assert uids[0] & uids[1] == set()


def test_day_has_a_calendar_of_its_own(client):
    day = InspirationDayPageFactory(
        title="Inspiratiedag",
        slug="dag",
        date=datetime.date(2026, 11, 5),
        starts_at=datetime.time(10),
        place="Gent",
    )
    event = read(client, day.get_calendar_url()).events[0]
    assert event["DTSTART"].dt.isoformat() == "2026-11-05T10:00:00+01:00"
    # How long it takes is not known, so the file does not say so either.
    assert "DTEND" not in event
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Inspiratiedag", "Gent")


def test_invented_day_says_so_in_the_calendar_too(client):
    day = InspirationDayPageFactory(title="De sleutel", is_example=True)
    event = read(client, day.get_calendar_url()).events[0]
    assert str(event["SUMMARY"]) == "De sleutel (voorbeeld)"


def test_links_stand_only_where_a_date_is_still_to_come():
    call = make_call(with_sessions=True)
    undated = SessionFactory(page=call, online=True)
    day = InspirationDayPageFactory(date=datetime.date(2026, 11, 5))
    past = InspirationDayPageFactory(parent=day.get_parent(), date=BEFORE.date())
    first, second = call.live_sessions[:2]
    assert undated.calendar_url == ""
    assert call.get_calendar_url() == "/oproep/agenda.ics"
    assert first.calendar_url == f"/oproep/agenda/{first.key}.ics"
    with time_machine.travel(datetime.datetime(2026, 3, 20, 12, tzinfo=datetime.UTC)):
        assert (first.calendar_url, past.get_calendar_url()) == ("", "")
        assert second.calendar_url == f"/oproep/agenda/{second.key}.ics"
        assert day.get_calendar_url() == f"{day.url}agenda.ics"
    with time_machine.travel(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)):
        assert (call.get_calendar_url(), day.get_calendar_url()) == ("", "")


def test_call_without_a_date_has_no_link_and_no_calendar(client):
    call = make_call()
    SessionFactory(page=call, online=True, key="s_0000000000")
    assert call.get_calendar_url() == ""
    for name in ("agenda.ics", "agenda/s_0000000000.ics", "agenda/s_onbekend.ics"):
        assert client.get(f"/oproep/{name}").status_code == 404


def test_new_call_that_was_never_saved_has_no_link():
    assert (CallPage().get_calendar_url(), InspirationDayPage().get_calendar_url()) == (
        "",
        "",
    )


def test_calendar_of_a_page_that_is_not_public_is_not_given(client):
    call = make_call(with_sessions=True)
    PageViewRestriction.objects.create(
        page=call, restriction_type="password", password="geheim"
    )
    assert b"BEGIN:VCALENDAR" not in client.get("/oproep/agenda.ics").content
    Page.objects.filter(pk=call.pk).update(live=False)
    assert client.get("/oproep/agenda.ics").status_code == 404


def test_calendar_is_only_read(client):
    make_call(with_sessions=True)
    response = client.post("/oproep/agenda.ics")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/agenda.ics", "/oproep/x.ics", "/weg/agenda.ics"])
def test_other_addresses_of_calendars_do_not_exist(client, address):
    make_call(with_sessions=True)
    assert client.get(address).status_code == 404


def test_calendar_file_may_be_kept(client):
    make_call(with_sessions=True)
    response = client.get("/oproep/agenda.ics")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Content-Disposition"] == 'inline; filename="werkplaatsen.ics"'
    assert response.cookies == {}


def test_pages_below_a_call_are_still_found(client):
    workplace = WorkplacePageFactory(parent=make_call(), slug="agenda")
    assert client.get("/oproep/agenda/").context["page"] == workplace


def test_call_still_takes_part_in_the_page_cache(client):
    make_call()
    assert client.get("/oproep/")["Cache-Control"] == (
        "public, max-age=0, must-revalidate"
    )


def test_wagtail_knows_the_pattern_of_calendar_files():
    assert reverse("calendar_file", args=["oproep/agenda.ics"]) == "/oproep/agenda.ics"
