"""Mail in bad weather: a server with moods, workers that are killed, and the account.

For the test at a small size (test_mail_storm.py) and the whole one
(`python -m benchmarks.post`).
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from registrations.enums import MessageKind, MessageState
from registrations.models import Message

ROOT = Path(__file__).resolve().parents[2]
LETTERS_EACH = 4
REFUSED = "weg"
DONE = {MessageState.SENT, MessageState.FAILED}


@dataclass
class Weather:
    """How often the server does what; of a hundred conversations, roughly."""

    drop_before: float = 0.03  # after the greeting: nothing left
    drop_unread: float = 0.02  # the text came, and was not taken
    drop_accepted: float = 0.02  # the text was taken, and nobody hears so
    put_off: float = 0.04  # asks to come back, with the text in hand
    delay: float = 0.02  # seconds, at most
    rate: int = 60  # letters a second; more are asked to come back
    greylists: bool = True  # the first letter to anybody is


class MoodyServer:
    """What aiosmtpd asks at each moment; writes down what it took, in order."""

    def __init__(self, weather: Weather, *, seed: int):
        self.weather = weather
        self.random = random.Random(seed)
        self.accepted: list[tuple[str, str]] = []
        self.drops = 0
        self.replies: Counter[str] = Counter()
        self._known: set[str] = set()
        self._second, self._in_second = 0, 0

    def _happens(self, chance: float) -> bool:
        return self.random.random() < chance

    def _count(self, reply: str) -> str:
        self.replies[reply[:9]] += 1
        return reply

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies
    ) -> list[str]:
        session.host_name = name
        if self._happens(self.weather.drop_before):
            server.transport.abort()
        return replies

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options
    ) -> str:
        now = int(time.monotonic())
        if now != self._second:
            self._second, self._in_second = now, 0
        self._in_second += 1
        if self._in_second > self.weather.rate:
            return self._count("450 4.7.1 too many, come back later")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options
    ) -> str:
        if address.startswith(REFUSED):
            return self._count("550 5.1.1 nobody of that name")
        if self.weather.greylists and address not in self._known:
            self._known.add(address)
            return self._count("450 4.2.0 greylisted")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.random.random() * self.weather.delay)
        if self._happens(self.weather.put_off):
            return self._count("451 4.3.0 not now")
        if self._happens(self.weather.drop_unread):
            self.drops += 1
            server.transport.abort()
            return "250 OK"
        mail = message_from_bytes(envelope.content)
        self.accepted.append((envelope.rcpt_tos[0], mail["Subject"]))
        if self._happens(self.weather.drop_accepted):
            self.drops += 1
            server.transport.abort()
        return "250 OK"


@contextmanager
def serve(weather: Weather, *, seed: int) -> Iterator[tuple[MoodyServer, int]]:
    """Serve on a free port of this machine; yields the server and its port."""
    server = MoodyServer(weather, seed=seed)
    # aiosmtpd tries the port that it was given, so it cannot choose one itself.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()


@contextmanager
def run_nest(
    database_url: str, port: int, log: Path, *, workers: int = 3, kill_every: float = 1
) -> Iterator[subprocess.Popen]:
    """Run workers that are killed in turn; when it ends, all must have stopped well."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev",
        "DATABASE_URL": database_url,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        # Impatient: a claim of somebody who was killed is taken back after 7 seconds.
        "EMAIL_TIMEOUT": "0.25",
        "EMAIL_REPLY_TIMEOUT": "2",
        "EMAIL_RETRY_AFTER": "0.2",
        "EMAIL_RATE": "",
        # No thread of numpy (openpyxl loads it) where the nest forks.
        "OPENBLAS_NUM_THREADS": "1",
    }
    arguments = ("-m", "tests.registrations.mail_nest", str(workers), str(kill_every))
    with log.open("w") as output:
        nest = subprocess.Popen(
            [sys.executable, "-W", "ignore", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield nest
        finally:
            nest.send_signal(signal.SIGTERM)
            try:
                nest.wait(60)
            except subprocess.TimeoutExpired:
                nest.kill()
                nest.wait()


def count_killed(log: Path) -> int:
    """How many workers were killed, once all others stopped as they should."""
    said = log.read_text().splitlines()
    assert said[-1] == "all stopped", said[-30:]
    return said.count("killed")


def write_letters(registration: Any, count: int, *, seed: int) -> None:
    """Queue `count` letters: to each person four, which must arrive in their order.

    One in fifty people has an address that is refused.
    """
    now = timezone.now()
    chance = random.Random(seed)
    people = -(-count // LETTERS_EACH)
    addresses = [
        f"{REFUSED if number % 50 == 7 else 'p'}{number}@storm.example"
        for number in range(people)
    ]
    numbers = [number for number in range(people) for _ in range(LETTERS_EACH)][:count]
    # The letters of one person lie between those of others.
    chance.shuffle(numbers)
    Message.objects.bulk_create(
        [
            Message(
                registration=registration,
                kind=MessageKind.RECEIPT,
                recipient=addresses[person],
                subject=f"N{number:06d}",
                body_text="Dag An,\n\nTot dan.\n",
                body_html="<p>Dag An,</p><p>Tot dan.</p>",
                state=MessageState.QUEUED,
                next_attempt_at=now,
                queued_at=now,
                idempotency_key=f"storm-{number}",
            )
            for number, person in enumerate(numbers)
        ],
        batch_size=500,
    )


def wait_until_done(nest: subprocess.Popen, log: Path, *, patience: float) -> float:
    """Wait until every letter left or was given up; return the seconds it took."""
    from django.db import DatabaseError, InterfaceError, connection

    started = time.monotonic()
    while True:
        assert nest.poll() is None, log.read_text()[-3000:]
        try:
            states = set(Message.objects.values_list("state", flat=True))
        except (DatabaseError, InterfaceError):
            connection.close()  # it is being restarted
            states = set()
        if states and states <= DONE:
            return time.monotonic() - started
        waited = time.monotonic() - started
        counts = (
            Counter(Message.objects.values_list("state", flat=True))
            if (states and waited > patience)
            else {}
        )
        assert waited < patience, f"{counts} {log.read_text()[-2000:]}"
        time.sleep(0.3)


@dataclass
class Account:
    """What became of the letters, beside what the server says.

    Attributes:
        sent: how many arrived once, and we know it.
        uncertain: how many are for a person: the line broke after the text.
        refused: how many the server does not want.
        wrong: everything that may not be, in words.
    """

    sent: int = 0
    uncertain: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def settle_account(server: MoodyServer) -> Account:
    """Compare each letter with what the server took."""
    account = Account()
    taken = Counter(subject for _recipient, subject in server.accepted)
    for letter in Message.objects.order_by("pk"):
        times = taken.pop(letter.subject, 0)
        name = f"{letter.subject} ({letter.state}, {letter.last_error})"
        if times > 1:
            account.wrong.append(f"{name} arrived {times} times")
        elif letter.state == MessageState.SENT:
            account.sent += 1
            if times != 1:
                account.wrong.append(f"{name} is lost")
        elif letter.is_uncertain:
            account.uncertain += 1
        elif letter.recipient.startswith(REFUSED) and not times:
            account.refused += 1
        else:
            account.wrong.append(f"{name} was given up")
    account.wrong += [f"{subject} is not ours" for subject in taken]
    by_person: dict[str, list[str]] = {}
    for recipient, subject in server.accepted:
        by_person.setdefault(recipient, []).append(subject)
    account.wrong += [
        f"out of order: {person} {subjects}"
        for person, subjects in by_person.items()
        if subjects != sorted(subjects)
    ]
    return account
