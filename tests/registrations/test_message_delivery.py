"""Sending: what is sent once, what is tried again, and what nobody can know."""

import random
from datetime import timedelta

import pytest
from django.core import mail
from django.core.validators import validate_email
from django.utils import timezone

from home.models import SiteSettings
from registrations.enums import MessageState
from registrations.models import AccessLink, DeliveryAttempt, Message
from registrations.services.delivery import (
    MAX_ATTEMPTS,
    get_message_id,
    pause_after,
    send_due,
    send_message,
    stale_after,
    sweep_stale,
)
from registrations.services.delivery.attempt import Attempt
from registrations.services.delivery.ledger import accept, claim
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import DROP, HANG, Sink, make_message

pytestmark = pytest.mark.django_db

S = MessageState
O = DeliveryAttempt.Outcome  # noqa: E741
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def registration(db):
    return RegistrationFactory(page=FormPageFactory(), draft=True, email="an@test.be")


@pytest.fixture
def message(registration):
    return make_message(registration)


@pytest.fixture
def use(settings):
    """Send through a sink, impatiently."""

    def use(sink):
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_TIMEOUT = settings.EMAIL_REPLY_TIMEOUT = 0.5

    return use


def attempts_of(message):
    return list(message.delivery_attempts.values_list("outcome", flat=True))


def test_message_is_sent_once(message):
    assert send_message(message_id=message.pk) is True
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert (message.state, message.attempts) == (S.SENT, 1)
    assert message.sent_at is not None
    assert attempts_of(message) == [O.ACCEPTED]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c\x1c", "\x7f"])
def test_address_that_would_end_its_header_gets_no_mail(sign, registration):
    recipient = f'"an{sign}Bcc"@test.be'
    validate_email(recipient)  # that a form can let it pass is why we look again
    message = make_message(registration, recipient=recipient)
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert (message.state, message.attempts, mail.outbox) == (S.FAILED, 1, [])


def test_link_is_in_the_mail_and_nowhere_else(message):
    send_message(message_id=message.pk)
    sent = mail.outbox[0]
    html = sent.alternatives[0].content
    message.refresh_from_db()

    link = sent.body.rpartition(": ")[2].strip()
    assert link.startswith("http")
    assert f'href="{link}"' in html
    assert "[[" not in sent.body + html
    token = link.rstrip("/").rpartition("/")[2]
    stored = [
        str(value)
        for model in (Message, AccessLink, DeliveryAttempt)
        for row in model.objects.values_list()
        for value in row
    ]
    assert [value for value in stored if token in value] == []


def test_message_without_link_mints_none(registration):
    message = make_message(registration, body_text="Dag", body_html="<p>Dag</p>")
    send_message(message_id=message.pk)
    assert AccessLink.objects.count() == 0


def test_mail_says_who_answers_and_that_a_machine_wrote_it(message):
    contact = SiteSettings.for_site(message.registration.page.get_site())
    contact.contact_email = "hallo@voorbeeld.be"
    contact.save()
    send_message(message_id=message.pk)
    sent = mail.outbox[0].message()
    assert sent["To"] == "an@test.be"
    assert sent["Reply-To"] == "hallo@voorbeeld.be"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"] == get_message_id(message)
    assert sent.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("state", [s for s in S if s != S.QUEUED])
def test_only_queued_messages_are_sent(state, registration):
    message = make_message(registration, state=state)
    assert send_message(message_id=message.pk) is False
    assert mail.outbox == []


def test_message_that_is_not_due_waits(registration):
    later = timezone.now() + timedelta(minutes=1)
    message = make_message(registration, next_attempt_at=later)
    assert send_message(message_id=message.pk) is False


def test_subject_with_a_line_break_is_refused_not_sent(registration):
    message = make_message(registration, subject="Dag\nBcc: all@test.be")
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (S.FAILED, [])


# What the server does → state, outcome, whether it may be in somebody's mailbox.
DEFINITE = [
    ({"connect": DROP}, S.QUEUED, O.UNREACHABLE),
    ({"connect": HANG}, S.QUEUED, O.UNREACHABLE),
    ({"connect": "421 busy"}, S.QUEUED, O.UNREACHABLE),
    ({"connect": "554 no"}, S.QUEUED, O.UNREACHABLE),
    ({"ehlo": DROP}, S.QUEUED, O.UNREACHABLE),
    ({"mail": DROP}, S.QUEUED, O.UNREACHABLE),
    ({"mail": HANG}, S.QUEUED, O.UNREACHABLE),
    ({"mail": "451 later"}, S.QUEUED, O.REFUSED),
    ({"mail": "550 no"}, S.FAILED, O.REFUSED),
    ({"rcpt": DROP}, S.QUEUED, O.UNREACHABLE),
    ({"rcpt": "450 greylisted"}, S.QUEUED, O.REFUSED),
    ({"rcpt": "550 unknown"}, S.FAILED, O.REFUSED),
    ({"data": DROP}, S.QUEUED, O.UNREACHABLE),
    ({"data": HANG}, S.QUEUED, O.UNREACHABLE),
    ({"data": "452 full"}, S.QUEUED, O.REFUSED),
    ({"data": "554 no"}, S.FAILED, O.REFUSED),
    ({"text": "451 later"}, S.QUEUED, O.REFUSED),
    ({"text": "554 spam"}, S.FAILED, O.REFUSED),
    ({"text": "554 spam", "rset": DROP}, S.FAILED, O.REFUSED),
]


@pytest.mark.parametrize(("moments", "state", "outcome"), DEFINITE, ids=str)
def test_definite_failure_is_never_called_sent(moments, state, outcome, message, use):
    with Sink(**moments) as sink:
        use(sink)
        assert send_message(message_id=message.pk) is False
        accepted = sink.accepted
    message.refresh_from_db()
    assert (message.state, attempts_of(message)) == (state, [outcome])
    assert accepted == []
    assert message.handed_over_at is None
    assert message.last_error != ""
    assert (message.next_attempt_at is None) is (state == S.FAILED)


def test_wrong_password_is_not_the_fault_of_a_letter(message, use, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "wij", "geheim"
    with Sink(ehlo="250-sink\r\n250 AUTH PLAIN", auth="535 no") as sink:
        use(sink)
        assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert (message.state, attempts_of(message)) == (S.QUEUED, [O.UNREACHABLE])
    assert "geheim" not in message.delivery_attempts.get().error


def test_register_of_attempts_keeps_no_address(message, use):
    reply = "550 <AN@test.be>: an@test.be is now an.peeters@elders.be"
    with Sink(rcpt=reply) as sink:
        use(sink)
        assert send_message(message_id=message.pk) is False
    attempt = message.delivery_attempts.get()
    assert attempt.error == "550 <…>: … is now …"


def test_nobody_listens_so_it_is_tried_again(message, use):
    with Sink() as sink:
        use(sink)
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert (message.state, attempts_of(message)) == (S.QUEUED, [O.UNREACHABLE])


@pytest.mark.parametrize(
    "moments",
    [{"text": DROP}, {"text": HANG}, {"midtext": DROP}, {"text": "299 hm"}],
    ids=str,
)
def test_line_that_breaks_after_the_text_left_is_for_a_person(moments, message, use):
    with Sink(**moments) as sink:
        use(sink)
        assert send_message(message_id=message.pk) is False
        message.refresh_from_db()
        assert (message.state, attempts_of(message)) == (S.FAILED, [O.UNCERTAIN])
        assert message.handed_over_at is not None
        assert message.next_attempt_at is None
        # Whatever the worker does, it does not send it again.
        assert sweep_stale(now=timezone.now() + timedelta(days=9)) == 0
        assert send_due() == 0
        assert len(sink.texts) <= 1


@pytest.mark.parametrize("goodbye", [DROP, HANG])
def test_accepted_is_sent_even_without_a_goodbye(goodbye, message, use):
    with Sink(goodbye=goodbye) as sink:
        use(sink)
        assert send_message(message_id=message.pk) is True
        assert len(sink.accepted) == 1
    message.refresh_from_db()
    assert (message.state, attempts_of(message)) == (S.SENT, [O.ACCEPTED])


def test_server_may_take_its_time_after_the_text(message, use, settings):
    with Sink(text=HANG) as sink:
        use(sink)
        settings.EMAIL_REPLY_TIMEOUT = 1.5
        before = timezone.now()
        send_message(message_id=message.pk)
        assert timezone.now() - before > timedelta(seconds=1.4)


def test_message_id_is_the_same_at_every_attempt(message, use):
    with Sink(text="451 later") as sink:
        use(sink)
        send_message(message_id=message.pk)
        sink.moments.clear()
        Message.objects.update(next_attempt_at=timezone.now())
        send_message(message_id=message.pk)
        first, second = (text.split(b"Message-ID: ")[1][:40] for text in sink.texts)
        assert first == second
    message.refresh_from_db()
    assert (message.state, message.attempts) == (S.SENT, 2)


def test_pauses_double_up_to_six_hours_and_differ():
    random.seed(1)
    pauses = [pause_after(number).total_seconds() for number in range(1, 13)]
    for number, pause in enumerate(pauses):
        expected = min(30 * 2**number, 6 * 3600)
        assert 0.8 * expected <= pause <= 1.2 * expected
    assert pause_after(3) != pause_after(3)


def test_gives_up_after_the_last_attempt(registration, use):
    message = make_message(registration, attempts=MAX_ATTEMPTS - 1)
    with Sink(connect=DROP) as sink:
        use(sink)
        send_message(message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (S.FAILED, MAX_ATTEMPTS)
    assert message.handed_over_at is None


def die_while_sending(message, *, handed_over):
    """Leave the row as a killed worker leaves it."""
    claimed = claim(message.pk)
    if handed_over:
        Message.objects.update(handed_over_at=timezone.now())
    return claimed


def test_sweeper_leaves_a_living_worker_alone(message):
    die_while_sending(message, handed_over=False)
    assert sweep_stale() == 0
    message.refresh_from_db()
    assert message.state == S.SENDING


def test_sweeper_queues_again_what_had_not_left(message):
    die_while_sending(message, handed_over=False)
    assert sweep_stale(now=timezone.now() + stale_after() + timedelta(seconds=1)) == 1
    message.refresh_from_db()
    assert (message.state, attempts_of(message)) == (S.QUEUED, [O.INTERRUPTED])


def test_sweeper_asks_a_person_about_what_may_have_left(message):
    die_while_sending(message, handed_over=True)
    assert sweep_stale(now=timezone.now() + stale_after() + timedelta(seconds=1)) == 1
    message.refresh_from_db()
    assert (message.state, attempts_of(message)) == (S.FAILED, [O.UNCERTAIN])
    assert message.handed_over_at is not None


def test_slow_worker_whose_message_was_taken_back_does_not_send(message, use):
    claimed = die_while_sending(message, handed_over=False)
    sweep_stale(now=timezone.now() + timedelta(days=1))
    with Sink() as sink:
        use(sink)
        assert Attempt(claimed).run() is False
        assert sink.texts == []
    message.refresh_from_db()
    assert message.state == S.QUEUED


def test_late_acceptance_mends_an_uncertain_message(message):
    claimed = die_while_sending(message, handed_over=True)
    sweep_stale(now=timezone.now() + timedelta(days=1))
    accept(claimed, "number")
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (S.SENT, "number")


def test_anymail_number_is_kept(message, settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    assert send_message(message_id=message.pk) is True
    message.refresh_from_db()
    assert message.provider_id != ""


def test_send_due_takes_all_that_is_due(registration):
    for number in range(3):
        make_message(registration, idempotency_key=f"n{number}")
    make_message(registration, state=S.DRAFT, idempotency_key="draft")
    assert send_due() == 3
    assert send_due() == 0


def test_send_due_stops_between_two_mails(registration):
    for number in range(3):
        make_message(registration, idempotency_key=f"n{number}")
    assert send_due(should_stop=lambda: len(mail.outbox) == 1) == 1
