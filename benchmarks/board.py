"""The board "Samenstelling" in Lighthouse: `python -m benchmarks.board [CARDS …]`.

Desk, median of three, as a decider who is logged in sees it, on the site as production
serves it; wanted: interactive within 2.5 seconds with 500 cards, under 30 queries, also
as the first page of a fresh process and for what others changed. A move writes under a
lock, with its history: it is told, and not held to that number.
"""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.e2e.chromium import find_whole_chromium
from tests.e2e.demo_site import DemoSite
from tests.e2e.live_site import LiveSite, run_live_site, run_python

from .lighthouse import PROGRAM, RUNS, measure
from .site import say

COUNTS = ("60", "500")
WANTED_IN_SECONDS = 2.5
# Prints the key of a session of the decider of the demo, and that of the form.
LOG_IN = """
from importlib import import_module
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth import get_user_model
from django.db.models import Count
from registrations.models import RegistrationFormPage
user = get_user_model().objects.get(username="beslisser")
pages = RegistrationFormPage.objects.filter(kind="selection")
page = pages.annotate(size=Count("registrations")).order_by("-size").first()
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key, page.pk)
"""
MOST_QUERIES = 29
MOVE = "one move"
METRICS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "interactive": "interactive",
}


def measure_board(site: LiveSite, path: str, session: str) -> list[dict[str, Any]]:
    """Return the reports of Lighthouse on the board of the call."""
    url = site.url + path
    cookie = json.dumps({"Cookie": f"sessionid={session}"})
    reports = [measure(url, "desktop", "--extra-headers", cookie) for _ in range(RUNS)]
    if any(report["finalDisplayedUrl"] != url for report in reports):
        sys.exit("The board did not open: measured was another page.")
    return reports


def main() -> None:
    if not PROGRAM.exists():
        sys.exit("Lighthouse is not installed: npm ci --prefix benchmarks")
    if not find_whole_chromium():
        sys.exit("This needs Chromium: apt-get install chromium.")
    counts = sys.argv[1:] or COUNTS
    say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    say(f"{'cards':>6}" + "".join(f"{name:>15}" for name in METRICS.values()))
    slow, asks_much = False, False
    for count in counts:
        with (
            tempfile.TemporaryDirectory() as folder,
            run_live_site(Path(folder), with_admin=True) as site,
        ):
            # Only the settings of development know the team that reads them.
            dev = {"DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev"}
            demo = DemoSite(url=site.url, environment=site.environment | dev)
            demo.manage("demo_registrations", count, "--seed", "7")
            session, page = run_python(site, "-c", LOG_IN).split()
            path = f"/admin/registrations/composition/{page}/"
            reports = measure_board(site, path, session)
            asked = json.loads(
                run_python(site, "-m", "benchmarks.board_queries", path, session)
            )
        seconds = [
            statistics.median(
                report["audits"][metric]["numericValue"] / 1000 for report in reports
            )
            for metric in METRICS
        ]
        say(f"{count:>6}" + "".join(f"{second:>13.2f} s" for second in seconds))
        for name, (queries, second, kilobytes) in asked.items():
            say(f"{name:>26}{queries:>4} queries{second:>7.2f} s{kilobytes:>8.1f} kB")
        slow |= seconds[-1] > WANTED_IN_SECONDS
        asks_much |= any(
            queries > MOST_QUERIES
            for name, (queries, *_rest) in asked.items()
            if name != MOVE
        )
    if asks_much:
        sys.exit(f"More than {MOST_QUERIES} queries.")
    if slow:
        sys.exit(f"Not interactive within {WANTED_IN_SECONDS} seconds.")


if __name__ == "__main__":
    main()
