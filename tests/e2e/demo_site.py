"""A demo site as `make run` starts it, with a database and a mail server of its own.

For the browser tests and for the pictures of the README.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_IN_SECONDS = 60


def get_subject(message: EmailMessage) -> str:
    """Return what a letter says it is, behind the call that it is about."""
    call, dot, subject = message["Subject"].strip().partition(" · ")
    assert call.startswith("Werkplaatsen"), message["Subject"]
    assert dot
    return subject


class Postbox:
    """Keeps what a real SMTP server receives, in order of arrival."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the messages for one address."""
        return [message for message in self.messages if address in message["To"]]

    def wait_for(self, address: str, count: int) -> list[EmailMessage]:
        """Return the messages for an address as soon as there are `count`.

        Raises:
            TimeoutError: when the worker does not deliver them in time.
        """
        deadline = time.monotonic() + PATIENCE_IN_SECONDS
        while len(self.to(address)) < count:
            if time.monotonic() > deadline:
                subjects = [message["Subject"] for message in self.to(address)]
                raise TimeoutError(f"{address} got {subjects}, not {count} messages.")
            time.sleep(0.2)
        return self.to(address)


@dataclass
class DemoSite:
    """A running site: its address and the mail that it sent."""

    url: str
    environment: dict[str, str]
    postbox: Postbox = field(default_factory=Postbox)
    # A copy of the database before anybody changed something; SQLite only.
    as_set_up: Path | None = None

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database; return what it says."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(result.stdout + result.stderr)
        return result.stdout


def get_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def temporary_database(folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database, of the kind that the tests run on."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder}/site.sqlite3"
        return
    name = f"demo_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def run_demo_site(folder: Path, *, port: int = 0) -> Iterator[DemoSite]:
    """Set up and start a demo site; stop it, worker and all, at the end.

    Args:
        folder: an empty folder for its database and uploads.
        port: a fixed port, or 0 for a free one.
    """
    port = port or get_free_port()
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=get_free_port())
    with temporary_database(folder) as database:
        site = DemoSite(
            url=f"http://127.0.0.1:{port}",
            postbox=postbox,
            environment={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev",
                "DATABASE_URL": database,
                "VAR_DIR": str(folder),
                "SITE_URL": f"http://127.0.0.1:{port}",
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(controller.port),
            },
        )
        prepare(site)
        if database.startswith("sqlite"):
            site.as_set_up = folder / "as-set-up.sqlite3"
            shutil.copy(folder / "site.sqlite3", site.as_set_up)
        controller.start()
        log = folder / "site.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "run_site", "--port", str(port)],
                cwd=ROOT,
                env=site.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                wait_until_up(site.url, process, log)
                yield site
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE_IN_SECONDS)
                controller.stop()


def prepare(site: DemoSite) -> None:
    """Fill an empty database with the demo."""
    site.manage("migrate", "--no-input", "--verbosity", "0")
    site.manage("setup_site", "--demo")


def wait_until_up(url: str, process: subprocess.Popen, log: Path) -> None:
    """Return when the home page answers.

    Raises:
        RuntimeError: with the log, when the site stopped or does not come up.
    """
    deadline = time.monotonic() + PATIENCE_IN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{error}:\n{log.read_text()}") from error
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The site did not come up:\n{log.read_text()}")
