"""The site as production serves it, with pages in every state.

For the tests of what a visitor gets, and for benchmarks/. Gunicorn, WhiteNoise, the
page cache; only HTTPS is missing (live_settings.py).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .demo_site import (
    PATIENCE_IN_SECONDS,
    ROOT,
    DemoSite,
    get_free_port,
    prepare,
    wait_until_up,
)

DAY = "/inspiratiedagen/de-gedeelde-sleutel/"
# Every page type and state by name; stage.py adds those that the demo does not show.
PAGES = {
    "home": "/",
    "call": "/werkplaatsen-2026/",
    "workplace 1": "/werkplaatsen-2026/participatie/",
    "workplace 2": "/werkplaatsen-2026/gedeeld-ruimtegebruik/",
    "workplace 3": "/werkplaatsen-2026/visie-op-bovenlokale-cultuurinfrastructuur/",
    "form": "/werkplaatsen-2026/inschrijven/",
    "form, chosen": "/werkplaatsen-2026/inschrijven/?werkplaats=participatie",
    "days": "/inspiratiedagen/",
    "day": DAY,
    "day, form": f"{DAY}inschrijven/",
    "privacy": "/privacy/",
    "accessibility": "/toegankelijkheid/",
    "search": "/zoeken/",
    "search with results": "/zoeken/?q=participatie",
    "search without results": "/zoeken/?q=xylofoonkwartet",
    "not found": "/bestaat-niet/",
    "error": "/stuk/",
}
STATUS = {"not found": 404, "error": 500}


class LiveSite(DemoSite):
    """A running site, with the paths of its pages by name."""

    paths: dict[str, str]


@contextmanager
def run_live_site(
    folder: Path,
    *,
    database: Path | None = None,
    workers: int = 1,
    port: int = 0,
    with_admin: bool = False,
) -> Iterator[LiveSite]:
    """Set up and serve a site as production does; stop it at the end.

    Args:
        folder: an empty folder for what the site writes.
        database: an SQLite file with the demo to start from; made when absent.
        workers: processes of gunicorn.
        port: a fixed port, or 0 for a free one.
        with_admin: with the files of the admin, which take half a minute to compress.
    """
    port = port or get_free_port()
    url = f"http://127.0.0.1:{port}"
    site = LiveSite(
        url=url,
        environment={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.e2e.live_settings",
            "SECRET_KEY": "for-measuring-only-on-this-machine-and-nowhere-else-at-all",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": url,
            "DATABASE_URL": f"sqlite:///{folder}/live.sqlite3",
            "VAR_DIR": str(folder),
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "DEFAULT_FROM_EMAIL": "noreply@cultuurplekken.example",
        },
    )
    if database:
        shutil.copy(database, folder / "live.sqlite3")
    else:
        # Only the settings of development know the password of the demo's team.
        dev = {"DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev"}
        prepare(DemoSite(url=url, environment=site.environment | dev))
    # Wagtail's site takes its address from SITE_URL.
    site.manage("setup_site")
    left_out = [] if with_admin else ["--ignore", "wagtail*"]
    site.manage("collectstatic", "--no-input", "-v0", *left_out)
    site.paths = PAGES | json.loads(run_python(site, "-m", "tests.e2e.stage"))
    log = folder / "live.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "cultuurplekken.wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
                *("--threads", "4", "--no-control-socket"),
            ],
            cwd=ROOT,
            env=site.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_up(url, process, log)
            yield site
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_IN_SECONDS)


def run_python(site: DemoSite, *arguments: str) -> str:
    """Run Python in the environment of a site; return what it prints."""
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)
    return result.stdout
