"""Which letter leaves when: planned, held, one person's in order, at a pace."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from registrations.enums import MessageKind, MessageState, RegistrationState
from registrations.models import MailPace, Message
from registrations.permissions import Actor
from registrations.services.delivery import queue_planned, send_due, send_message
from registrations.services.delivery.ledger import claim, claim_next
from registrations.services.delivery.pace import get_interval, take_turn
from registrations.services.message import (
    InThePast,
    IsHeld,
    MessageError,
    cancel_message,
    hold_message,
    let_go,
    plan_draft,
    queue_message,
    release_draft,
    take_back,
)
from registrations.services.state import change_state
from registrations.services.upkeep import look_after_all
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_message

pytestmark = pytest.mark.django_db

S = MessageState


@pytest.fixture
def registration(team):
    registration = RegistrationFactory(
        page=FormPageFactory(), in_review=True, email="an@test.be"
    )
    # Its receipt waits too, and would go first.
    registration.messages.all().delete()
    return registration


def write(registration, *subjects, **values):
    return [
        make_message(registration, subject=subject, **values) for subject in subjects
    ]


def sent():
    return [letter.subject for letter in mail.outbox]


# One person's letters.


def test_letters_leave_in_the_order_in_which_they_were_ready(registration):
    one, two = write(registration, "een", "twee")
    later = timezone.now() + timedelta(seconds=1)
    Message.objects.filter(pk=one.pk).update(queued_at=later)
    send_due()
    assert sent() == ["twee", "een"]


@pytest.mark.parametrize(
    ("state", "values", "waits"),
    [
        (S.SENDING, {}, True),
        (S.QUEUED, {"next_attempt_at": None}, True),  # tried again later
        (S.QUEUED, {"held_at": timezone.now()}, False),
        (S.FAILED, {}, False),
        (S.DRAFT, {}, False),
        (S.PLANNED, {}, False),
        (S.QUEUED, {"body_text": "", "attempts": 0, "next_attempt_at": None}, True),
        # Its template is broken: that stops nobody else's letter.
        (S.QUEUED, {"body_text": "", "attempts": 1, "next_attempt_at": None}, False),
    ],
)
def test_later_letter_waits_only_for_what_still_leaves(
    state, values, waits, registration
):
    write(registration, "eerst", state=state, **values)
    (second,) = write(registration, "dan", recipient="AN@test.be")
    (other,) = write(registration, "ander", recipient="bo@test.be")
    assert (claim(second.pk) is None) is waits
    assert claim(other.pk) is not None


def test_link_that_somebody_asks_for_waits_for_nothing(registration):
    write(registration, "eerst", state=S.SENDING)
    (link,) = write(registration, "link", kind=MessageKind.PRIVATE_LINK)
    assert send_message(message_id=link.pk) is True


def test_worker_takes_the_letter_that_waits_longest(registration):
    old, new = (
        make_message(registration, recipient=f"{name}@test.be") for name in "ab"
    )
    ago = timezone.now() - timedelta(hours=1)
    Message.objects.filter(pk=new.pk).update(queued_at=ago)
    assert [claim_next().pk, claim_next().pk, claim_next()] == [new.pk, old.pk, None]


# Held and planned.


def test_held_letter_stays_until_it_is_let_go(registration, team):
    (letter,) = write(registration, "vast")
    hold_message(message=letter, user=team.decider)
    assert send_due() == 0
    with pytest.raises(MessageError):
        hold_message(message=letter, user=team.decider)
    let_go(message=letter, user=team.decider)
    with pytest.raises(MessageError):
        let_go(message=letter, user=team.decider)
    assert send_due() == 1


def test_held_draft_is_not_sent_and_a_cancelled_one_is_held_no_more(registration, team):
    (draft,) = write(registration, "vast", state=S.DRAFT, next_attempt_at=None)
    hold_message(message=draft, user=team.decider)
    with pytest.raises(IsHeld):
        release_draft(message=draft, user=team.decider)
    cancel_message(message=draft, user=team.decider)
    draft.refresh_from_db()
    assert (draft.state, draft.held_at) == (S.CANCELLED, None)


def test_planned_letter_leaves_at_its_moment(registration, team):
    (draft,) = write(registration, "straks", state=S.DRAFT, next_attempt_at=None)
    now = timezone.now()
    with pytest.raises(InThePast):
        plan_draft(message=draft, planned_for=now, user=team.decider)
    plan_draft(message=draft, planned_for=now + timedelta(hours=1), user=team.decider)
    look_after_all()
    assert send_due() == 0
    assert queue_planned(now=now + timedelta(hours=2)) == 1
    Message.objects.update(next_attempt_at=now, queued_at=now)
    assert send_due() == 1
    assert sent() == ["straks"]


def test_planned_letter_becomes_a_draft_again(registration, team):
    (draft,) = write(registration, "straks", state=S.DRAFT, next_attempt_at=None)
    later = timezone.now() + timedelta(hours=1)
    plan_draft(message=draft, planned_for=later, user=team.decider)
    take_back(message=draft, user=team.decider)
    draft.refresh_from_db()
    assert (draft.state, draft.planned_for) == (S.DRAFT, None)
    with pytest.raises(MessageError):
        take_back(message=draft, user=team.decider)


def test_letter_can_be_promised_for_later_and_is_written_then(registration):
    now = timezone.now()
    letter = queue_message(
        registration=registration, kind=MessageKind.RECEIPT, planned_for=now
    )
    assert (letter.state, letter.is_written) == (S.PLANNED, False)
    assert queue_planned(now=now) == 1
    assert send_due() == 1


def test_planned_letter_that_is_no_longer_true_is_cancelled(registration):
    now = timezone.now()
    (letter,) = write(
        registration,
        "gekozen",
        kind=MessageKind.SELECTED,
        state=S.PLANNED,
        planned_for=now,
        next_attempt_at=None,
    )
    assert queue_planned(now=now) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.last_error != "") == (S.CANCELLED, True)


def test_planned_letter_goes_when_its_person_withdraws(registration):
    (letter,) = write(registration, "straks", state=S.PLANNED, next_attempt_at=None)
    change_state(
        registration=registration,
        to=RegistrationState.WITHDRAWN,
        actor=Actor.applicant(),
    )
    letter.refresh_from_db()
    assert letter.state == S.CANCELLED


# The pace.


@pytest.mark.parametrize(
    ("rate", "seconds"), [("10/s", 0.1), ("300/m", 0.2), ("3600/h", 1.0)]
)
def test_pace_is_a_number_for_a_time(rate, seconds, settings):
    settings.EMAIL_RATE = rate
    assert get_interval().total_seconds() == seconds


@pytest.mark.parametrize("rate", ["10", "0/s", "x/m", "1/d", "-1/s"])
def test_pace_that_cannot_be_read_is_said(rate, settings):
    settings.EMAIL_RATE = rate
    with pytest.raises(ImproperlyConfigured, match="EMAIL_RATE"):
        get_interval()


def test_two_workers_share_one_pace(settings):
    settings.EMAIL_RATE = "1/m"
    assert take_turn() == timedelta(0)
    wait = take_turn()
    assert timedelta(seconds=59) < wait <= timedelta(seconds=60)
    # The moment is taken by another between our look and our step.
    MailPace.objects.update(next_at=timezone.now())
    assert [bool(take_turn()), bool(take_turn())] == [False, True]


def test_letters_leave_no_faster_than_the_pace(registration, settings):
    settings.EMAIL_RATE = "20/s"
    for name in "abcdef":
        make_message(registration, recipient=f"{name}@test.be")
    before = timezone.now()
    assert send_due() == 6
    assert timezone.now() - before >= timedelta(seconds=0.25)


def test_worker_that_waits_for_its_turn_can_be_stopped(registration, settings):
    settings.EMAIL_RATE = "1/h"
    write(registration, "een", "twee")
    asked = []

    def should_stop():
        asked.append(1)
        return len(asked) > 3

    assert send_due(should_stop=should_stop) == 1
    assert MailPace.objects.count() == 1
    assert Message.objects.filter(state=S.QUEUED).count() == 1
