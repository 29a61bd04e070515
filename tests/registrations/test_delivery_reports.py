"""What mail providers report: taken once, believed only with the secret."""

import json
import logging
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.enums import MessageState, TieState
from registrations.models import DeliveryEvent, Message, Registration, Tie
from registrations.services.delivery import send_message, sign_attempt
from registrations.services.delivery.ledger import accept, claim
from registrations.services.message import resend
from registrations.services.sns import CertificateAway, fetch_certificate
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .delivery_reports import (
    AMAZON,
    CERTIFICATE_URL,
    PROVIDERS,
    SECRET,
    TOPIC,
    Post,
    amazon_ses,
    authorize,
    brevo,
    certify,
    mailgun,
    postmark,
    send,
    sign_as_amazon,
    sns,
)
from .mailroom import make_message

pytestmark = pytest.mark.django_db

S = MessageState
EMAIL = "an@test.be"


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": [SECRET],
        "MAILGUN_WEBHOOK_SIGNING_KEY": "mailgun-tekensleutel",
        "AMAZON_SES_TOPIC_ARN": TOPIC,
    }
    cache.clear()
    # As if it was fetched before: nobody calls Amazon from here.
    cache.set(f"sns:{CERTIFICATE_URL}", certify(AMAZON))


@pytest.fixture
def registration(db):
    registration = RegistrationFactory(
        page=FormPageFactory(), in_review=True, email=EMAIL
    )
    # Its receipt waits too, and would go first.
    registration.messages.all().delete()
    return registration


@pytest.fixture
def letter(registration):
    """A letter that left, of which the provider gave a number."""
    return make_message(
        registration,
        state=S.SENT,
        next_attempt_at=None,
        provider_id="nr-1",
        sent_at=timezone.now(),
    )


def look(letter):
    """Return what a report can change."""
    letter.refresh_from_db()
    registration = Registration.objects.get(pk=letter.registration_id)
    return (
        letter.state,
        registration.mail_returned_at is not None,
        DeliveryEvent.objects.count(),
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_report_of_each_provider_says_where_the_letter_is(provider, client, letter):
    make, arrives, comes_back, number = PROVIDERS[provider]
    Message.objects.update(provider_id=number)
    first = make(arrives, number=number, email=EMAIL)
    assert send(client, first).status_code == 200
    assert look(letter) == (S.DELIVERED, False, 1)

    later = make(comes_back, number=number, email="AN@test.be", seconds=60)
    assert send(client, later).status_code == 200
    assert look(letter) == (S.BOUNCED, True, 2)
    # Said again, in whatever order: it changes nothing.
    for post in (later, first):
        assert send(client, post).status_code == 200
    assert look(letter) == (S.BOUNCED, True, 2)
    event = DeliveryEvent.objects.get(kind="bounced")
    assert EMAIL not in f"{event.detail} {event.reason}".lower()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_forged_report_is_refused_and_unknown_one_answered(provider, client, letter):
    make, arrives, comes_back, number = PROVIDERS[provider]
    Message.objects.update(provider_id=number)
    forged = make(comes_back, number=number, email=EMAIL)
    assert send(client, forged, **authorize("melder:geraden")).status_code == 403
    anonymous = client.post(
        f"/anymail/{provider}/tracking/", {}, content_type="application/json"
    )
    assert anonymous.status_code == 401
    assert anonymous["WWW-Authenticate"].startswith("Basic")
    assert look(letter) == (S.SENT, False, 0)

    other = "19421777835146491" if provider == "mailjet" else f"{number}x"
    assert send(client, make(arrives, number=other, email=EMAIL)).status_code == 200
    # The right number and another address: a letter of somebody else.
    elsewhere = make(comes_back, number=number, email="iemand@elders.be")
    assert send(client, elsewhere).status_code == 200
    assert look(letter) == (S.SENT, False, 0)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_letter_of_unknown_fate_is_known_by_its_attempt(provider, client, registration):
    """The line broke before the answer: the report tells what became of it."""
    make, arrives, _comes_back, number = PROVIDERS[provider]
    letter = make_message(registration)
    attempt = sign_attempt(claim(letter.pk).attempt)
    Message.objects.update(state=S.FAILED, handed_over_at=timezone.now())
    guessed = f"{attempt[:-4]}0000"
    for sign in (guessed, "1-", "-", "x"):
        send(client, make(arrives, number=number, email=EMAIL, attempt=sign))
        assert look(letter)[0] == S.FAILED
    send(client, make(arrives, number=number, email=EMAIL, attempt=attempt))
    assert look(letter) == (S.DELIVERED, False, 1)
    assert letter.is_uncertain is False


def test_mailgun_signs_and_without_its_sign_the_secret_is_not_enough(client, letter):
    Message.objects.update(provider_id="<nr-1>")
    forged = mailgun("failed", number="<nr-1>", email=EMAIL, key="geraden")
    assert send(client, forged).status_code == 400
    # One that was caught, with other words: its token was used.
    caught = mailgun("delivered", number="<nr-1>", email=EMAIL)
    assert send(client, caught).status_code == 200
    caught.body["event-data"] |= {"event": "failed", "severity": "permanent"}
    assert send(client, caught).status_code == 200
    assert look(letter) == (S.DELIVERED, False, 1)


def test_report_that_comes_before_the_answer_is_not_lost(client, registration):
    letter = make_message(registration)
    claimed = claim(letter.pk)
    sign = sign_attempt(claimed.attempt)
    send(client, brevo("delivered", number="nr-1", email=EMAIL, attempt=sign))
    assert look(letter)[0] == S.DELIVERED
    accept(claimed, "nr-1")
    assert look(letter)[0] == S.DELIVERED
    assert (letter.provider_id, letter.sent_at is not None) == ("nr-1", True)


def test_letter_carries_its_sign_only_where_it_comes_back(registration, settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    letter = make_message(registration)
    send_message(message_id=letter.pk)
    from django.core import mail

    sign = sign_attempt(letter.delivery_attempts.get())
    assert mail.outbox[0].metadata == {"attempt": sign}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    other = make_message(registration)
    send_message(message_id=other.pk)
    assert not hasattr(mail.outbox[1], "metadata")


def test_report_about_an_earlier_try_says_nothing_of_the_next(client, letter, team):
    back = postmark("Bounce", number="nr-1", email=EMAIL)
    send(client, back)
    assert look(letter)[:2] == (S.BOUNCED, True)
    resend(message=letter, user=team.decider)
    again = postmark("Bounce", number="nr-1", email=EMAIL, seconds=90)
    send(client, again)
    assert look(letter) == (S.QUEUED, True, 1)


def test_letter_that_arrives_takes_the_flag_away(client, registration, letter):
    registration.mail_returned_at = timezone.now() - timedelta(days=1)
    registration.save(update_fields=["mail_returned_at"])
    send(client, postmark("Delivery", number="nr-1", email=EMAIL))
    assert look(letter) == (S.DELIVERED, False, 1)


def test_letter_to_the_address_of_before_flags_nothing(client, registration, letter):
    Registration.objects.update(email="nieuw@test.be")
    send(client, postmark("Bounce", number="nr-1", email=EMAIL))
    assert look(letter) == (S.BOUNCED, False, 1)


def test_younger_report_holds_whatever_comes_after_it(client, letter):
    send(client, brevo("delivered", number="nr-1", email=EMAIL, seconds=60))
    send(client, brevo("soft_bounce", number="nr-1", email=EMAIL, seconds=5))
    assert look(letter) == (S.DELIVERED, False, 2)


@pytest.mark.parametrize(
    "event", ["request", "unique_opened", "click", "unsubscribe", "nog iets nieuws"]
)
def test_who_opens_a_letter_is_nobody_s_business(event, client, letter):
    assert send(client, brevo(event, number="nr-1", email=EMAIL)).status_code == 200
    assert look(letter) == (S.SENT, False, 0)


def test_delay_and_complaint_are_written_down_and_change_nothing(client, letter):
    for event in ("deferred", "spam"):
        send(client, brevo(event, number="nr-1", email=EMAIL))
    assert look(letter) == (S.SENT, False, 2)


# The address itself.


@pytest.mark.parametrize(
    "body", ["", "geen json", "[]", "null", "3", '{"event": []}', '"\\ud800"', "[[1]]"]
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_nonsense_with_the_secret_is_no_error_of_ours(provider, body, client):
    response = client.post(
        f"/anymail/{provider}/tracking/",
        body,
        content_type="application/json",
        headers=authorize(),
    )
    # 403 where a provider signs and nobody did.
    assert response.status_code in {200, 400, 403}
    assert DeliveryEvent.objects.count() == 0


def test_address_is_closed_without_a_secret_and_for_strangers(client, settings):
    assert client.post("/anymail/sendgrid/tracking/").status_code == 404
    assert client.post("/anymail/brevo/inbound/").status_code == 404
    assert client.get("/anymail/brevo/tracking/").status_code == 405
    assert client.head("/anymail/brevo/tracking/").status_code == 200
    settings.ANYMAIL = {"WEBHOOK_SECRET": []}
    post = brevo("delivered", number="nr-1", email=EMAIL)
    assert send(client, post, **authorize("")).status_code == 404


def test_either_secret_holds_while_one_replaces_the_other(client, settings, letter):
    settings.ANYMAIL = {"WEBHOOK_SECRET": ["oud:een", "nieuw:twee"]}
    for number, secret in enumerate(("oud:een", "nieuw:twee")):
        post = brevo("deferred", number="nr-1", email=EMAIL, seconds=number)
        assert send(client, post, **authorize(secret)).status_code == 200
    assert DeliveryEvent.objects.count() == 2


def test_large_post_and_a_flood_are_turned_away_unread(client, letter):
    post = brevo("delivered", number="nr-1", email=EMAIL)
    post.body["padding"] = "x" * 600_000
    assert send(client, post).status_code == 413
    del post.body["padding"]
    wrong = authorize("melder:geraden")
    codes = [
        client.post(
            "/anymail/brevo/tracking/",
            "{",
            "application/json",
            headers=wrong,
            REMOTE_ADDR="8.8.8.8",
        ).status_code
        for _ in range(61)
    ]
    assert (codes[59], codes[60]) == (403, 429)
    # Whoever knows the secret is heard all the same.
    answer = client.post(
        "/anymail/brevo/tracking/",
        json.dumps(post.body),
        "application/json",
        headers=authorize(),
        REMOTE_ADDR="8.8.8.8",
    )
    assert answer.status_code == 200
    assert look(letter) == (S.DELIVERED, False, 1)


def test_report_needs_no_cookie_and_is_kept_nowhere(settings, letter):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = send(strict, brevo("delivered", number="nr-1", email=EMAIL))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response.cookies == {}


def subscribe(url):
    return sns(
        "SubscriptionConfirmation",
        "s-1",
        Message="You have chosen to subscribe to the topic …",
        Token="t0ken",
        SubscribeURL=url,
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://sns.eu-west-1.amazonaws.com.elders.be/?Action=ConfirmSubscription",
        "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
        "https://127.0.0.1/?Action=ConfirmSubscription",
        "https://u@sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
        "",
    ],
)
def test_subscription_is_confirmed_by_a_person_at_amazon_only(url, client, caplog):
    with caplog.at_level(logging.WARNING, logger="registrations"):
        post = subscribe(url)
        assert send(client, post).status_code == 400
        assert [r for r in caplog.records if r.name.startswith("registrations")] == []
        url = (
            "https://sns.eu-west-1.amazonaws.com/"
            "?Action=ConfirmSubscription&TopicArn=arn:aws:sns:x&Token=t0ken"
        )
        post = subscribe(url)
        # The suite shuts the world: a call to Amazon would be an error here.
        assert send(client, post).status_code == 200
    assert [url in record.getMessage() for record in caplog.records].count(True) == 1


def ses(**changes):
    """A report of Amazon that a letter came back, changed after it was signed."""
    number = PROVIDERS["amazon_ses"][3]
    post = amazon_ses("Bounce", number=number, email=EMAIL)
    return Post(post.provider, post.body | changes, post.headers)


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("extra", [{}, {"Subject": "Amazon SES Email Event"}])
def test_amazon_signs_with_either_version(version, extra, client, letter):
    Message.objects.update(provider_id="nr-1")
    told = amazon_ses("Bounce", number="nr-1", email=EMAIL).body["Message"]
    post = sns("Notification", "n-1", version=version, Message=told, **extra)
    assert send(client, post).status_code == 200
    assert look(letter) == (S.BOUNCED, True, 1)


OTHERS = "https://sns.eu-west-1.amazonaws.com.elders.be/SimpleNotificationService-1.pem"


@pytest.mark.parametrize(
    "change",
    [
        {"Signature": "EXAMPLE=="},
        {"Signature": "é"},
        {"Signature": None},
        {"Message": '{"eventType": "Delivery"}'},
        {"Timestamp": "2026-11-29T12:00:00.000Z"},
        {"Subject": "added afterwards"},
        {"TopicArn": f"{TOPIC}_of_somebody_else"},
        {"SignatureVersion": "1"},
        {"SignatureVersion": "3"},
        {"Type": "Notice"},
        {"SigningCertURL": CERTIFICATE_URL.replace("https", "http")},
        {"SigningCertURL": OTHERS},
        {"SigningCertURL": "https://s3.amazonaws.com/elders/of-mine.pem"},
        {"SigningCertURL": CERTIFICATE_URL.replace("sns.", "u:p@sns.")},
        {"SigningCertURL": CERTIFICATE_URL.replace(".com/", ".com/../")},
    ],
)
def test_report_that_amazon_did_not_sign_is_refused(change, client, letter, caplog):
    Message.objects.update(provider_id=PROVIDERS["amazon_ses"][3])
    assert send(client, ses()).status_code == 200
    DeliveryEvent.objects.all().delete()
    Message.objects.update(state=S.SENT)
    Registration.objects.update(mail_returned_at=None)
    assert send(client, ses(**change)).status_code == 403
    assert look(letter) == (S.SENT, False, 0)
    assert "was refused" in caplog.text


def test_somebody_else_s_key_and_certificate_sign_nothing(client, letter):
    Message.objects.update(provider_id=PROVIDERS["amazon_ses"][3])
    other = generate_private_key(65537, 2048)
    signed = ses()
    forged = Post(signed.provider, sign_as_amazon(signed.body, other), signed.headers)
    assert send(client, forged).status_code == 403
    for certificate in (
        certify(AMAZON, days=-1),
        certify(AMAZON, name="sns.elders.be"),
        b"no certificate",
    ):
        cache.set(f"sns:{CERTIFICATE_URL}", certificate)
        assert send(client, signed).status_code == 403
    assert look(letter) == (S.SENT, False, 0)


def test_amazon_comes_back_while_its_certificate_cannot_be_had(client, letter):
    Message.objects.update(provider_id=PROVIDERS["amazon_ses"][3])
    cache.clear()
    # The suite shuts the world: as when the line to Amazon is down.
    assert send(client, ses()).status_code == 503
    assert look(letter) == (S.SENT, False, 0)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/good", b"-----BEGIN"),
        ("/moved", "302"),
        ("/gone", "404"),
        ("/long", "too long"),
    ],
)
def test_certificate_is_fetched_from_one_address_and_short(path, answer):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            code = {"/moved": 302, "/gone": 404}.get(self.path, 200)
            self.send_response(code)
            if code == 302:
                self.send_header("Location", "/good")
            self.end_headers()
            self.wfile.write(b"-----BEGIN" * (10_000 if self.path == "/long" else 1))

        def log_message(self, *args):
            """Nothing: the output of the tests is theirs."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}{path}"
        if isinstance(answer, bytes):
            assert fetch_certificate(url) == answer
        else:
            with pytest.raises(CertificateAway, match=answer):
                fetch_certificate(url)
        thread.join()


@pytest.mark.parametrize("provider", ["amazon_ses", "mailgun"])
def test_address_does_not_exist_without_what_its_provider_signs_with(
    provider, client, settings
):
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET]}
    make, arrives, _comes_back, number = PROVIDERS[provider]
    post = make(arrives, number=number, email=EMAIL)
    assert send(client, post).status_code == 404


def test_header_of_amazon_that_does_not_fit_is_refused(client):
    post = sns("Notification", "n-1", Message="{}")
    assert send(client, Post(post.provider, post.body)).status_code == 400
    assert send(client, post, **{"x-amz-sns-message-id": "n-2"}).status_code == 400


# Who reads them.


def test_register_of_reports_can_be_read_and_not_changed(client, letter, team):
    send(client, postmark("Bounce", number="nr-1", email=EMAIL))
    client.force_login(team.decider)
    address = reverse("registers_delivery-events_modeladmin_index")

    def count():
        with CaptureQueriesContext(connection) as queries:
            html = client.get(address).content.decode()
        assert letter.registration.reference in html
        assert EMAIL not in html
        return len(queries)

    count()
    one = count()
    for seconds in (2, 3):
        send(client, postmark("Bounce", number="nr-1", email=EMAIL, seconds=seconds))
    assert count() == one
    assert DeliveryEvent.objects.count() == 3
    # In Dutch, also what the provider calls a reason.
    html = client.get(address).content.decode()
    told = DeliveryEvent.objects.first()
    assert (told.reason, told.reason_text) == ("bounced", "Kwam terug")
    assert "bounced" not in html.partition("<tbody>")[2]
    # What is tied to somebody has no reports for them either.
    Tie.objects.create(
        registration=letter.registration, user=team.decider, state=TieState.DECLARED
    )
    assert letter.registration.reference not in client.get(address).content.decode()
    event = DeliveryEvent.objects.first()
    for action in ("create", "edit", "delete"):
        path = f"/admin/registers/delivery-events/{action}/"
        path += "" if action == "create" else f"{event.pk}/"
        assert client.post(path).status_code in {302, 404}
    assert DeliveryEvent.objects.count() == 3


def test_screen_of_a_letter_tells_what_the_provider_said(client, letter, team):
    send(client, postmark("Bounce", number="nr-1", email=EMAIL))
    client.force_login(team.decider)
    html = client.get(reverse("messages:edit", args=[letter.pk])).content.decode()
    assert "Kwam terug" in html
    assert "does not exist" in html
    letter.refresh_from_db()
    assert letter.last_error in html
