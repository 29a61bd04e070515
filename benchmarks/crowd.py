"""Two hundred people at once, and servers killed: `python -m benchmarks.crowd`.

On SQLite, or on the PostgreSQL server that `DATABASE_URL` names
(`.ci/with-postgres python -m benchmarks.crowd`). Stops with an error when a seat is
given twice, somebody gets no answer, or something confirmed is not there.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.e2e.crowd import CrowdSite, murderous, run_crowd_site, send_all

from .site import say

PEOPLE, SEATS, SUBMISSIONS = 200, 20, 500


def ask_all_at_once(crowd: CrowdSite) -> None:
    """Two hundred people send the form at the same moment; there are twenty seats."""
    crowd.open_form(capacity=SEATS)
    started = time.monotonic()
    answered = send_all(crowd, people=PEOPLE, at_once=PEOPLE)
    spent = time.monotonic() - started
    stored = crowd.count()
    states = Counter(state for _, _, state, _ in stored)
    say(
        f"{PEOPLE} at once for {SEATS} seats, {len(crowd.ports)} servers: {spent:.1f} s"
    )
    say(f"  answers: {dict(Counter(person.status for person in answered))}")
    say(f"  states: {dict(states)}")
    check(states == {"confirmed": SEATS, "waitlisted": PEOPLE - SEATS}, "states")
    compare(answered, stored)


def kill_meanwhile(crowd: CrowdSite) -> None:
    """Five hundred submissions, while the servers are killed at random moments."""
    crowd.open_form(capacity=10_000)
    seed = random.randrange(10_000)  # noqa: S311 (no secret)
    with murderous(crowd, seed=seed) as moments:
        answered = send_all(crowd, people=SUBMISSIONS, at_once=8, again=True)
    again = sum(person.tries > 1 for person in answered)
    say(f"{SUBMISSIONS} submissions, {len(moments)} × kill -9 (seed {seed})")
    say(f"  sent more than once: {again}")
    compare(answered, crowd.count())


def compare(answered: list, stored: list) -> None:
    """Check that what people were told is what is stored, once, with its letter."""
    told = {(person.email, person.reference) for person in answered}
    kept = {(email, number) for email, number, _, _ in stored}
    if told != kept:
        say(f"  answers: {dict(Counter(person.status for person in answered))}")
        say(f"  told, and not stored: {sorted(told - kept)[:5]}")
        say(f"  stored, and not told: {sorted(kept - told)[:5]}")
    check(told == kept, "numbers")
    check(len(stored) == len(answered), "rows")
    check({letters for *_, letters in stored} == {1}, "letters")
    say("  stored: each of them once, with one letter")


def check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"NOT TRUE: {what}")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        run_crowd_site(Path(folder)) as crowd,
    ):
        ask_all_at_once(crowd)
        kill_meanwhile(crowd)


if __name__ == "__main__":
    main()
