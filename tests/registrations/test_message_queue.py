"""Messages as rows: written once, cancelled in time, released by a person."""

from functools import partial

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from registrations.enums import (
    TEAM_LETTERS,
    MessageKind,
    MessageState,
    RegistrationState,
)
from registrations.models import Message, StateChange
from registrations.permissions import Actor
from registrations.services.errors import NotAllowed
from registrations.services.message import (
    MessageError,
    NoAddress,
    NotADraft,
    NotFailed,
    OutOfDate,
    cancel_message,
    cancel_team_letters,
    queue_message,
    release_draft,
    release_drafts,
    resend,
    update_draft,
)
from registrations.services.state import change_state
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_message

pytestmark = pytest.mark.django_db

S = MessageState


@pytest.fixture
def registration(team):
    return RegistrationFactory(page=FormPageFactory(), draft=True)


def due():
    """What the worker finds when it looks."""
    return list(Message.objects.due(timezone.now()))


def step(registration):
    return StateChange.objects.create(
        registration=registration,
        from_state=RegistrationState.DRAFT,
        to_state=RegistrationState.RECEIVED,
        role="applicant",
        reason="Omdat het zo is.",
    )


def test_letter_of_one_step_exists_once(registration):
    change = step(registration)
    letters = {
        queue_message(
            registration=registration, kind=MessageKind.RECEIPT, state_change=change
        ).pk
        for _ in range(3)
    }
    again = queue_message(
        registration=registration,
        kind=MessageKind.RECEIPT,
        state_change=step(registration),
    )
    assert len(letters) == 1
    assert again.pk not in letters


def test_letter_without_a_step_is_one_within_ten_minutes(registration):
    def write():
        return queue_message(
            registration=registration, kind=MessageKind.ALREADY_REGISTERED
        ).pk

    with time_machine.travel("2026-11-22T10:01:00Z", tick=False):
        first, second = write(), write()
    with time_machine.travel("2026-11-22T10:12:00Z", tick=False):
        third = write()
    assert (first == second, first == third) == (True, False)


def test_each_request_for_a_link_gets_its_own_letter(registration):
    for _ in range(2):
        queue_message(registration=registration, kind=MessageKind.PRIVATE_LINK)
    assert Message.objects.filter(kind=MessageKind.PRIVATE_LINK).count() == 2


def test_letter_that_leaves_by_itself_is_found_by_the_worker(registration):
    letter = queue_message(registration=registration, kind=MessageKind.RECEIPT)
    assert (letter.state, letter.is_written) == (S.QUEUED, False)
    assert due() == [letter]


def test_letter_of_the_team_waits_as_a_draft_that_can_be_read(registration):
    letter = queue_message(
        registration=registration, kind=MessageKind.DECLINED, as_draft=True
    )
    assert (letter.state, letter.next_attempt_at) == (S.DRAFT, None)
    assert (letter.is_written, due()) == (True, [])


def test_letter_to_nobody_waits_for_a_person(registration, team):
    registration.email = ""
    registration.save()
    letter = queue_message(registration=registration, kind=MessageKind.RECEIPT)
    assert (letter.state, letter.last_error != "") == (S.DRAFT, True)
    with pytest.raises(NoAddress):
        release_draft(message=letter, user=team.decider)


def test_step_and_letter_come_together_and_the_reason_stands_in_it(team):
    registration = RegistrationFactory(page=FormPageFactory(), in_review=True)
    change_state(
        registration=registration,
        to=RegistrationState.DECLINED,
        actor=Actor.staff(team.decider),
        reason="De groep is vol.",
    )
    letter = registration.messages.get(kind=MessageKind.DECLINED)
    assert letter.state == S.DRAFT
    assert "De groep is vol." in letter.body_text


def test_next_step_cancels_the_letters_of_the_team_and_no_others(registration):
    rows = {
        (kind, state): make_message(
            registration,
            kind=kind,
            state=state,
            idempotency_key=f"{kind}-{state}",
        )
        for kind in (MessageKind.RECEIPT, MessageKind.DECLINED)
        for state in (S.DRAFT, S.QUEUED, S.SENDING, S.SENT)
    }
    other = make_message(
        RegistrationFactory(page=registration.page, draft=True),
        kind=MessageKind.DECLINED,
        idempotency_key="other",
    )
    assert cancel_team_letters(registration=registration) == 3
    for row in [*rows.values(), other]:
        row.refresh_from_db()
    cancelled = {key for key, row in rows.items() if row.state == S.CANCELLED}
    assert cancelled == {
        (MessageKind.RECEIPT, S.DRAFT),
        (MessageKind.DECLINED, S.DRAFT),
        (MessageKind.DECLINED, S.QUEUED),
    }
    assert other.state == S.QUEUED


def test_release_sends_each_draft_and_logs_who(registration, team):
    draft = make_message(registration, state=S.DRAFT, idempotency_key="draft")
    sent = make_message(registration, state=S.SENT, idempotency_key="sent")
    released = release_drafts(messages=[draft, sent], user=team.decider)
    assert [message.pk for message in released] == [draft.pk]
    entry = ModelLogEntry.objects.get(action="registrations.release_message")
    assert (entry.user, entry.object_id) == (team.decider, str(draft.pk))


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (release_draft, S.DRAFT),
        (partial(update_draft, subject="Nieuw", body_text="Nieuw"), S.DRAFT),
        (cancel_message, S.DRAFT),
        (resend, S.FAILED),
        (lambda message, user: release_drafts(messages=[message], user=user), S.DRAFT),
    ],
)
@pytest.mark.parametrize("who", ["reader", "editor"])
def test_letters_are_touched_by_senders_only(act, state, who, registration, team):
    message = make_message(registration, state=state)
    with pytest.raises(NotAllowed):
        act(message=message, user=getattr(team, who))
    message.refresh_from_db()
    assert (message.state, message.subject == "Nieuw") == (state, False)


def test_release_twice_is_refused(registration, team):
    draft = make_message(registration, state=S.DRAFT)
    release_draft(message=draft, user=team.decider)
    with pytest.raises(NotADraft):
        release_draft(message=draft, user=team.decider)


def test_letter_that_tells_of_an_older_state_is_not_sent_again(registration, team):
    # A draft: "selected" is not what this person is.
    failed = make_message(registration, state=S.FAILED, kind=MessageKind.SELECTED)
    with pytest.raises(OutOfDate):
        resend(message=failed, user=team.decider)


@pytest.mark.parametrize("state", [s for s in S if s not in {S.FAILED, S.BOUNCED}])
def test_only_failed_messages_are_sent_again(state, registration, team):
    message = make_message(registration, state=state)
    with pytest.raises(NotFailed):
        resend(message=message, user=team.decider)


def test_resend_starts_with_a_clean_slate(registration, team):
    message = make_message(registration, state=S.FAILED, attempts=12, last_error="Ach")
    message = resend(message=message, user=team.decider)
    assert (message.state, message.attempts, message.last_error) == (S.QUEUED, 0, "")


@pytest.mark.parametrize("state", [S.SENDING, S.SENT, S.DELIVERED, S.CANCELLED])
def test_what_left_cannot_be_cancelled(state, registration, team):
    message = make_message(registration, state=state)
    with pytest.raises(MessageError):
        cancel_message(message=message, user=team.decider)


@pytest.mark.parametrize("state", [s for s in S if s != S.DRAFT])
def test_only_drafts_are_changed(state, registration, team):
    message = make_message(registration, state=state)
    with pytest.raises(NotADraft):
        update_draft(
            message=message, subject="Nieuw", body_text="Nieuw", user=team.decider
        )


def test_unchanged_draft_is_not_logged_as_changed(registration, team):
    draft = make_message(registration, state=S.DRAFT)
    for text in (draft.body_text, draft.body_text, "Anders"):
        update_draft(
            message=draft, subject=draft.subject, body_text=text, user=team.decider
        )
    changes = ModelLogEntry.objects.filter(action="registrations.update_message")
    assert changes.count() == 1


def test_replies_to_the_applicants_own_act_are_no_team_letters():
    assert MessageKind.RECEIPT not in TEAM_LETTERS
    assert {MessageKind.SELECTED, MessageKind.DECLINED} <= TEAM_LETTERS
