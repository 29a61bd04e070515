"""Attendance: “ik kan niet”, who was there, and the letters that follow (M21 to M24)."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.enums import MessageKind, MessageState, ReviewPhase
from registrations.models import MeetingAttendance, ReviewRound
from registrations.services.access import mint_link
from registrations.services.attendance import (
    MeetingNotYet,
    come_after_all,
    excuse,
    find_session,
    note_attendance,
)
from registrations.services.delivery import send_due
from registrations.services.errors import IllegalTransition, NotAllowed
from registrations.services.history import get_history
from registrations.services.message import (
    cancel_message,
    draft_evaluations,
    draft_reports,
    plan_all,
)
from registrations.services.upkeep import look_after_all
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    PlaceFactory,
    RegistrationFactory,
)
from workplaces.models import CallPage, Session

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
K, M = MessageKind, MessageState
FIRST, SECOND = date(2026, 3, 19), date(2026, 6, 4)
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def clock():
    moment = datetime(2026, 3, 1, 10, 0, tzinfo=BRUSSELS)
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


@pytest.fixture
def form_page(team):
    call = OpenCallFactory(title="Oproep – Werkplaatsen")
    call.sessions.all().delete()
    for number, day in enumerate([FIRST, SECOND]):
        Session.objects.create(
            page=call,
            key=f"s{number}",
            date=day,
            starts_at=time(9, 30),
            place="De Krook, Gent",
            sort_order=number,
        )
    PlaceFactory(parent=call, title="Participatie")
    return FormPageFactory(parent=call)


@pytest.fixture
def registration(form_page):
    return RegistrationFactory(page=form_page, confirmed=True)


def on(day, hour=9):
    return datetime.combine(day, time(hour), tzinfo=BRUSSELS)


def note(form_page, user, *, present, shown, key="s0"):
    session, _name = find_session(form_page=form_page, session_key=key)
    return note_attendance(
        form_page=form_page,
        session=session,
        present={row.pk for row in present},
        shown={row.pk for row in shown},
        user=user,
    )


def letters(registration, *kinds):
    rows = registration.messages.filter(kind__in=kinds).order_by("pk")
    return [(row.kind, row.state) for row in rows]


def open_meeting(registration, key="s0"):
    token = mint_link(registration=registration).rstrip("/").rpartition("/")[2]
    return reverse("participant:meeting", args=[token, key])


# On the own page.


def test_reminder_leads_in_one_click_to_the_button(
    client, registration, clock, mailoutbox
):
    plan_all(now=timezone.now())
    clock.move_to(on(date(2026, 3, 17), 10))
    registration.messages.exclude(kind=K.SESSION_REMINDER).update(state=M.SENT)
    cache.delete("registrations.planning")
    look_after_all()
    send_due()
    body = next(mail for mail in mailoutbox if "Tot donderdag!" in mail.subject).body
    [link] = re.findall(r"Ik kan er niet bij zijn: https?://[^/]+(\S+)", body)
    for _twice in range(2):
        page = client.get(link).content.decode()
    assert "Ik kan niet naar deze bijeenkomst komen" in page
    assert not MeetingAttendance.objects.exists()
    assert client.post(link, {"komt": "nee"}, headers=OWN).status_code == 302
    row = MeetingAttendance.objects.get()
    assert (row.registration, row.excused_for) == (registration, FIRST)


def test_excuse_is_confirmed_once_and_takes_off_what_was_planned(
    client, registration, team
):
    plan_all(now=timezone.now())
    planned = registration.messages.filter(state=M.PLANNED)
    about = [row.kind for row in planned if row.context["session_keys"] == ["s0"]]
    assert sorted(about) == [K.PRACTICAL, K.SESSION_REMINDER]
    url = open_meeting(registration)
    for _twice in range(2):
        client.post(url, {"komt": "nee"}, headers=OWN)
    assert letters(registration, K.EXCUSED) == [(K.EXCUSED, M.QUEUED)]
    assert {row.context["session_keys"][0] for row in planned.all()} == {"s1"}
    registration.refresh_from_db()
    assert registration.state == "confirmed"
    # And back: what was planned comes again, the letter does not.
    assert "Kan je toch komen?" in client.get(url).content.decode()
    client.post(url, {"komt": "ja"}, headers=OWN)
    assert {row.context["session_keys"][0] for row in planned.all()} == {"s0", "s1"}
    excuse(registration=registration, session_key="s0")
    assert len(letters(registration, K.EXCUSED)) == 1
    history = get_history(registration=registration, user=team.decider)
    said = [e.what for e in history if "Bijeenkomst 1" in e.what and e.who]
    assert said == [
        "Kan niet komen naar Bijeenkomst 1",
        "Komt toch naar Bijeenkomst 1",
        "Kan niet komen naar Bijeenkomst 1",
    ]


def test_page_offers_it_for_meetings_to_come_to_who_has_a_place(
    client, registration, form_page, clock
):
    waits = RegistrationFactory(page=form_page, waitlisted=True)
    for row, count in ((registration, 2), (waits, 0)):
        page = client.get(open_meeting(row).partition("bijeenkomst/")[0])
        assert page.content.decode().count("Ik kan niet komen") == count
    clock.move_to(on(date(2026, 3, 20)))
    url = open_meeting(registration)
    assert client.get(url).status_code == 302
    assert client.post(url, {"komt": "nee"}, headers=OWN).status_code == 409
    with pytest.raises(IllegalTransition):
        excuse(registration=waits, session_key="s1")
    with pytest.raises(IllegalTransition):
        come_after_all(registration=registration, session_key="weg")
    assert not MeetingAttendance.objects.exists()


def test_excuse_is_for_a_day_and_holds_no_longer_when_the_meeting_moves(
    client, registration
):
    excuse(registration=registration, session_key="s0")
    url = open_meeting(registration)
    assert "Kan je toch komen?" in client.get(url).content.decode()
    Session.objects.filter(key="s0").update(date=date(2026, 3, 26))
    assert "Kan je niet komen?" in client.get(url).content.decode()
    plan_all(now=timezone.now())
    planned = registration.messages.filter(state=M.PLANNED)
    assert {row.context["session_keys"][0] for row in planned} == {"s0", "s1"}


# The list of the office.


def test_office_notes_who_was_there_on_a_plain_form(
    client, registration, form_page, team, clock
):
    other = RegistrationFactory(page=form_page, confirmed=True)
    RegistrationFactory(page=form_page, waitlisted=True)
    excuse(registration=other, session_key="s0")
    client.force_login(team.decider)
    url = reverse("registrations:attendance_list", args=[form_page.pk, "s0"])
    page = client.get(url).content.decode()
    assert "Deze bijeenkomst komt nog" in page
    data = {"shown": [registration.pk, other.pk], "present": [registration.pk]}
    assert client.post(url, data).status_code == 422
    clock.move_to(on(FIRST, 14))
    client.force_login(team.decider)
    late = RegistrationFactory(page=form_page, confirmed=True)
    response = client.post(url, data, follow=True)
    assert "Bijeenkomst 1: 1 persoon was er, 1 persoon niet." in str(
        [str(message) for message in response.context["messages"]]
    )
    rows = MeetingAttendance.objects.values_list("registration", "was_present")
    assert dict(rows) == {registration.pk: True, other.pk: False}
    assert not late.attendance.exists()
    said = [
        (entry.what, entry.who)
        for entry in get_history(registration=other, user=team.decider)
    ]
    assert ("Kan niet komen naar Bijeenkomst 1", "Inschrijver") in said
    assert ("Was niet op Bijeenkomst 1", "beslisser") in said


def test_list_costs_as_many_queries_for_three_as_for_one(client, form_page, team):
    client.force_login(team.decider)
    costs = []
    for count in (1, 2):
        for _ in range(count):
            RegistrationFactory(page=form_page, confirmed=True)
        for name, args in (
            ("attendance", []),
            ("attendance_list", [form_page.pk, "s0"]),
        ):
            url = reverse(f"registrations:{name}", args=args)
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def test_who_may_not_or_is_too_early_notes_nothing(registration, form_page, team):
    with pytest.raises(NotAllowed):
        note(form_page, team.reader, present=[], shown=[registration])
    with pytest.raises(MeetingNotYet):
        note(form_page, team.decider, present=[], shown=[registration])


def test_list_hides_names_that_a_round_hides(client, registration, form_page, team):
    ReviewRound.objects.create(
        form_page=form_page, hides_names=True, phase=ReviewPhase.READING
    )
    client.force_login(team.decider)
    url = reverse("registrations:attendance_list", args=[form_page.pk, "s0"])
    page = client.get(url).content.decode()
    assert registration.reference in page
    assert registration.last_name not in page


def test_list_of_registrations_is_narrowed_down_by_who_was_where(
    client, registration, form_page, team, clock
):
    clock.move_to(on(FIRST, 14))
    other = RegistrationFactory(page=form_page, confirmed=True)
    note(form_page, team.decider, present=[registration], shown=[registration, other])
    client.force_login(team.decider)
    found = {
        name: [
            row.pk
            for row in client.get(
                reverse("registrations:list"), {name: "s0"}
            ).context_data["object_list"]
        ]
        for name in ("attended", "missed")
    }
    assert found == {"attended": [registration.pk], "missed": [other.pk]}


# After the meeting.


def test_three_days_later_there_is_a_draft_for_each(
    registration, form_page, team, clock
):
    missed = RegistrationFactory(page=form_page, confirmed=True)
    unknown = RegistrationFactory(page=form_page, confirmed=True)
    clock.move_to(on(date(2026, 3, 20)))
    note(form_page, team.decider, present=[registration], shown=[registration, missed])
    clock.move_to(on(date(2026, 3, 21)))
    assert draft_reports(now=timezone.now()) == 0
    clock.move_to(on(date(2026, 3, 22)))
    Session.objects.filter(key="s0").update(report_link="https://verslag.example/1")
    cache.delete("registrations.planning")
    look_after_all()
    both = (K.SESSION_REPORT, K.SESSION_MISSED)
    assert letters(registration, *both) == [(K.SESSION_REPORT, M.DRAFT)]
    assert letters(missed, *both) == [(K.SESSION_MISSED, M.DRAFT)]
    assert letters(unknown, *both) == []
    letter = registration.messages.get(kind=K.SESSION_REPORT)
    assert "[Lees het verslag](https://verslag.example/1)" in letter.body_text
    assert "De volgende bijeenkomst is op donderdag 4 juni 2026." in letter.body_text
    assert draft_reports(now=timezone.now()) == 0
    cancel_message(message=letter, user=team.decider)
    assert draft_reports(now=timezone.now()) == 0


def test_correction_of_who_was_there_changes_the_draft(
    registration, form_page, team, clock
):
    clock.move_to(on(date(2026, 3, 23)))
    both = (K.SESSION_REPORT, K.SESSION_MISSED)
    for present, expected in (
        ([], [(K.SESSION_MISSED, M.DRAFT)]),
        (
            [registration],
            [(K.SESSION_MISSED, M.CANCELLED), (K.SESSION_REPORT, M.DRAFT)],
        ),
        ([], [(K.SESSION_MISSED, M.DRAFT), (K.SESSION_REPORT, M.CANCELLED)]),
    ):
        note(form_page, team.decider, present=present, shown=[registration])
        assert draft_reports(now=timezone.now()) == 1
        assert letters(registration, *both) == expected
        assert draft_reports(now=timezone.now()) == 0


def test_last_meeting_asks_how_it_was_once_the_link_is_there(
    registration, form_page, clock
):
    RegistrationFactory(page=form_page, waitlisted=True)
    clock.move_to(on(date(2026, 6, 10)))
    CallPage.objects.update(evaluation_link="https://bevraging.example/")
    assert draft_evaluations(now=timezone.now()) == 0
    clock.move_to(on(date(2026, 6, 11)))
    CallPage.objects.update(evaluation_link="")
    assert draft_evaluations(now=timezone.now()) == 0
    CallPage.objects.update(evaluation_link="https://bevraging.example/")
    assert draft_evaluations(now=timezone.now()) == 1
    assert draft_evaluations(now=timezone.now()) == 0
    letter = registration.messages.get(kind=K.EVALUATION)
    assert letter.state == M.DRAFT
    assert "[Vertel hoe het was](https://bevraging.example/)" in letter.body_text
