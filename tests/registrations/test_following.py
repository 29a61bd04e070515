"""Drafts that follow from a page: a meeting that changed, a day that is over."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from registrations.enums import MessageKind, MessageState
from registrations.models import Invitation, Registration
from registrations.services.invitations import make_calendar_parts
from registrations.services.message import (
    cancel_message,
    draft_afterwards,
    draft_changes,
    plan_all,
    put_words,
    release_draft,
    write_letter,
)
from registrations.services.participant import withdraw
from registrations.services.upkeep import look_after_all
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    RegistrationFactory,
    make_day,
)
from workplaces.models import Session

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
K, S = MessageKind, MessageState
DAY, OTHER, THIRD = date(2026, 3, 19), date(2026, 3, 26), date(2026, 4, 2)


@pytest.fixture(autouse=True)
def clock():
    moment = datetime(2026, 2, 2, 10, 0, tzinfo=BRUSSELS)
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


@pytest.fixture
def form_page(team):
    call = OpenCallFactory()
    call.sessions.all().delete()
    for number, day in enumerate([DAY, date(2026, 6, 4)]):
        Session.objects.create(
            page=call,
            date=day,
            starts_at=time(9, 30),
            ends_at=time(12, 30),
            place="De Krook, Gent",
            sort_order=number,
        )
    return FormPageFactory(parent=call)


@pytest.fixture
def confirmed(form_page):
    """Somebody who has the letter that confirms, with its calendar parts."""
    return make_confirmed(form_page)


def make_confirmed(form_page):
    registration = RegistrationFactory(page=form_page, confirmed=True)
    letter = registration.messages.get(kind=K.CONFIRMED)
    put_words(letter, write_letter(letter))
    letter.state = S.SENT
    letter.save()
    return registration


def move(day, **facts):
    assert Session.objects.filter(date=day).update(**facts) == 1


def look_again():
    return draft_changes(now=timezone.now())


def read_parts(letter):
    found = []
    for part in letter.calendar_parts:
        [event] = Calendar.from_ical(part["content"]).walk("VEVENT")
        start = event.decoded("DTSTART")
        day = start.date() if isinstance(start, datetime) else start
        cancelled = str(event["STATUS"]) == "CANCELLED"
        assert cancelled == (part["method"] == "CANCEL")
        found.append((part["method"], str(event["UID"]), int(event["SEQUENCE"]), day))
    return found


def drafts(registration, kind=K.SESSION_CHANGED):
    return list(registration.messages.filter(kind=kind, state=S.DRAFT).order_by("pk"))


def test_change_is_drafted_once_with_old_new_and_the_calendar(confirmed, form_page):
    unheard = RegistrationFactory(page=form_page, confirmed=True)
    assert look_again() == 0
    move(DAY, date=OTHER, place="Muntpunt, Brussel")
    assert (look_again(), look_again()) == (1, 0)
    [letter] = drafts(confirmed)
    assert letter.subject == "Werkplaatsen · Belangrijk: wijziging Bijeenkomst 1"
    assert (
        "Wanneer: donderdag 26 maart 2026, van 9.30 tot 12.30 uur" in letter.body_text
    )
    assert "Waar: Muntpunt, Brussel" in letter.body_text
    assert (
        "Dat was eerst: donderdag 19 maart 2026, van 9.30 tot 12.30 uur, De Krook, Gent."
    ) in letter.body_text
    assert "Bij deze mail zit een bestand voor je agenda." in letter.body_text
    [part] = letter.calendar_parts
    [event] = Calendar.from_ical(part["content"]).walk("VEVENT")
    assert (part["method"], int(event["SEQUENCE"])) == ("REQUEST", 1)
    # Whoever did not get the confirmation yet, reads the new day there.
    assert drafts(unheard) == []


def test_look_costs_as_many_queries_for_three_as_for_one(form_page):
    costs = []
    for count in (1, 2):
        for _ in range(count):
            make_confirmed(form_page)
        with CaptureQueriesContext(connection) as queries:
            assert look_again() == 0
        costs.append(len(queries))
    assert costs[0] == costs[1]
    move(DAY, date=OTHER)
    assert look_again() == 3


def test_another_title_is_no_change_to_tell(confirmed):
    move(DAY, title="Eerste bijeenkomst", summary="We maken kennis.")
    assert (look_again(), drafts(confirmed)) == (0, [])


def test_second_change_replaces_the_draft_and_tells_what_its_reader_knows(confirmed):
    move(DAY, date=OTHER)
    look_again()
    [first] = drafts(confirmed)
    move(OTHER, date=THIRD)
    look_again()
    [second] = drafts(confirmed)
    first.refresh_from_db()
    assert first.state == S.CANCELLED
    assert "Wanneer: donderdag 2 april 2026" in second.body_text
    assert "Dat was eerst: donderdag 19 maart 2026" in second.body_text


def test_draft_goes_when_the_meeting_is_as_before(confirmed):
    move(DAY, date=OTHER)
    look_again()
    move(OTHER, date=DAY)
    assert (look_again(), drafts(confirmed)) == (0, [])
    assert look_again() == 0


def test_lost_date_is_told_and_the_new_one_after_it(confirmed, team):
    uid = Invitation.objects.get(facts__day=DAY.isoformat()).uid
    move(DAY, date=None)
    assert (look_again(), look_again()) == (1, 0)
    [letter] = drafts(confirmed)
    assert "De datum valt weg. Je krijgt een nieuwe van ons." in letter.body_text
    assert "Dat was eerst: donderdag 19 maart 2026" in letter.body_text
    assert "Met het bestand bij deze mail haal je de oude dag uit" in letter.body_text
    assert "Ik kan er niet bij zijn" not in letter.body_text
    assert read_parts(letter) == [("CANCEL", uid, 1, DAY)]
    # It left; then there is a new day, with its calendar file.
    release_draft(message=letter, user=team.decider)
    Session.objects.filter(date=None).update(date=OTHER)
    assert (look_again(), look_again()) == (1, 0)
    [new] = drafts(confirmed)
    assert "Wanneer: donderdag 26 maart 2026" in new.body_text
    assert "Dat was eerst: een dag die nog gekozen moest worden." in new.body_text
    assert read_parts(new) == [("REQUEST", uid, 2, OTHER)]


def test_lost_date_that_was_cancelled_is_no_part_of_what_its_reader_knows(
    confirmed, team
):
    uid = Invitation.objects.get(facts__day=DAY.isoformat()).uid
    move(DAY, date=None)
    look_again()
    cancel_message(message=drafts(confirmed)[0], user=team.decider)
    assert (look_again(), drafts(confirmed)) == (0, [])
    Session.objects.filter(date=None).update(date=OTHER)
    assert (look_again(), look_again()) == (1, 0)
    [new] = drafts(confirmed)
    assert "Dat was eerst: donderdag 19 maart 2026" in new.body_text
    assert read_parts(new) == [("REQUEST", uid, 2, OTHER)]
    # Released, and stopped before it left: they still know the first day.
    release_draft(message=new, user=team.decider)
    cancel_message(message=new, user=team.decider)
    move(OTHER, date=THIRD)
    look_again()
    [last] = drafts(confirmed)
    assert "Dat was eerst: donderdag 19 maart 2026" in last.body_text
    assert read_parts(last) == [("REQUEST", uid, 3, THIRD)]


def test_cancelled_change_is_forgotten_once_another_letter_told_the_day(
    confirmed, team
):
    move(DAY, date=OTHER)
    look_again()
    withdraw(registration=confirmed)
    for kind in (K.WITHDRAWN, K.CONFIRMED):
        # As after an undo: the withdrawal and a second confirmation were sent.
        fresh = Registration.objects.get(pk=confirmed.pk)
        make_calendar_parts(registration=fresh, kind=kind, recipient="a@b.be")
    Registration.objects.filter(pk=confirmed.pk).update(state="confirmed")
    move(OTHER, date=THIRD)
    look_again()
    [letter] = drafts(confirmed)
    assert "Dat was eerst: donderdag 26 maart 2026" in letter.body_text


def test_day_that_moves_is_told_with_its_calendar_file(team):
    day = make_day(title="Samen", date=DAY, place="De Krook, Gent")
    page = FormPageFactory(direct=True, parent=day)
    came = RegistrationFactory(page=page, confirmed=True)
    letter = came.messages.get(kind=K.DAY_CONFIRMED)
    put_words(letter, write_letter(letter))
    [(_method, uid, _number, _day)] = read_parts(letter)
    assert look_again() == 0
    type(day).objects.filter(pk=day.pk).update(date=OTHER)
    assert (look_again(), look_again()) == (1, 0)
    [new] = drafts(came, K.DAY_CHANGED)
    assert new.subject == "Belangrijk: er verandert iets aan Samen"
    assert "Dat was eerst: donderdag 19 maart 2026" in new.body_text
    assert "Geef je plaats dan vrij op je eigen pagina." in new.body_text
    assert read_parts(new) == [("REQUEST", uid, 1, OTHER)]


def test_deleted_meeting_is_called_off_and_comes_back_with_a_higher_number(
    confirmed, form_page, team
):
    row = Session.objects.get(date=DAY)
    uid = Invitation.objects.get(key=row.key).uid
    row.delete()
    assert (look_again(), look_again()) == (1, 0)
    [letter] = drafts(confirmed, K.SESSION_CANCELLED)
    assert letter.subject == "Werkplaatsen · Belangrijk: Bijeenkomst 1 gaat niet door"
    told = letter.body_text.partition(",\n\n")[2].partition("\n\nOpen Mijn")[0]
    assert told == (
        "Het spijt ons: Bijeenkomst 1 van de oproep ‘Werkplaatsen’ gaat niet door.\n\n"
        "Dit was afgesproken: donderdag 19 maart 2026, van 9.30 tot 12.30 uur, "
        "De Krook, Gent.\n\n"
        "Stond het al in je agenda? Met het bestand bij deze mail haal je het er weer "
        "uit.\n\n"
        "Je hoeft niets te doen. Welke bijeenkomsten er nog komen, zie je op je eigen "
        "pagina."
    )
    assert "Vragen? Antwoord op deze mail" in letter.body_text
    assert read_parts(letter) == [("CANCEL", uid, 1, DAY)]
    assert drafts(confirmed) == []
    # It left; then the editor puts the meeting back.
    release_draft(message=letter, user=team.decider)
    Session.objects.create(
        page=row.page, key=row.key, date=OTHER, starts_at=time(9, 30), sort_order=0
    )
    assert (look_again(), look_again()) == (1, 0)
    [new] = drafts(confirmed)
    assert "Wanneer: donderdag 26 maart 2026" in new.body_text
    assert "Dat was eerst: afgelast, zoals we je schreven." in new.body_text
    assert read_parts(new) == [("REQUEST", uid, 2, OTHER)]


def test_deleted_meeting_that_comes_back_before_anybody_heard_needs_no_letter(
    confirmed,
):
    row = Session.objects.get(date=DAY)
    Session.objects.all().delete()
    assert (look_again(), len(drafts(confirmed, K.SESSION_CANCELLED))) == (2, 2)
    # As an editor publishes an earlier version: the same row, with the same key.
    row.pk = None
    row.save()
    assert (look_again(), look_again()) == (0, 0)
    [letter] = drafts(confirmed, K.SESSION_CANCELLED)
    assert "Dit was afgesproken: donderdag 4 juni 2026" in letter.body_text
    assert Invitation.objects.get(key=row.key).is_cancelled is False


def test_meeting_that_lost_its_date_and_then_its_row_is_called_off_in_one_letter(
    confirmed, team
):
    uid = Invitation.objects.get(facts__day=DAY.isoformat()).uid
    move(DAY, date=None)
    look_again()
    [first] = drafts(confirmed)
    Session.objects.filter(date=None).delete()
    assert (look_again(), look_again()) == (1, 0)
    assert drafts(confirmed) == []
    [letter] = drafts(confirmed, K.SESSION_CANCELLED)
    assert "Dit was afgesproken: donderdag 19 maart 2026" in letter.body_text
    assert read_parts(letter) == [("CANCEL", uid, 1, DAY)]
    cancel_message(message=letter, user=team.decider)
    assert (look_again(), drafts(confirmed, K.SESSION_CANCELLED)) == (0, [])


def test_deleted_meeting_that_took_place_is_not_told_about(confirmed, clock):
    clock.move_to(datetime(2026, 3, 21, 10, 0, tzinfo=BRUSSELS))
    Session.objects.get(date=DAY).delete()
    assert (look_again(), drafts(confirmed, K.SESSION_CANCELLED)) == (0, [])
    assert Invitation.objects.get(facts__day=DAY.isoformat()).sequence == 0


def test_call_that_is_unpublished_calls_nothing_off(confirmed, form_page):
    form_page.get_parent().specific.unpublish()
    assert (look_again(), confirmed.messages.filter(state=S.DRAFT).count()) == (0, 0)


def test_unpublished_day_is_called_off_and_published_again_it_is_told(team):
    day = make_day(title="Samen", date=DAY, place="De Krook, Gent")
    page = FormPageFactory(direct=True, parent=day)
    came = RegistrationFactory(page=page, confirmed=True)
    letter = came.messages.get(kind=K.DAY_CONFIRMED)
    put_words(letter, write_letter(letter))
    [(_method, uid, _number, _day)] = read_parts(letter)
    plan_all(now=timezone.now())
    reminder = came.messages.get(kind=K.DAY_REMINDER)
    day.unpublish()
    assert (look_again(), look_again()) == (1, 0)
    plan_all(now=timezone.now())
    reminder.refresh_from_db()
    assert reminder.state == S.CANCELLED
    [off] = drafts(came, K.DAY_CANCELLED)
    assert off.subject == "Belangrijk: Samen gaat niet door"
    assert "Dit was afgesproken: donderdag 19 maart 2026, De Krook, Gent." in (
        off.body_text
    )
    assert read_parts(off) == [("CANCEL", uid, 1, DAY)]
    release_draft(message=off, user=team.decider)
    # Nobody is thanked for coming to a day that was not there.
    with time_machine.travel(datetime(2026, 3, 20, 9, 0, tzinfo=BRUSSELS)):
        assert draft_afterwards(now=timezone.now()) == 0
    day.save_revision().publish()
    assert (look_again(), look_again()) == (1, 0)
    [new] = drafts(came, K.DAY_CHANGED)
    assert "Dat was eerst: afgelast, zoals we je schreven." in new.body_text
    assert read_parts(new) == [("REQUEST", uid, 2, DAY)]


def test_lost_date_that_comes_back_before_anybody_heard_needs_no_letter(confirmed):
    move(DAY, date=None)
    look_again()
    Session.objects.filter(date=None).update(date=DAY)
    assert (look_again(), drafts(confirmed)) == (0, [])
    move(DAY, date=None)
    assert (look_again(), len(drafts(confirmed))) == (1, 1)


def test_draft_that_somebody_cancelled_does_not_come_back(confirmed, team):
    move(DAY, date=OTHER)
    look_again()
    cancel_message(message=drafts(confirmed)[0], user=team.decider)
    assert (look_again(), drafts(confirmed)) == (0, [])


def test_draft_goes_with_a_withdrawal(confirmed):
    move(DAY, date=OTHER)
    look_again()
    withdraw(registration=confirmed)
    assert (look_again(), drafts(confirmed)) == (0, [])


def test_meeting_that_took_place_is_not_told_about(confirmed, clock):
    clock.move_to(datetime(2026, 3, 21, 10, 0, tzinfo=BRUSSELS))
    move(DAY, date=OTHER)
    assert (look_again(), drafts(confirmed)) == (0, [])


def test_day_after_is_drafted_once_for_who_had_a_seat(team, clock):
    page = FormPageFactory(direct=True, parent=make_day(title="Samen", date=DAY))
    came = RegistrationFactory(page=page, confirmed=True)
    RegistrationFactory(page=page, waitlisted=True)
    clock.move_to(datetime(2026, 3, 19, 20, 0, tzinfo=BRUSSELS))
    assert draft_afterwards(now=timezone.now()) == 0
    clock.move_to(datetime(2026, 3, 20, 9, 0, tzinfo=BRUSSELS))
    cache.delete("registrations.planning")  # another test may have looked this minute
    look_after_all()
    [letter] = drafts(came, K.DAY_AFTERWARDS)
    assert letter.subject == "Dit nam je mee: Samen"
    cancel_message(message=letter, user=team.decider)
    assert draft_afterwards(now=timezone.now()) == 0


def test_old_day_is_left_in_peace(team, clock):
    page = FormPageFactory(direct=True, parent=make_day(date=DAY))
    RegistrationFactory(page=page, confirmed=True)
    clock.move_to(datetime(2026, 5, 20, 9, 0, tzinfo=BRUSSELS))
    assert draft_afterwards(now=timezone.now()) == 0
