"""A whole call released at once: `python -m benchmarks.release`.

Sixty people and three hundred, three groups of twelve, sixty on the waiting list at
most, the rest declined with a reason; through the whole stack in this process, as the
decider posts it. The queries for each person must not grow with the number of them, and
the answer must come well before gunicorn gives up on it (thirty seconds).

Also with PostgreSQL: `.ci/with-postgres .venv/bin/python -m benchmarks.release`.
"""

import os
import sys
import time
from typing import Any

from .queries import note_queries
from .scene import prepare, say

SIZES = (60, 300)
SEATS, WAITING = 12, 60
MOST_SECONDS = 15
# What comes once is shared by all: with more people the queries for each become fewer.
MOST_MORE = 0.1


def main() -> int:
    """Measure both sizes, tell, and return 1 when a release takes too long."""
    with prepare():
        from django.db import connection  # the settings come first

        say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        say(f"{connection.vendor}")
        say(f"{'people':>8}{'preview':>12}{'release':>12}{'queries each':>16}")
        each, slow = [], False
        for size in SIZES:
            preview, seconds, queries = _release(size)
            each.append(queries / size)
            slow |= seconds > MOST_SECONDS
            say(f"{size:>8}{preview:>10.2f} s{seconds:>10.2f} s{each[-1]:>16.1f}")
    grows = each[-1] > each[0] + MOST_MORE
    if grows:
        say("The queries for each person grow with the number of people.")
    if slow:
        say(f"Not released within {MOST_SECONDS} seconds.")
    return int(grows or slow)


def _release(size: int) -> tuple[float, float, int]:
    """Return what the screen and the post of a call of `size` take, and its queries."""
    from django.contrib.auth import get_user_model  # the settings come first
    from django.test import Client  # the settings come first
    from django.urls import reverse  # the settings come first

    from registrations.models import Registration  # the settings come first
    from tests.registrations.release_scene import look  # the settings first

    form_page = _propose(size)
    decider = get_user_model().objects.get(username="beslisser")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(decider)
    url = reverse("registrations:release")
    # What a process reads once is not what is measured.
    client.get(url, {"form": form_page.pk})
    start = time.perf_counter()
    client.get(url, {"form": form_page.pk})
    preview = time.perf_counter() - start
    seen = look(form_page=form_page, user=decider)
    sent = {
        "form": form_page.pk,
        "seen": ",".join(str(count) for count in seen.counts),
        "mark": seen.mark,
        "knows_warnings": "on",
    }
    start = time.perf_counter()
    queries = note_queries(lambda: client.post(url, sent))
    seconds = time.perf_counter() - start
    open_ones = Registration.objects.filter(page=form_page, state="in_review").count()
    if open_ones:
        sys.exit(f"{open_ones} of {size} were not released.")
    return preview, seconds, len(queries)


def _propose(size: int) -> Any:
    """Make a call of which everybody has a proposal; return its form."""
    from django.contrib.auth import get_user_model  # the settings come first

    from registrations.services.decision import propose_decision  # the settings first
    from registrations.services.workflow import start_review  # the settings first
    from tests.factories.registrations import (  # the settings come first
        FormPageFactory,
        OpenCallFactory,
        PlaceFactory,
        RegistrationFactory,
    )

    chair = get_user_model().objects.get(username="beheer")
    call = OpenCallFactory(title=f"Oproep {size}", slug=f"oproep-{size}")
    places = [
        PlaceFactory(parent=call, title=f"Werkplaats {name}", capacity_max=SEATS)
        for name in "ABC"
    ]
    form_page = FormPageFactory(parent=call, reference_prefix="RV")
    for number in range(size):
        place = places[number % len(places)]
        state, workplace = "declined", None
        if number < SEATS * len(places):
            state, workplace = "selected", place
        elif number < min(SEATS * len(places) + WAITING, size - 10):
            state, workplace = "waitlisted", place
        row = RegistrationFactory(
            page=form_page,
            in_review=True,
            reference=f"RV-{size}-{number:04d}",
            email=f"r{size}-{number}@huis.example",
            workplace_first=place,
        )
        start_review(registration=row)
        propose_decision(
            registration=row,
            state=state,
            workplace=workplace,
            reason="De groep had al drie huizen uit dezelfde streek.",
            proposed_by=chair,
        )
    return form_page


if __name__ == "__main__":
    sys.exit(main())
