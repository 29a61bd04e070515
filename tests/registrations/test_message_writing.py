"""Letters that leave by themselves are written by the worker: once, and never lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.template import TemplateSyntaxError
from django.utils import timezone

from registrations.enums import MessageKind, MessageState
from registrations.models import AnswerChange, DeliveryAttempt, Message
from registrations.services.access import find_registration
from registrations.services.delivery import (
    MAX_ATTEMPTS,
    send_due,
    send_message,
    stale_after,
    sweep_stale,
)
from registrations.services.delivery.ledger import claim
from registrations.services.message import queue_message, write_letter
from registrations.services.registration import register

from .form_scene import bind, make_call_form
from .mailroom import make_draft, make_interest

S = MessageState
RENDER = "registrations.services.message.writing.render_letter"


@pytest.fixture
def receipt(db) -> Message:
    """The promise of a receipt, as it stands right after the commit."""
    form_page = make_call_form()
    registration = register(form_page=form_page, form=bind(form_page)).registration
    return registration.messages.get()


def test_receipt_is_a_promise_until_the_worker_writes_and_sends_it(receipt):
    assert (receipt.state, receipt.is_written) == (S.QUEUED, False)
    assert (receipt.kind, receipt.recipient) == ("receipt", "lotte@voorbeeld.be")

    assert send_message(message_id=receipt.pk) is True

    receipt.refresh_from_db()
    assert (receipt.state, receipt.is_written) == (S.SENT, True)
    assert receipt.rendered_at is not None
    sent = mail.outbox[0]
    assert (sent.subject, sent.to) == (receipt.subject, [receipt.recipient])
    assert "Wij verbouwen en willen het samen doen." in sent.body


def test_what_a_letter_needed_to_be_written_is_not_kept(db):
    form_page = make_call_form()
    for motivation in ("Eerst dit.", "Dan dat."):
        form = bind(form_page, motivation=motivation)
        register(form_page=form_page, form=form)
    letter = Message.objects.get(kind=MessageKind.ALREADY_REGISTERED)
    assert letter.context != {}
    # To one address the first letter leaves first.
    receipt = Message.objects.get(kind=MessageKind.RECEIPT)
    for first_or_second in (receipt, letter):
        assert send_message(message_id=first_or_second.pk) is True
    letter.refresh_from_db()
    assert letter.context == {}
    assert "Dan dat." in letter.body_text


def test_kill_between_commit_and_writing_loses_nothing(receipt):
    # Claimed, and then the worker died before it wrote a word.
    claim(receipt.pk)
    assert send_due() == 0
    assert sweep_stale(now=timezone.now() + stale_after() + timedelta(seconds=1)) == 1
    receipt.refresh_from_db()
    assert (receipt.state, receipt.is_written) == (S.QUEUED, False)

    Message.objects.update(next_attempt_at=timezone.now())
    assert send_due() == 1
    assert len(mail.outbox) == 1


def test_words_stay_the_same_at_every_attempt(receipt, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("registrations.services.delivery.attempt.get_connection", fail)
        assert send_message(message_id=receipt.pk) is False
    receipt.refresh_from_db()
    words, written_at = receipt.body_text, receipt.rendered_at
    assert (receipt.state, words != "") == (S.QUEUED, True)

    receipt.registration.first_name = "Anders"
    receipt.registration.save()
    Message.objects.update(next_attempt_at=timezone.now())
    assert send_due() == 1
    receipt.refresh_from_db()
    assert (receipt.body_text, receipt.rendered_at) == (words, written_at)


def test_receipt_holds_what_was_sent_when_it_was_changed_before_writing(receipt):
    registration = receipt.registration
    for text in ("Tweede versie.", "Derde versie."):
        AnswerChange.objects.create(
            registration=registration,
            changes=[
                {
                    "key": "motivation",
                    "label": "Motivatie",
                    "section": "motivation",
                    "before": registration.motivation,
                    "after": text,
                }
            ],
        )
        registration.motivation = text
        registration.save()
    send_message(message_id=receipt.pk)
    sent = mail.outbox[0].body
    assert "Wij verbouwen en willen het samen doen." in sent
    assert "versie." not in sent


@pytest.mark.parametrize("error", [TemplateSyntaxError("regel 3"), KeyError("lotte")])
def test_letter_that_cannot_be_written_waits_with_a_reason(error, receipt, monkeypatch):
    def fail(**kwargs):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(RENDER, fail)
        assert send_message(message_id=receipt.pk) is False
        receipt.refresh_from_db()
        assert (receipt.state, receipt.attempts) == (S.QUEUED, 1)
        assert "sjabloon" in receipt.last_error
        attempt = receipt.delivery_attempts.get()
        assert attempt.outcome == DeliveryAttempt.Outcome.INTERRUPTED
        # What a template says of its values is about people.
        assert "lotte" not in attempt.error
        assert type(error).__name__ in attempt.error

        Message.objects.update(
            attempts=MAX_ATTEMPTS - 1, next_attempt_at=timezone.now()
        )
        assert send_due() == 0
        receipt.refresh_from_db()
        assert (receipt.state, receipt.is_uncertain) == (S.FAILED, False)
        assert "sjabloon" in receipt.last_error

    # The template was mended, and somebody pressed "Send again".
    Message.objects.update(state=S.QUEUED, attempts=0, next_attempt_at=timezone.now())
    assert send_due() == 1


def test_letter_of_a_draft_goes_to_who_has_it_and_tells_nothing_of_it(receipt):
    draft = make_draft(receipt.registration.page)
    letter = queue_message(
        draft=draft,
        kind=MessageKind.DRAFT_SAVED,
        context={"deadline": "", "kept_until": "", "is_asked": True},
    )
    assert send_message(message_id=letter.pk) is True
    sent = mail.outbox[0]
    assert sent.to == [draft.email]
    assert "Geheim" not in sent.body
    assert "/verder/" in sent.body
    assert "[[" not in sent.body


def test_letter_of_an_interest_carries_its_confirmation(receipt):
    interest = make_interest(receipt.registration.page)
    letter = queue_message(interest=interest, kind=MessageKind.INTEREST_CONFIRM)
    assert send_message(message_id=letter.pk) is True
    assert "/op-de-hoogte/" in mail.outbox[0].body


def test_letter_to_an_address_that_its_draft_left_is_cancelled(receipt):
    draft = make_draft(receipt.registration.page)
    letter = queue_message(draft=draft, kind=MessageKind.DRAFT_SAVED)
    type(draft).objects.filter(pk=draft.pk).update(email="ander@example.org")
    assert send_message(message_id=letter.pk) is False
    letter.refresh_from_db()
    assert (letter.state, mail.outbox) == (S.CANCELLED, [])


def test_letter_goes_with_its_draft(receipt):
    draft = make_draft(receipt.registration.page)
    letter = queue_message(draft=draft, kind=MessageKind.DRAFT_SAVED)
    draft.delete()
    assert send_message(message_id=letter.pk) is False
    assert not Message.objects.filter(pk=letter.pk).exists()


def test_letter_is_about_exactly_one_thing(receipt):
    page = receipt.registration.page
    with pytest.raises(ValueError, match="one thing"):
        queue_message(kind=MessageKind.RECEIPT)
    with pytest.raises(ValueError, match="one thing"):
        queue_message(
            draft=make_draft(page),
            interest=make_interest(page),
            kind=MessageKind.DRAFT_SAVED,
        )


def test_looking_at_a_promise_changes_nothing(receipt):
    letter = write_letter(receipt)
    assert "Wij verbouwen" in letter.text
    receipt.refresh_from_db()
    assert (receipt.is_written, receipt.rendered_at) == (False, None)


def send_until_heard(message):
    """Send; again when SQLite in memory, which cannot wait for a lock, says no."""
    for _ in range(200):
        try:
            return send_message(message_id=message.pk)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.1)
    raise TimeoutError


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_write_and_send_one_letter_once(receipt):
    def work(number):
        try:
            return send_until_heard(receipt)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(work, range(4)))
    receipt.refresh_from_db()
    assert sorted(sent) == [False, False, False, True]
    assert (receipt.state, receipt.attempts) == (S.SENT, 1)
    link = mail.outbox[0].body.partition("Open Mijn inschrijving: ")[2].split()[0]
    token = link.rstrip("/").rpartition("/")[2]
    assert find_registration(token) == receipt.registration
