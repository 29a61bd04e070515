"""Letters before a day: made in time, moved with it, gone with what they tell."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.enums import MessageKind, MessageState, RegistrationState
from registrations.models import Message, Registration
from registrations.permissions import Actor
from registrations.services.decision import propose_decision, release_decisions
from registrations.services.delivery import queue_planned
from registrations.services.message import (
    cancel_message,
    plan_all,
    plan_letters,
    release_drafts,
    write_letter,
)
from registrations.services.participant import confirm_place, withdraw
from registrations.services.state import change_state
from registrations.services.upkeep import look_after_all
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    PlaceFactory,
    RegistrationFactory,
    make_day,
)
from workplaces.enums import SessionKind
from workplaces.models import InspirationDayPage, Session

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 2, 2, 10, 0, tzinfo=BRUSSELS)
K, S = MessageKind, MessageState
FIRST = date(2026, 3, 19)
ALL = [
    (K.INTRODUCTION, "2026-02-23"),
    (K.SESSION_REMINDER, "2026-03-03"),
    (K.PRACTICAL, "2026-03-05"),
    (K.SESSION_REMINDER, "2026-03-17"),
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def form_page(team):
    """The form of a call with an online meeting, one in a room, and one without a day."""
    call = OpenCallFactory()
    call.sessions.all().delete()
    for number, (kind, day) in enumerate(
        [
            (SessionKind.ONLINE, date(2026, 3, 5)),
            (SessionKind.LIVE, FIRST),
            (SessionKind.LIVE, None),
        ]
    ):
        Session.objects.create(
            page=call, kind=kind, date=day, place="Gent", sort_order=number
        )
    PlaceFactory(parent=call, title="Participatie")
    return FormPageFactory(parent=call)


@pytest.fixture
def selected(form_page):
    return RegistrationFactory(page=form_page, selected=True)


@pytest.fixture
def confirmed(selected):
    return confirm_place(registration=selected)


def planned(registration):
    """What is planned: which letter, on which day at nine."""
    rows = registration.messages.filter(state=S.PLANNED).order_by("planned_for", "pk")
    moments = [timezone.localtime(row.planned_for) for row in rows]
    assert {moment.time() for moment in moments} <= {time(9)}
    return [
        (row.kind, moment.date().isoformat())
        for row, moment in zip(rows, moments, strict=True)
    ]


def move(day, to):
    Session.objects.filter(date=day).update(date=to)


def look_again():
    return plan_all(now=timezone.now())


def test_release_plans_the_reminder_to_confirm(team, form_page):
    registration = RegistrationFactory(page=form_page, in_review=True)
    decision = propose_decision(
        registration=registration,
        state=RegistrationState.SELECTED,
        workplace=registration.workplace_first,
        reason="",
        proposed_by=team.decider,
    )
    [result] = release_decisions(decisions=[decision], released_by=team.chair)
    answer_by = timezone.localdate(result.registration.answer_by)
    moment = (answer_by - timedelta(days=3)).isoformat()
    assert planned(registration) == [(K.CONFIRM_REMINDER, moment)]
    assert look_again() == 0


def test_reminder_to_confirm_goes_with_the_answer_and_with_the_time(selected):
    look_again()
    assert planned(selected) == [(K.CONFIRM_REMINDER, "2026-02-09")]
    Registration.objects.update(answer_by=timezone.now() + timedelta(days=20))
    assert look_again() == 1
    assert planned(selected) == [(K.CONFIRM_REMINDER, "2026-02-19")]
    confirm_place(registration=selected)
    assert K.CONFIRM_REMINDER not in dict(planned(selected))


def test_nobody_is_reminded_of_a_place_that_they_did_not_hear_of(selected, team, clock):
    look_again()
    clock.move_to(datetime(2026, 2, 9, 9, 1, tzinfo=BRUSSELS))
    assert queue_planned(now=timezone.now()) == 0
    release_drafts(messages=selected.messages.filter(state=S.DRAFT), user=team.decider)
    assert queue_planned(now=timezone.now()) == 1
    letter = selected.messages.get(kind=K.CONFIRM_REMINDER)
    assert letter.state == S.QUEUED


def test_whoever_confirms_gets_a_letter_before_each_meeting_with_a_day(confirmed):
    assert planned(confirmed) == ALL
    assert look_again() == 0
    [letter] = confirmed.messages.filter(kind=K.PRACTICAL)
    assert "donderdag 19 maart 2026" in write_letter(letter).subject


def test_letters_move_with_their_meeting_and_go_with_it(confirmed):
    move(FIRST, date(2026, 3, 26))
    assert look_again() == 2
    moved = [*ALL[:2], (K.PRACTICAL, "2026-03-12"), (K.SESSION_REMINDER, "2026-03-24")]
    assert planned(confirmed) == moved
    letter = confirmed.messages.get(kind=K.PRACTICAL)
    assert "donderdag 26 maart 2026" in write_letter(letter).subject
    move(date(2026, 3, 26), None)
    look_again()
    assert planned(confirmed) == ALL[:2]
    # The same day again: what was taken off comes back, as the same row.
    first = confirmed.page.get_parent().specific.ordered_sessions[1]
    Session.objects.filter(pk=first.pk).update(date=FIRST)
    look_again()
    assert planned(confirmed) == ALL


def test_letter_that_somebody_stopped_stays_stopped(confirmed, team):
    letter = confirmed.messages.get(kind=K.PRACTICAL)
    cancel_message(message=letter, user=team.decider)
    look_again()
    assert K.PRACTICAL not in dict(planned(confirmed))
    move(FIRST, date(2026, 3, 26))
    look_again()
    assert K.PRACTICAL not in dict(planned(confirmed))


def test_letter_that_was_sent_is_followed_where_its_day_moved(confirmed, clock):
    clock.move_to(datetime(2026, 3, 17, 9, 1, tzinfo=BRUSSELS))
    queue_planned(now=timezone.now())
    Message.objects.filter(state=S.QUEUED).update(state=S.SENT)
    assert (look_again(), planned(confirmed)) == (0, [])
    move(FIRST, date(2026, 4, 23))
    look_again()
    assert planned(confirmed) == [
        (K.PRACTICAL, "2026-04-09"),
        (K.SESSION_REMINDER, "2026-04-21"),
    ]


def test_letter_that_is_due_looks_at_its_day_before_it_leaves(confirmed, clock):
    clock.move_to(datetime(2026, 3, 5, 9, 1, tzinfo=BRUSSELS))
    move(FIRST, date(2026, 4, 23))
    queue_planned(now=timezone.now())
    assert (K.PRACTICAL, "2026-04-09") in planned(confirmed)


def test_withdrawal_takes_all_of_them_off(confirmed):
    late = confirmed.messages.get(kind=K.INTRODUCTION)
    Message.objects.filter(pk=late.pk).update(state=S.QUEUED)
    withdraw(registration=confirmed)
    assert planned(confirmed) == []
    late.refresh_from_db()
    assert late.state == S.CANCELLED
    assert (look_again(), planned(confirmed)) == (0, [])


def test_place_that_was_undone_and_given_again_is_reminded_again(selected, team, clock):
    look_again()
    clock.shift(60)
    for to in (RegistrationState.IN_REVIEW, RegistrationState.SELECTED):
        change_state(
            registration=selected,
            to=to,
            actor=Actor.staff(team.decider),
            reason="Vergissing",
        )
    assert planned(selected) == []
    assert (look_again(), dict(planned(selected)).keys()) == (1, {K.CONFIRM_REMINDER})


def test_whoever_comes_late_gets_what_only_that_letter_tells(selected, clock):
    clock.move_to(datetime(2026, 3, 18, 12, 0, tzinfo=BRUSSELS))
    confirm_place(registration=selected)
    assert planned(selected) == [(K.PRACTICAL, "2026-03-05")]
    assert queue_planned(now=timezone.now()) == 1


def test_whoever_has_no_address_is_planned_nothing(confirmed):
    Message.objects.filter(state=S.PLANNED).delete()
    Registration.objects.update(email="")
    assert (look_again(), planned(confirmed)) == (0, [])


def test_day_reminder_follows_the_day(team):
    day = make_day(date=date(2026, 3, 12))
    page = FormPageFactory(direct=True, parent=day)
    registration = RegistrationFactory(page=page, confirmed=True)
    waiting = RegistrationFactory(page=page, waitlisted=True)
    cache.delete("registrations.planning")  # another test may have looked this minute
    look_after_all()
    assert planned(registration) == [(K.DAY_REMINDER, "2026-03-10")]
    assert planned(waiting) == []
    InspirationDayPage.objects.update(date=date(2026, 3, 20))
    look_again()
    assert planned(registration) == [(K.DAY_REMINDER, "2026-03-18")]
    withdraw(registration=registration)
    assert planned(registration) == []


def test_planning_costs_as_many_queries_for_three_as_for_one(form_page):
    costs = []
    for count in (1, 3):
        people = [
            RegistrationFactory(page=form_page, confirmed=True) for _ in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            made = plan_letters(registrations=people, now=timezone.now())
        assert made == len(ALL) * count
        costs.append(len(queries))
    assert costs[0] == costs[1]
