"""A database with the demo, an open call and the bare text page, for one run."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CALL = "/werkplaatsen-2026/"
TEXT = "/kale-pagina/"
WORDS = "<p>Een plek is pas van ons <b>als we ze delen</b>: met wie er woont.</p>"


@contextmanager
def prepare() -> Iterator[None]:
    """Set Django up on a database of its own, gone afterwards.

    SQLite in a temporary folder; DATABASE_URL names another, empty one.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        os.environ["VAR_DIR"] = folder
        os.environ["BENCHMARK_PATH"] = CALL
        # WhiteNoise warns where there is none.
        (Path(folder) / "static").mkdir()
        # What a shell has for its own work is not what is measured here.
        os.environ.setdefault(
            "DATABASE_URL", f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        )
        import django  # the settings come first

        django.setup()
        _fill()
        yield


def _fill() -> None:
    from django.core.management import call_command  # the settings come first
    from wagtail.models import Page  # the settings come first

    from workplaces.models import CallPage  # the settings come first

    from .models import TextPage  # the settings come first

    say("Preparing a site with the demo …")
    call_command("migrate", verbosity=0)
    call_command("setup_site", demo=True, stdout=sys.stderr)
    call = CallPage.objects.get(slug="werkplaatsen-2026")
    call.phase_override = "open"
    call.save()
    home = Page.objects.get(pk=call.get_parent().pk)
    text = TextPage(title="Kale pagina", slug="kale-pagina", body=WORDS * 3)
    home.add_child(instance=text)


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
