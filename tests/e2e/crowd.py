"""Very many people at one form, over several server processes that may be killed.

For the test at a small size (test_crowd.py) and the whole one
(`python -m benchmarks.crowd`). Real gunicorn, real sockets, the database of the run.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from .demo_site import ROOT, DemoSite, get_free_port, temporary_database, wait_until_up
from .live_site import run_python

PATIENCE_IN_SECONDS = 300
THANKS = re.compile(r"/bedankt/(?P<reference>[A-Z0-9]+-\d+)-")


@dataclass
class Answered:
    """What one person was told: the number on the page after sending, and how often
    they had to send it."""

    email: str
    status: int
    reference: str = ""
    tries: int = 1


@dataclass
class CrowdSite:
    """A site served by several processes on one database, and the form to fill in."""

    site: DemoSite
    ports: list[int]
    path: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    servers: dict[int, subprocess.Popen] = field(default_factory=dict)
    log: Path = Path()

    def open_form(self, *, capacity: int) -> None:
        """Open the form of a new inspiration day with so many places."""
        made = self._stage("form", str(capacity))
        self.path, self.answers = made["path"], made["answers"]

    def start(self, port: int) -> None:
        """Start the server on `port`, or start it again."""
        with self.log.open("a") as output:
            self.servers[port] = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "cultuurplekken.wsgi"),
                    *("--bind", f"127.0.0.1:{port}", "--workers", "1"),
                    *("--threads", "8", "--no-control-socket", "--backlog", "512"),
                ],
                cwd=ROOT,
                env=self.site.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, port: int) -> None:
        """Kill the server on `port` and all its workers, as a power cut would."""
        os.killpg(self.servers[port].pid, signal.SIGKILL)
        self.servers[port].wait()

    def count(self) -> list[list[Any]]:
        """Return address, number, state and letters of each registration."""
        return self._stage("count", self.path)["registrations"]

    def _stage(self, *arguments: str) -> dict[str, Any]:
        return json.loads(
            run_python(self.site, "-m", "tests.e2e.crowd_stage", *arguments)
        )


@contextmanager
def run_crowd_site(folder: Path, *, processes: int = 2) -> Iterator[CrowdSite]:
    """Serve a site by so many processes, on the kind of database of this run."""
    ports = [get_free_port() for _ in range(processes)]
    with temporary_database(folder) as database:
        site = DemoSite(
            url=f"http://127.0.0.1:{ports[0]}",
            environment={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.e2e.live_settings",
                "SECRET_KEY": "for-a-crowd-on-this-machine-only-and-nowhere-else-at-all",
                "ALLOWED_HOSTS": "127.0.0.1",
                "SITE_URL": f"http://127.0.0.1:{ports[0]}",
                "DATABASE_URL": database,
                "VAR_DIR": str(folder),
                "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
                "DEFAULT_FROM_EMAIL": "noreply@cultuurplekken.example",
            },
        )
        site.manage("migrate", "--no-input", "--verbosity", "0")
        site.manage("setup_site")
        site.manage("collectstatic", "--no-input", "-v0", "--ignore", "wagtail*")
        crowd = CrowdSite(site=site, ports=ports, log=folder / "crowd.log")
        for port in ports:
            crowd.start(port)
        try:
            for port in ports:
                wait_until_up(
                    f"http://127.0.0.1:{port}", crowd.servers[port], crowd.log
                )
            yield crowd
        finally:
            for port in ports:
                crowd.kill(port)


def send_all(
    crowd: CrowdSite, *, people: int, at_once: int, again: bool = False
) -> list[Answered]:
    """Let `people` send the form, `at_once` of them at the same moment.

    Args:
        crowd: where to.
        people: how many, each with an address of their own.
        at_once: how many connections are open together.
        again: send the same again to the next server when the line falls, until
            there is an answer, as somebody does who sees an error in the browser.
    """
    start = threading.Barrier(at_once, timeout=60)

    def send(number: int) -> Answered:
        if number < at_once:
            start.wait()
        email = f"deelnemer{number}@voorbeeld.be"
        deadline = time.monotonic() + PATIENCE_IN_SECONDS
        tries = 0
        while True:
            port = crowd.ports[(number + tries) % len(crowd.ports)]
            tries += 1
            try:
                return _post(crowd, port, email, tries)
            except (OSError, http.client.HTTPException):
                if not again or time.monotonic() > deadline:
                    raise
                time.sleep(random.uniform(0.05, 0.4))

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        return list(pool.map(send, range(people)))


def _post(crowd: CrowdSite, port: int, email: str, tries: int) -> Answered:
    answers = crowd.answers | {"inschrijving-email": email}
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=PATIENCE_IN_SECONDS
    )
    try:
        connection.request(
            "POST",
            crowd.path,
            urlencode(answers, doseq=True),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            },
        )
        response = connection.getresponse()
        response.read()
    finally:
        connection.close()
    place = urlsplit(response.headers.get("Location", "")).path
    found = THANKS.search(place)
    return Answered(email, response.status, found["reference"] if found else "", tries)


@contextmanager
def murderous(crowd: CrowdSite, *, seed: int) -> Iterator[list[float]]:
    """Kill a server at random moments as long as the block lasts, and start it again.

    Yields the moments, for who wants to know how often.
    """
    chance, stop, moments = random.Random(seed), threading.Event(), []

    def haunt() -> None:
        while not stop.wait(chance.uniform(0.5, 2.5)):
            port = chance.choice(crowd.ports)
            crowd.kill(port)
            moments.append(time.monotonic())
            crowd.start(port)

    thread = threading.Thread(target=haunt)
    thread.start()
    try:
        yield moments
    finally:
        stop.set()
        thread.join()
