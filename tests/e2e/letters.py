"""Every letter as it looks on a telephone: `python -m tests.e2e.letters`.

As the preview of *Mailsjablonen* shows it, with invented data, into docs/letters/.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from registrations.enums import MessageKind

from .chromium import ARGUMENTS, find_chromium
from .demo_site import ROOT, DemoSite, run_demo_site
from .team import logged_in

FOLDER = ROOT / "docs" / "letters"
WIDTH = 390
COLOURS = 48
DARK = (MessageKind.SELECTED, MessageKind.RECEIPT, MessageKind.DECLINED)
OVERVIEW = (
    MessageKind.RECEIPT,
    MessageKind.SELECTED,
    MessageKind.DECLINED,
    MessageKind.CONFIRMED,
)
GAP = 24


def get_preview_path(kind: MessageKind) -> str:
    return f"/admin/letters/{kind.value}/preview/"


def take_letters(browser: Browser, site: DemoSite) -> None:
    """Write a picture of each letter, of some of them in the dark, and of four at once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pictures = {}
    with logged_in(browser, site, "beslisser") as member:
        page = member.page
        page.set_viewport_size({"width": WIDTH, "height": 844})
        for scheme, kinds in (("light", tuple(MessageKind)), ("dark", DARK)):
            page.emulate_media(color_scheme=scheme)
            for kind in kinds:
                member.go(get_preview_path(kind))
                picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
                end = "" if scheme == "light" else "-dark"
                pictures[f"{kind.value}{end}"] = picture.convert("RGB")
    for name, picture in pictures.items():
        write(picture, name)
    write(join([pictures[kind.value] for kind in OVERVIEW]), "overview")


def join(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures side by side, as high as the first screens of a telephone."""
    height = min(900, max(picture.height for picture in pictures))
    width = len(pictures) * (WIDTH + GAP) - GAP
    joined = Image.new("RGB", (width, height), "#ffffff")
    for number, picture in enumerate(pictures):
        shown = picture.crop((0, 0, WIDTH, min(height, picture.height)))
        joined.paste(shown, (number * (WIDTH + GAP), 0))
    return joined


def write(picture: Image.Image, name: str) -> None:
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


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
        take_letters(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
