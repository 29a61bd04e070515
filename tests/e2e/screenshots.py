"""Takes the pictures of the README: `make screenshots`.

On a demo site of its own, in Debian's Chromium, into docs/; each letter as well.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from .chromium import ARGUMENTS, find_chromium
from .demo_site import ROOT, run_demo_site
from .letters import take_letters
from .pages import CALL
from .team import logged_in, plan_bulk

DOCS = ROOT / "docs"
COLOURS = 128


def take(page: Page, name: str) -> None:
    """Write what the page shows to docs/, with few colours so that it stays small."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    DOCS.mkdir(exist_ok=True)
    picture.quantize(COLOURS).save(DOCS / f"{name}.png", optimize=True)


def main() -> None:
    if not find_chromium():
        sys.exit("This needs Chromium: apt-get install chromium.")
    with (
        tempfile.TemporaryDirectory() as folder,
        run_demo_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(site.url + CALL)
        take(page, "call")
        with logged_in(browser, site, "lezer1") as member:
            member.page.set_viewport_size({"width": 1280, "height": 800})
            member.page.locator(".queue-panel a.button").click()
            take(member.page, "desk")
        with logged_in(browser, site, "leider") as member:
            member.page.set_viewport_size({"width": 1280, "height": 800})
            member.go("/admin/registrations/")
            take(member.page, "list")
            plan_bulk(member, "ask")
            take(member.page, "bulk")
        take_letters(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
