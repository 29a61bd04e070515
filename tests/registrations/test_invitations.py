"""The calendar parts of letters: what stands in somebody's own calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from registrations.enums import MessageKind, RegistrationState
from registrations.models import Invitation, Message, Registration
from registrations.services.delivery.mail import build_mail
from registrations.services.invitations import make_calendar_parts
from registrations.services.message import put_words, queue_message, write_letter
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    RegistrationFactory,
)
from workplaces.calendar import CalendarEvent, CalendarMethod, build_invitation
from workplaces.models import Session

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
CONFIRMED, WITHDRAWN = MessageKind.CONFIRMED, MessageKind.WITHDRAWN


@pytest.fixture
def registration():
    call = OpenCallFactory(title="Werkplaatsen")
    return RegistrationFactory(page=FormPageFactory(parent=call), draft=True)


def write(registration, kind=CONFIRMED, **options):
    # As a worker reads it, which knew nothing of it before.
    registration = Registration.objects.get(pk=registration.pk)
    parts = make_calendar_parts(
        registration=registration, kind=kind, recipient="an@example.org", **options
    )
    return [Calendar.from_ical(part.content) for part in parts]


def read(calendar):
    [event] = calendar.walk("VEVENT")
    return event


def move(registration, **facts):
    session = registration.page.get_parent().specific.ordered_sessions[0]
    Session.objects.filter(pk=session.pk).update(**facts)


def test_each_meeting_is_a_part_of_its_own(registration):
    calendars = write(registration)
    events = [read(calendar) for calendar in calendars]
    sessions = registration.page.get_parent().specific.ordered_sessions
    assert [calendar["METHOD"] for calendar in calendars] == ["REQUEST"] * 3
    assert [event.decoded("DTSTART") for event in events] == [s.date for s in sessions]
    assert len({str(event["UID"]) for event in events}) == 3
    assert {int(event["SEQUENCE"]) for event in events} == {0}
    assert {str(event["STATUS"]) for event in events} == {"CONFIRMED"}
    guest = events[0]["ATTENDEE"]
    assert (str(guest), guest.params["PARTSTAT"], guest.params["RSVP"]) == (
        "mailto:an@example.org",
        "ACCEPTED",
        "FALSE",
    )
    assert "ORGANIZER" in events[0]


@pytest.mark.parametrize(
    "change",
    [
        {"date": date.today() + timedelta(days=31)},
        {"starts_at": time(9, 30)},
        {"place": "De Krook, Gent"},
    ],
)
def test_sequence_rises_once_with_a_change_and_the_uid_stays(registration, change):
    before = read(write(registration)[0])
    again = read(write(registration)[0])
    assert int(again["SEQUENCE"]) == 0
    move(registration, **change)
    events = [read(calendar) for calendar in write(registration)]
    assert [int(event["SEQUENCE"]) for event in events] == [1, 0, 0]
    assert int(read(write(registration)[0])["SEQUENCE"]) == 1
    assert events[0]["UID"] == before["UID"]
    assert events[0]["DTSTAMP"].dt > before["DTSTAMP"].dt - timedelta(seconds=1)


def test_two_people_have_each_their_own_uid(registration):
    other = RegistrationFactory(page=registration.page, draft=True)
    uids = {str(read(c)["UID"]) for who in (registration, other) for c in write(who)}
    assert len(uids) == 6


def test_withdrawal_takes_out_what_was_put_in_and_coming_back_puts_it_in(registration):
    assert write(registration, WITHDRAWN) == []
    put_in = read(write(registration)[0])
    [first, *_rest] = calendars = write(registration, WITHDRAWN)
    assert [calendar["METHOD"] for calendar in calendars] == ["CANCEL"] * 3
    out = read(first)
    assert (out["UID"], int(out["SEQUENCE"]), out["STATUS"]) == (
        put_in["UID"],
        1,
        "CANCELLED",
    )
    assert int(read(write(registration, WITHDRAWN)[0])["SEQUENCE"]) == 1
    back = read(write(registration)[0])
    assert (back["UID"], int(back["SEQUENCE"])) == (put_in["UID"], 2)


def test_withdrawal_takes_out_a_deleted_meeting_as_well(registration):
    put_in = read(write(registration)[0])
    registration.page.get_parent().specific.ordered_sessions[0].delete()
    calendars = write(registration, WITHDRAWN)
    assert [calendar["METHOD"] for calendar in calendars] == ["CANCEL"] * 3
    numbers = {str(event["UID"]): event["SEQUENCE"] for event in map(read, calendars)}
    assert numbers[put_in["UID"]] == 1
    assert set(numbers.values()) == {1}


def test_meeting_without_a_date_or_behind_us_is_left_out(registration):
    sessions = registration.page.get_parent().specific.ordered_sessions
    Session.objects.filter(pk=sessions[0].pk).update(date=None)
    Session.objects.filter(pk=sessions[1].pk).update(date=date(2020, 3, 1))
    [calendar] = write(registration)
    assert read(calendar).decoded("DTSTART") == sessions[2].date


def test_letter_about_one_meeting_carries_that_one(registration):
    session = registration.page.get_parent().specific.ordered_sessions[1]
    [calendar] = write(registration, session_keys=[session.key])
    assert read(calendar).decoded("DTSTART") == session.date
    assert Invitation.objects.get().key == session.key


def test_day_goes_in_with_its_hours():
    page = FormPageFactory(direct=True)
    day = page.get_parent().specific
    day.date, day.starts_at, day.ends_at = (
        date(2099, 3, 19),
        time(9, 30),
        time(12, 0),
    )
    day.save()
    registration = RegistrationFactory(page=page, draft=True)
    event = read(write(registration, MessageKind.DAY_CONFIRMED)[0])
    assert event.decoded("DTSTART") == datetime(2099, 3, 19, 9, 30, tzinfo=BRUSSELS)
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert write(registration, MessageKind.DAY_WAITLISTED) == []


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date(2026, 3, 28), 1),
        (date(2026, 3, 29), 2),
        (date(2026, 10, 24), 2),
        (date(2026, 10, 25), 1),
    ],
)
def test_hours_hold_across_the_change_of_summer_time(day, offset):
    event = CalendarEvent(
        uid="x",
        summary="Bijeenkomst",
        day=day,
        starts_at=time(9, 30),
        ends_at=time(12, 30),
        stamp=datetime(2026, 1, 1, tzinfo=BRUSSELS),
    )
    calendar = Calendar.from_ical(
        build_invitation(event, method=CalendarMethod.REQUEST, attendee="a@b.be")
    )
    start = read(calendar).decoded("DTSTART")
    assert (start.hour, start.minute) == (9, 30)
    # As the rules in the file itself have it, whatever the machine knows.
    [zone] = calendar.walk("VTIMEZONE")
    local = datetime.combine(day, time(9, 30), tzinfo=zone.to_tz())
    assert local.utcoffset() == timedelta(hours=offset)
    assert start.utcoffset() == timedelta(hours=offset)


def test_mail_carries_the_parts_as_they_were_written(registration):
    Registration.objects.filter(pk=registration.pk).update(
        state=RegistrationState.CONFIRMED
    )
    message = queue_message(registration=registration, kind=CONFIRMED)
    put_words(message, write_letter(message))
    message.save()
    move(registration, place="Elders")
    mail = build_mail(Message.objects.get(pk=message.pk)).message()
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST"] * 3
    assert [part.get_content_disposition() for part in parts] == ["attachment"] * 3
    assert parts[0].get_filename() == "bijeenkomst-1-werkplaatsen-in-de-voormiddag.ics"
    text = parts[0].get_payload(decode=True).decode()
    assert "Elders" not in text
    assert read(Calendar.from_ical(text))["SEQUENCE"] == 0


def test_screen_that_shows_a_letter_puts_nothing_in_a_calendar(registration):
    message = queue_message(registration=registration, kind=CONFIRMED)
    write_letter(message)
    assert not Invitation.objects.exists()
