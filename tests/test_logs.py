"""What no log may hold: private tokens, and what somebody typed into an address."""

import logging
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from cultuurplekken.log_filters import (
    HidePrivateLinks,
    get_loggable_path,
    hide_private_parts,
)
from tests.e2e.demo_site import get_free_port

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "3f-0123456789abcdef0123456789abcdef"
# Every address that opens something private, with the words that stand for it.
PRIVATE = [
    (f"/mijn-inschrijving/{TOKEN}/", "/mijn-inschrijving/…/"),
    (f"/mijn-gegevens/{TOKEN}/bestand/", "/mijn-gegevens/…/bestand/"),
    (f"/mijn-inschrijving/{TOKEN}/intrekken/", "/mijn-inschrijving/…/intrekken/"),
    (f"/oproep/inschrijven/verder/{TOKEN}/", "/oproep/inschrijven/verder/…/"),
    (f"/op-de-hoogte/{TOKEN}/", "/op-de-hoogte/…/"),
    (f"/dag/inschrijven/bedankt/CVM26-0042-{TOKEN}/", "/dag/inschrijven/bedankt/…/"),
    (
        f"/dag/inschrijven/insluiten/bedankt/CVM26-0042-{TOKEN}/",
        "/dag/inschrijven/insluiten/bedankt/…/",
    ),
]
EVERYTHING = (
    '%(h)s "%(r)s" %(U)s %(q)s "%(f)s" %({cookie}i)s %({referer}i)s %({raw_uri}e)s '
    "%({query_string}e)s %({x-secret}i)s"
)


@pytest.mark.parametrize(("address", "shown"), PRIVATE)
def test_private_token_is_hidden_wherever_it_stands(address, shown):
    assert get_loggable_path(address) == shown
    assert hide_private_parts(f'"GET {address} HTTP/1.1" 200') == (
        f'"GET {shown} HTTP/1.1" 200'
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/zoeken/?q=lotte", "/zoeken/"),
        ("/mijn-inschrijving/verstuurd/", "/mijn-inschrijving/verstuurd/"),
        (f"/mijn%2Dinschrijving/{TOKEN}/", "/mijn-inschrijving/…/"),
        ("/caf%C3%A9%0A127.0.0.1 - GET", "/caf%C3%A9%0A127.0.0.1%20-%20GET"),
    ],
)
def test_path_for_a_log_is_plain(address, shown):
    assert get_loggable_path(address) == shown


def test_filter_hides_query_strings_and_leaves_the_rest():
    record = logging.LogRecord(
        *("django.server", logging.INFO, "x.py", 1),
        msg='"%s" %s %s',
        args=("GET /inschrijven/?voornaam=Lotte&e-mail=l%40x.be HTTP/1.1", 200, "12"),
        exc_info=None,
    )

    assert HidePrivateLinks().filter(record) is True
    assert record.getMessage() == '"GET /inschrijven/?… HTTP/1.1" 200 12'


def test_access_log_of_gunicorn_holds_nothing_private_whatever_its_format(tmp_path):
    port, log = get_free_port(), tmp_path / "gunicorn.log"
    command = [
        *(sys.executable, "-m", "gunicorn", "wsgiref.simple_server:demo_app"),
        *("--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        *("--access-logfile", "-", "--access-logformat", EVERYTHING),
    ]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            ask(f"http://127.0.0.1:{port}/inschrijven/verder/{TOKEN}/?e-mail=lotte")
        finally:
            process.terminate()
            process.wait(20)

    lines = [line for line in log.read_text().splitlines() if "/verder/" in line]
    assert lines == [
        '127.0.0.1 "GET /inschrijven/verder/… HTTP/1.1" /inschrijven/verder/…  '
        '"https://partner.example/" - - - - -'.replace("…", "…/")
    ]
    assert TOKEN not in log.read_text()
    assert "lotte" not in log.read_text()


def ask(url: str) -> None:
    """Ask as a browser with a past does; wait until the server is there."""
    headers = {
        "Referer": f"https://partner.example/verder/{TOKEN}/?lotte",
        "Cookie": "naam=lotte",
        "X-Secret": TOKEN,
    }
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, headers=headers), timeout=5
            ) as answer:
                answer.read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
