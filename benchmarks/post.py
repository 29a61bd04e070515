"""Mail at full size, in bad weather and in bulk: `python -m benchmarks.post`.

On SQLite, or on the PostgreSQL server that `DATABASE_URL` names
(`.ci/with-postgres python -m benchmarks.post`). Stops with an error when a letter is
lost, arrives twice, or overtakes another to the same person. A word behind it runs one
part only: storm, away, queue, send.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.demo_site import temporary_database

from .site import say

LETTERS, WORKERS = 1000, 3
MANY, FEW = 10_000, 100
MOST_SECONDS = 60
PATIENCE = 280


def storm(folder: Path, url: str) -> None:
    """A thousand letters, three workers, one of them killed each second."""
    from tests.registrations.storm import Weather  # the settings come first

    seed = random.randrange(10_000)  # noqa: S311 (no secret)
    say(f"{LETTERS} letters, {WORKERS} workers, one killed each second (seed {seed})")
    _weather_it(folder, url, Weather(rate=100), seed, kill_every=1)


def away(folder: Path, url: str) -> None:
    """A thousand letters, and the database goes away in their midst, twice."""
    from django.db import connection  # the settings come first

    from tests.registrations.own_database import (  # the settings come first
        copy_to_server_of_its_own,
    )
    from tests.registrations.storm import Weather  # the settings come first

    seed = random.randrange(10_000)  # noqa: S311 (no secret)
    how = "stopped and started" if connection.vendor == "postgresql" else "locked"
    say(f"{LETTERS} letters, {WORKERS} workers, the database {how} twice (seed {seed})")
    with copy_to_server_of_its_own(folder / "away") as database:

        def interrupt() -> None:
            for _ in range(2):
                time.sleep(4)
                database.interrupt()

        weather = Weather(rate=100, greylists=False)
        _weather_it(folder, database.url, weather, seed, meanwhile=interrupt)


def _weather_it(
    folder: Path,
    url: str,
    weather: Any,
    seed: int,
    *,
    kill_every: float = 0,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    from registrations.models import Message  # the settings come first
    from tests.registrations.storm import (  # the settings come first
        count_killed,
        run_nest,
        serve,
        settle_account,
        wait_until_done,
        write_letters,
    )

    Message.objects.all().delete()
    write_letters(_make_registration(), LETTERS, seed=seed)
    log = folder / "nest.log"
    with serve(weather, seed=seed) as (server, port):
        with run_nest(url, port, log, workers=WORKERS, kill_every=kill_every) as nest:
            beside = threading.Thread(target=meanwhile)
            beside.start()
            seconds = wait_until_done(nest, log, patience=PATIENCE)
            beside.join()
        account = settle_account(server)
    killed = count_killed(log)
    say(f"  {seconds:.0f} s, {killed} × kill -9, {server.drops} × line dropped")
    say(f"  the server asked to come back: {dict(server.replies)}")
    say(
        f"  arrived once: {account.sent}, refused: {account.refused}, "
        f"for a person (the one window): {account.uncertain}"
    )
    check(not account.wrong, "; ".join(account.wrong[:5]))
    check(account.uncertain <= server.drops + killed, "more uncertain than dropped")


def queue(folder: Path, url: str) -> None:
    """Ten thousand letters of a release: written as drafts, and sent together."""
    few, many = (_queue_so_many(count) for count in (FEW, MANY))
    # The first of all looks a few things up that stay known.
    check(many <= few, "a letter costs more queries the more there are")


def _queue_so_many(count: int) -> float:
    """Write and send so many; return how many queries one letter took to write."""
    registrations = _make_registrations(count)
    seconds, queries = _measure(lambda: _write_drafts(registrations))
    say(f"{count} letters written: {seconds:.1f} s, {queries / count:.2f} queries each")
    check(seconds <= MOST_SECONDS, "too slow")
    each = queries / count
    seconds, queries = _measure(lambda: _send_all(registrations[0].page))
    say(f"{count} drafts sent on their way: {seconds:.1f} s, {queries} queries")
    return each


def send(folder: Path, url: str) -> None:
    """How many letters a worker hands over when nobody keeps it waiting."""
    from django.conf import settings  # the settings come first

    from registrations.models import Message  # the settings come first
    from registrations.services.delivery import send_due  # the settings come first
    from tests.registrations.storm import write_letters  # the settings come first

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.EMAIL_RATE = ""
    for count in (LETTERS, MANY):
        Message.objects.all().delete()
        write_letters(_make_registration(), count, seed=1)
        seconds, queries = _measure(send_due)
        say(
            f"{count} letters to nowhere, one worker: {count / seconds:.0f} a second, "
            f"{queries / count:.1f} queries each"
        )


def _make_registration() -> Any:
    from tests.factories.registrations import (  # the settings come first
        FormPageFactory,
        RegistrationFactory,
    )

    return RegistrationFactory(page=FormPageFactory(), draft=True)


def _make_registrations(count: int) -> list[Any]:
    """Make so many people on a form of their own, each chosen for a workplace."""
    from django.utils import timezone  # the settings come first

    from registrations.models import Registration  # the settings come first
    from tests.factories.registrations import (  # the settings come first
        FormPageFactory,
        RegistrationFactory,
        get_places,
    )

    page = FormPageFactory()
    RegistrationFactory(page=page, draft=True)
    place = get_places(page)[0]
    now = timezone.now()
    Registration.objects.bulk_create(
        [
            Registration(
                page=page,
                reference=f"B{page.pk}-{number:05d}",
                submit_time=now,
                state="selected",
                first_name="Noor",
                last_name=f"Nummer {number}",
                email=f"mens{number}@post.example",
                motivation="Omdat we samen verder willen. " * 8,
                workplace_first=place,
                placed_in=place,
                answer_by=now,
            )
            for number in range(count)
        ],
        batch_size=500,
    )
    rows = Registration.objects.filter(page=page, state="selected")
    registrations = list(rows.select_related("workplace_first", "placed_in"))
    for registration in registrations:
        # One page for all, as a release has it (`decision/releasing.py`).
        registration.page = page
    return registrations


def _write_drafts(registrations: list[Any]) -> None:
    from django.db import transaction  # the settings come first

    from registrations.enums import MessageKind  # the settings come first
    from registrations.services.message import queue_message  # the settings come first

    with transaction.atomic():
        for registration in registrations:
            queue_message(
                registration=registration, kind=MessageKind.SELECTED, as_draft=True
            )


def _send_all(page: Any) -> None:
    from django.contrib.auth import get_user_model  # the settings come first

    from registrations.services.message import (  # the settings come first
        get_call_drafts,
        send_call_drafts,
    )

    boss, _is_new = get_user_model().objects.get_or_create(
        username="post", defaults={"is_superuser": True}
    )
    parent = page.get_parent()
    calls = get_call_drafts(user=boss)
    call = next(one for one in calls if one.page.pk == parent.pk)
    send_call_drafts(page=parent, seen_version=call.version, user=boss)


def _measure(do: Callable[[], Any]) -> tuple[float, int]:
    """Return the seconds that it took, and the number of its queries."""
    from django.db import connection  # the settings come first

    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    started = time.monotonic()
    with connection.execute_wrapper(count):
        do()
    return time.monotonic() - started, queries


@contextmanager
def prepared(folder: Path) -> Iterator[str]:
    """Yield the URL of a database with an empty site, which Django uses."""
    with temporary_database(folder) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev",
            "VAR_DIR": str(folder),
        }
        import django  # the settings come first
        from django.conf import settings  # the settings come first
        from django.core.management import call_command  # the settings come first

        django.setup()
        settings.DEBUG = False  # it would keep every query
        call_command("migrate", "--no-input", "--verbosity", "0")
        call_command("setup_site", "--verbosity", "0")
        yield url
        from django.db import connections  # the settings come first

        connections.close_all()


def check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"NOT TRUE: {what}")


PARTS = {"queue": queue, "send": send, "storm": storm, "away": away}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "away").mkdir()
        with prepared(folder) as url:
            for part in chosen:
                PARTS[part](folder, url)


if __name__ == "__main__":
    main()
