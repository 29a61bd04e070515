"""What the team's screens cost the server, with 200 registrations and with 20,000.

    .ci/with-postgres .venv/bin/python -m benchmarks.desk

Three reviews for each registration, a round that hides names and facts, ties, and a
reader who reads whatever comes beside one who was asked for some (benchmarks/
desk_scene.py). Each screen is asked through the whole stack in this process, by whoever
uses it; the database runs beside it, so the clock on the wall counts. Two databases, one
of each size, take turns, and the median of the rounds counts. No screen may take more
than 1.5 times as long.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from .desk_scene import grow, make_team
from .queries import note_queries
from .scene import prepare, say

FEW, MANY = 200, 20_000
ROUNDS = 15
MOST = 1.5
# The way on, as it stands on the desk.
NEXT = re.compile(r'data-desk-next\s+href="([^"]+)"')


def main() -> int:
    """Measure both sizes, tell, and return 1 when a screen grows too much."""
    with prepare():
        from django.db import connection  # the settings come first

        if connection.vendor != "postgresql":
            say("The target is for PostgreSQL: run this under .ci/with-postgres.")
            return 1
        team = make_team()
        grow(FEW, team)
        say(f"{FEW} registrations.")
        few = connection.settings_dict["NAME"]
        many = f"{few}_many"
        _copy_database(few, many)
        _use(many)
        grow(MANY, team)
        say(f"{MANY} registrations.")
        return _tell(_measure({few: FEW, many: MANY}, team))


def _copy_database(name: str, copy: str) -> None:
    import psycopg  # not needed before
    from django.db import connection  # the settings come first

    options = connection.get_connection_params()
    connection.close()
    names = {"host", "port", "user", "password"} & options.keys()
    options = {name: options[name] for name in names}
    with psycopg.connect(dbname="template1", autocommit=True, **options) as other:
        other.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def _use(name: str) -> None:
    """Go on with the database of this name."""
    from django.db import connection  # the settings come first

    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def _measure(
    sizes: dict[str, int], team: dict[str, Any]
) -> dict[int, dict[str, tuple[float, int]]]:
    """Return the median of each screen in seconds, and its queries, by size."""
    acts, times = {}, {}
    for name, size in sizes.items():
        _use(name)
        acts[size] = _make_acts(team)
        times[size] = {screen: [] for screen in acts[size]}
    for number in range(ROUNDS + 1):
        for name, size in sizes.items():
            _use(name)
            for screen, act in acts[size].items():
                start = time.perf_counter()
                act()
                # The first time fills what a process keeps in memory.
                if number:
                    times[size][screen].append(time.perf_counter() - start)
    took = {}
    for name, size in sizes.items():
        _use(name)
        took[size] = {
            screen: (statistics.median(times[size][screen]), len(note_queries(act)))
            for screen, act in acts[size].items()
        }
    return took


def _make_acts(team: dict[str, Any]) -> dict[str, Callable[[], None]]:
    """Return what is asked, by the name under which it is told."""
    from django.urls import reverse  # the settings come first

    from registrations.models import Region  # the settings come first

    listing, home = reverse("registrations:list"), reverse("wagtailadmin_home")
    region = Region.objects.first().pk
    free, asked = team["reads0"], team["reads1"]
    acts = {
        "list": (free, listing),
        "list, not read by me": (free, f"{listing}?reading=unread"),
        "list, a region": (team["leads"], f"{listing}?region={region}"),
        "list, a score": (team["decides"], f"{listing}?score_min=2&score_max=3"),
        "list, by score": (free, f"{listing}?ordering=-score_mean"),
        "list, by name": (team["leads"], f"{listing}?ordering=last_name"),
        "list, a search": (free, f"{listing}?q=BM-00001"),
        "list of who leads": (team["leads"], listing),
        "list of who decides": (team["decides"], listing),
        "dashboard": (free, home),
        "dashboard, assigned": (asked, home),
        "dashboard of who decides": (team["decides"], home),
    }
    made: dict[str, Callable[[], None]] = {
        name: _ask(user, path) for name, (user, path) in acts.items()
    }
    made["desk"] = _ask_desk(free)
    made["desk, assigned"] = _ask_desk(asked)
    made["desk of who decides"] = _ask_desk(team["decides"])
    made["save and next"] = _save_and_next(free)
    return made


def _get_client(user: Any) -> Any:
    from django.test import Client  # the settings come first

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def _ask(user: Any, path: str) -> Callable[[], None]:
    client = _get_client(user)

    def act() -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}.")

    return act


def _ask_desk(user: Any) -> Callable[[], None]:
    """The desk, from one registration to the next."""
    from django.urls import reverse  # the settings come first

    from registrations.services.queue import get_next  # the settings come first

    client = _get_client(user)
    path = [reverse("registrations:edit", args=[get_next(user=user).pk])]

    def act() -> None:
        response = client.get(path[0])
        found = NEXT.search(response.content.decode())
        if found is None:
            raise RuntimeError(f"{path[0]} answered {response.status_code}.")
        path[0] = found[1]

    return act


def _save_and_next(user: Any) -> Callable[[], None]:
    """One registration read and scored: a save, and the page of the next one."""
    from django.urls import reverse  # the settings come first

    from registrations.services.queue import get_overview  # the settings come first

    client = _get_client(user)
    first = get_overview(user=user).to_read
    path = [reverse("registrations:edit", args=[first.pk])]
    answers = {f"score_{row.key}": "2" for row in first.page.call.criteria.all()}
    answers |= {"advice": "yes", "note": "Sterk.", "and_next": "1"}

    def act() -> None:
        response = client.post(f"{path[0]}review/", answers, follow=True)
        if not response.redirect_chain:
            raise RuntimeError(f"{path[0]} answered {response.status_code}.")
        path[0] = response.redirect_chain[-1][0]

    return act


def _tell(took: dict[int, dict[str, tuple[float, int]]]) -> int:
    missed = 0
    say(f"{'':<26}{FEW:>12}{MANY:>12}{'ratio':>8}   queries")
    for name, (few, queries) in took[FEW].items():
        many, more_queries = took[MANY][name]
        ratio = many / few
        is_missed = ratio > MOST
        missed += is_missed
        say(
            f"{name:<26}{few * 1000:>9.0f} ms{many * 1000:>9.0f} ms{ratio:>8.2f}"
            f"   {queries} and {more_queries}{'   !' * is_missed}"
        )
    say(f"Target: at most {MOST}; missed: {missed}.")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
