"""On paper: the call is two pages, a workplace one, and the form stays on the screen."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .chromium import ARGUMENTS, find_whole_chromium
from .live_site import LiveSite
from .pages import CALL, WORKPLACES

pytestmark = pytest.mark.looks


@pytest.fixture(scope="module")
def printer(chromium: Browser):
    """The browser as people print with it: its shell breaks pages otherwise."""
    browser = chromium.browser_type.launch(
        executable_path=find_whole_chromium(), args=ARGUMENTS
    )
    yield browser
    browser.close()


@pytest.fixture
def page(printer: Browser):
    context = printer.new_context()
    yield context.new_page()
    context.close()


def count_sheets(page: Page, *, background: bool) -> int:
    """Return how many pages of A4 the page takes, as its own style sheet asks."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=background)
    return len(re.findall(rb"/Type /Page\b", pdf))


SHEETS = [(CALL, 2), *((path, 1) for path in WORKPLACES)]


@pytest.mark.parametrize("background", [False, True])
@pytest.mark.parametrize(("path", "sheets"), SHEETS)
def test_page_fits_on_its_sheets(live_site: LiveSite, page, path, sheets, background):
    page.goto(live_site.url + path)

    assert count_sheets(page, background=background) == sheets


@pytest.mark.parametrize(("path", "sheets"), SHEETS)
def test_page_fits_on_its_sheets_before_the_font_is_there(
    live_site: LiveSite, page, path, sheets
):
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(live_site.url + path)

    assert count_sheets(page, background=False) == sheets


def test_paper_has_address_and_dates_and_no_form(live_site: LiveSite, page):
    page.goto(live_site.url + CALL)
    address = page.locator(".on-paper")
    expect(address).to_be_hidden()
    page.emulate_media(media="print")

    expect(address).to_be_visible()
    expect(address).to_have_text(live_site.url + CALL)
    for words in ("donderdag 19", "donderdag 4", "donderdag 15"):
        weekday, number = words.split()
        stop = page.locator(".line__date", has_text=weekday).filter(
            has=page.get_by_text(number, exact=True)
        )
        expect(stop).to_be_visible()
    expect(
        page.get_by_role("link", name="werkplaatsen@example.org").first
    ).to_be_visible()
    expect(page.locator("form.form")).to_be_hidden()
    expect(page.get_by_role("navigation").first).to_be_hidden()


def test_paper_is_white_by_night_too(live_site: LiveSite, page):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(live_site.url + CALL)

    colours = page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])"
        "(getComputedStyle(document.body))"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
