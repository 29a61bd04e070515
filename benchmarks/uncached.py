"""What a call page costs when nothing of it is kept: queries, and processor time.

    python -m benchmarks.uncached

Against a bare Wagtail text page (benchmarks/models.py) in the same process, through
the same middleware and Wagtail's own routing. Rounds take turns; the median of the
processor time (time.process_time) counts. Twice: with 3 workplaces and with 30.

"Usual" finds the menu, the settings and the empty form in memory. "First" is the first
page of a process after a publish, once for each publish: all of it is written anew.
"""

import statistics
import sys
import time
from collections.abc import Callable

from .queries import note_queries
from .scene import CALL, TEXT, prepare, say

ROUNDS = 15
REQUESTS = 4
MOST_QUERIES = 12
MOST_CPU = 2.0


def main() -> int:
    """Measure, tell, and return 1 when a target is missed."""
    missed = 0
    with prepare():
        for count in (3, 30):
            _grow(count)
            missed += _compare(count)
    return int(missed > 0)


def _grow(count: int) -> None:
    """Give the call as many workplaces as asked."""
    from workplaces.models import CallPage, WorkplacePage  # the settings come first

    call = CallPage.objects.get(slug=CALL.strip("/"))
    pattern = call.get_workplaces().first()
    for number in range(call.get_workplaces().count(), count):
        call.add_child(
            instance=WorkplacePage(
                title=f"{pattern.title} {number}",
                slug=f"werkplaats-{number}",
                lead=pattern.lead,
                lead_invitation=pattern.lead_invitation,
                accent=pattern.accent,
            )
        )


def _compare(count: int) -> int:
    from django.test import Client  # the settings come first

    from home.page_cache import empty_page_cache  # the settings come first

    client = Client(headers={"host": "127.0.0.1"})

    def ask(path: str) -> None:
        # A query string keeps the page itself out of the cache.
        response = client.get(path + "?vers")
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}.")

    # What is asked, and what happens before each time, outside the measurement.
    asked: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "bare text page": (lambda: ask(TEXT), lambda: None),
        "call, usual": (lambda: ask(CALL), lambda: None),
        "call, first": (lambda: ask(CALL), empty_page_cache),
    }
    for act, before in asked.values():
        before()
        act()
        act()
    queries: dict[str, int] = {}
    for name, (act, before) in asked.items():
        before()
        queries[name] = len(note_queries(act))
    times: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(ROUNDS):
        for name in list(asked)[:: 1 if number % 2 else -1]:
            act, before = asked[name]
            # Whoever came before may have left nothing in memory.
            act()
            took = 0.0
            for _ in range(REQUESTS):
                before()
                start = time.process_time()
                act()
                took += time.process_time() - start
            times[name].append(took / REQUESTS)
    say(f"\n{count} workplaces")
    bare = statistics.median(times["bare text page"])
    for name in asked:
        took = statistics.median(times[name])
        say(
            f"  {name:<15} {queries[name]:3d} queries {took * 1000:7.1f} ms "
            f"{took / bare:6.2f} × bare"
        )
    usual = statistics.median(times["call, usual"]) / bare
    return int(queries["call, usual"] > MOST_QUERIES) + int(usual > MOST_CPU)


if __name__ == "__main__":
    sys.exit(main())
