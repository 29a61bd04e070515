"""The site to measure and the browser to measure it with."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.chromium import ARGUMENTS, find_chromium
from tests.e2e.live_site import LiveSite, run_live_site


@contextmanager
def measured_site(*, workers: int = 1) -> Iterator[LiveSite]:
    """Yield the demo as production serves it, on a free port."""
    with (
        tempfile.TemporaryDirectory() as folder,
        run_live_site(Path(folder), workers=workers) as site,
    ):
        yield site


@contextmanager
def measuring_browser() -> Iterator[Browser]:
    """Yield Chromium, or stop with how to install it."""
    if not find_chromium():
        sys.exit("This needs Chromium: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        yield browser
        browser.close()


def say(line: str = "") -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
