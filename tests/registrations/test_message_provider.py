"""Sending through a provider's API: which answers prove what."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registrations.enums import MessageState
from registrations.models import DeliveryAttempt
from registrations.services.delivery import send_message
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_message

pytestmark = pytest.mark.django_db

S = MessageState
O = DeliveryAttempt.Outcome  # noqa: E741


@contextmanager
def provider(status):
    """An API that answers every call with `status`; 0 drops the line instead."""
    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append(self.rfile.read(int(self.headers["Content-Length"])))
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b'{"messageId": "<nr-1@provider>"}')

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, calls
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def message(db):
    return make_message(RegistrationFactory(page=FormPageFactory(), draft=True))


def use(settings, port):
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {
        "BREVO_API_KEY": "geheim",
        "BREVO_API_URL": f"http://127.0.0.1:{port}/",
    }


@pytest.mark.parametrize(
    ("status", "state", "outcome"),
    [
        (201, S.SENT, O.ACCEPTED),
        (400, S.FAILED, O.REFUSED),
        (401, S.QUEUED, O.REFUSED),
        (429, S.QUEUED, O.REFUSED),
        (503, S.QUEUED, O.REFUSED),
        (500, S.FAILED, O.UNCERTAIN),
        (0, S.FAILED, O.UNCERTAIN),
    ],
)
def test_answer_of_the_provider_decides(status, state, outcome, message, settings):
    with provider(status) as (port, calls):
        use(settings, port)
        assert send_message(message_id=message.pk) is (status == 201)
    message.refresh_from_db()
    attempt = message.delivery_attempts.get()
    assert (message.state, attempt.outcome, len(calls)) == (state, outcome, 1)
    assert message.is_uncertain is (outcome == O.UNCERTAIN)
    assert "geheim" not in attempt.error
    if status == 201:
        assert message.provider_id == "<nr-1@provider>"


def test_provider_that_is_not_there_got_nothing(message, settings):
    with provider(201) as (port, _calls):
        use(settings, port)
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    outcome = message.delivery_attempts.get().outcome
    assert (message.state, outcome) == (S.QUEUED, O.UNREACHABLE)
    assert message.handed_over_at is None


def test_fault_of_ours_is_tried_again(message, settings, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("no link today")

    monkeypatch.setattr("registrations.services.delivery.mail.mint_link", fail)
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    outcome = message.delivery_attempts.get().outcome
    assert (message.state, outcome) == (S.QUEUED, O.INTERRUPTED)
