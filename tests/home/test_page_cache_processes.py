"""Two servers on one database, and a publish through a third process.

A real SQLite file or a real PostgreSQL, whichever DATABASE_URL names.
"""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.demo_site import get_free_port
from tests.factories.home import ContentPageFactory
from tests.registrations.conftest import own_database  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_IN_SECONDS = 120
# The promise to editors: nothing is stale for longer than this after a publish.
PROMISE_IN_SECONDS = 1.0

PUBLISH = """
import sys, time
import django
django.setup()
from home.models import ContentPage
for line in sys.stdin:
    page = ContentPage.objects.get(slug="over-ons")
    page.title = line.strip()
    page.save_revision().publish()
    # One clock for all processes of a machine, which nobody sets back.
    print(time.monotonic(), flush=True)
"""


@pytest.fixture
def environment(own_database, tmp_path):  # noqa: F811
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev",
        "DATABASE_URL": own_database,
        "VAR_DIR": str(tmp_path),
        "PAGE_CACHE": "on",
    }


@pytest.fixture
def start(environment):
    """Start processes that end with the test."""
    processes = []

    def start(*command: str, **options) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *command], env=environment, cwd=ROOT, **options
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


def read(port: int) -> str:
    url = f"http://127.0.0.1:{port}/over-ons/"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE_IN_SECONDS
    while True:
        try:
            read(port)
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.2)


def test_publish_elsewhere_reaches_two_servers_within_a_second(own_database, start):  # noqa: F811
    ContentPageFactory(title="Woord 0", slug="over-ons")
    ports = [get_free_port() for _ in range(2)]
    for port in ports:
        bind = ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
        start("-m", "gunicorn", "cultuurplekken.wsgi", *bind)
    for port in ports:
        wait_for(port)
    editor = start(
        "-c", PUBLISH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    for number in range(1, 5):
        # Kept, and asked often enough to be believed up to the last moment.
        for port in ports * 2:
            assert f"Woord {number - 1}</h1>" in read(port)
        editor.stdin.write(f"Woord {number}\n")
        editor.stdin.flush()
        published_at = float(editor.stdout.readline())
        while time.monotonic() < published_at + PROMISE_IN_SECONDS - 0.1:
            for port in ports:
                read(port)
            time.sleep(0.02)
        time.sleep(max(0, published_at + PROMISE_IN_SECONDS - time.monotonic()))
        for port in ports:
            assert f"Woord {number}</h1>" in read(port)
