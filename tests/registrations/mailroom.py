"""An SMTP server that fails at a chosen moment, and messages to send to it."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.utils import timezone

from registrations.enums import MessageKind, MessageState
from registrations.models import Interest, Message, RegistrationDraft

HANG, DROP = "hang", "drop"
GREETINGS = {
    "connect": "220 sink ready",
    "ehlo": "250 sink",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go ahead",
    "text": "250 accepted",
    "rset": "250 ok",
    "quit": "221 bye",
}


class Sink:
    """A raw SMTP server on a free port.

    Args:
        moments: what to do other than well, by moment: a reply, HANG or DROP.
            The moments are those of GREETINGS, "midtext" (the first bytes of the
            text arrived) and "goodbye" (after the text was accepted).
        slow_text: seconds of thought before the text is answered.
    """

    def __init__(self, *, slow_text: float = 0, **moments: str):
        self.moments = moments
        self.slow_text = slow_text
        self.reached = ""  # the last moment we got to
        self.texts: list[bytes] = []  # arrived whole, whatever was answered
        self.accepted: list[EmailMessage] = []
        self.text_arrived = threading.Event()
        self._open = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Sink:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._open.set()
        with suppress(OSError):
            # close() alone leaves it listening while accept() waits.
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for line in self._lines:
            line.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _address = self._server.accept()
            except OSError:
                return
            self._lines.append(line)
            threading.Thread(target=self._talk, args=[line], daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        try:
            with suppress(OSError, _Over):
                self._converse(line, line.makefile("rb"))
        finally:
            # close() alone leaves the line open while makefile() lives.
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _converse(self, line: socket.socket, lines) -> None:
        self._act(line, "connect")
        while command := lines.readline():
            verb = command[:4].decode().strip().lower()
            self._act(line, verb)
            if verb == "quit":
                return
            if verb == "data" and self._reply("data").startswith("354"):
                self._receive(line, lines)

    def _receive(self, line: socket.socket, lines) -> None:
        text = b""
        for part in iter(lines.readline, b""):
            if not text and "midtext" in self.moments:
                self._act(line, "midtext")
            if part == b".\r\n":
                break
            text += part
        else:
            raise _Over  # the client left in the midst of it
        self.texts.append(text)
        self.text_arrived.set()
        time.sleep(self.slow_text)
        reply = self._reply("text")
        if reply.startswith("250"):
            # Taken before we say so: the server that answers has it.
            self.accepted.append(message_from_bytes(text, policy=policy.default))
        self._act(line, "text")
        if "goodbye" in self.moments:
            self._act(line, "goodbye")

    def _reply(self, moment: str) -> str:
        return self.moments.get(moment, GREETINGS.get(moment, "500 what?"))

    def _act(self, line: socket.socket, moment: str) -> None:
        self.reached = moment
        reply = self._reply(moment)
        if reply == DROP:
            raise _Over
        if reply == HANG:
            self._open.wait(60)
            raise _Over
        line.sendall(f"{reply}\r\n".encode())


class _Over(Exception):
    """The server ends the conversation."""


def make_draft(page, **values) -> RegistrationDraft:
    """Return a form that somebody saved, with an answer that no letter may tell."""
    defaults = {
        "page": page,
        "email": f"later{RegistrationDraft.objects.count()}@example.org",
        "answers": {"first_name": ["Geheim"], "motivation": ["Niet verklappen"]},
        "nonce": "n0nce",
        "expires_at": timezone.now() + timedelta(days=30),
    }
    return RegistrationDraft.objects.create(**(defaults | values))


def make_interest(page, **values) -> Interest:
    """Return an address that wants to hear of a form."""
    email = f"nieuws{Interest.objects.count()}@example.org"
    defaults = {"page": page, "email": email, "nonce": "n0nce"}
    return Interest.objects.create(**(defaults | values))


def make_message(registration, **values) -> Message:
    """Return a queued message, due now, that carries a private link."""
    defaults = {
        "registration": registration,
        "kind": MessageKind.RECEIPT,
        "recipient": registration.email,
        "subject": "We hebben je inschrijving goed ontvangen",
        "body_text": "Dag An,\n\nMijn inschrijving: [[persoonlijke-link]]\n",
        "body_html": '<p>Dag An,</p><a href="[[persoonlijke-link]]">Mijn inschrijving</a>',
        "state": MessageState.QUEUED,
        "next_attempt_at": timezone.now(),
        "idempotency_key": f"test-{Message.objects.count()}",
    }
    return Message.objects.create(**(defaults | values))
