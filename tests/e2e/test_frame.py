"""The form on the website of a partner: two hosts, and browsers that trust nobody.

The site runs on 127.0.0.1, the partner on localhost: to a browser these are two
websites, so the form is a third party there.
"""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, expect

from .barriers import OPTIONS, RUN
from .demo_site import DemoSite
from .pages import FORM, Applicant, fill_in
from .partner import run_browser, run_partner, write_lines

pytestmark = pytest.mark.looks

PHONE = {"width": 390, "height": 844}
SET_ORIGINS = """
from registrations.models import RegistrationFormPage

for page in RegistrationFormPage.objects.all():
    page.embedding_origins = {origins!r}
    page.save_revision().publish()
"""
CHECK = "Kijk je antwoorden na"
SEND = "Inschrijving versturen"


@pytest.fixture(scope="module")
def partner(demo_site: DemoSite) -> Iterator[str]:
    """The website of a partner whom the form names: the lines, and the first alone."""
    address = f"{demo_site.url}{FORM}insluiten/"
    pages = {"form": write_lines(address), "bare": write_lines(address, script=False)}
    with run_partner(**pages) as url:
        origin = url.rstrip("/")
        demo_site.manage("shell", "-v0", "-c", SET_ORIGINS.format(origins=origin))
        yield url


def get_form(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def listen(page: Page) -> list[str]:
    """Return what the console of this page and of its frame will say."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def is_refusal(message: ConsoleMessage) -> bool:
    """Whether the browser says that a page may not stand in this frame."""
    return any(words in message.text for words in ("frame-ancestors", "in a frame"))


def register(page: Page, partner: str, applicant: Applicant) -> str:
    """Register in the frame, from the questions to the number; return the number."""
    page.goto(f"{partner}form")
    form = get_form(page)
    fill_in(form, applicant)
    form.get_by_role("button", name=CHECK).first.click()
    expect(form.get_by_role("heading", name=CHECK)).to_be_visible()
    expect(form.get_by_text(applicant.motivation)).to_be_visible()
    form.get_by_role("button", name=SEND).first.click()
    number = form.get_by_text(re.compile(r"CVM26-\d{4}")).first
    expect(number).to_be_visible(timeout=15_000)
    # All of it in the frame: the partner's page is where it was.
    assert page.url == f"{partner}form"
    return number.inner_text()


@pytest.mark.parametrize("blocked", ["third-party", "all"])
def test_registers_in_a_frame_without_cookies(
    blocked, chromium: Browser, partner, demo_site, tmp_path
):
    person = Applicant("Ilse", "Maes", f"ilse-{blocked}@partner.example")
    with run_browser(
        chromium.browser_type, tmp_path, blocked=blocked, viewport=PHONE
    ) as context:
        page = context.new_page()
        said = listen(page)
        number = register(page, partner, person)
        assert said == []
        assert context.cookies() == []
    (letter,) = demo_site.postbox.wait_for(person.email, 1)
    assert number in letter["Subject"] + letter.get_body(("plain",)).get_content()


def test_registers_in_a_frame_without_a_script(chromium: Browser, partner, demo_site):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    person = Applicant("Jan", "Smets", "jan@partner.example")
    register(context.new_page(), partner, person)
    demo_site.postbox.wait_for(person.email, 1)
    context.close()


def test_frame_follows_the_form_and_shows_where_a_step_begins(
    chromium: Browser, partner
):
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{partner}form")
    assert_fits(page)
    form = get_form(page)

    form.get_by_role("button", name=CHECK).first.click()

    summary = form.locator(".error-summary")
    expect(summary).to_be_focused()
    assert_fits(page)
    expect(summary).to_be_in_viewport()
    # From the summary to the field, also far below.
    link = form.get_by_role("link", name="Vertel kort waarom je wil deelnemen")
    link.click()
    field = form.get_by_label("Waarom wil je deelnemen?")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert find_barriers_in_frame(page) == []
    context.close()


def test_frame_without_the_script_of_the_partner_scrolls_by_itself(visitor, partner):
    visitor.goto(f"{partner}bare")
    send = get_form(visitor).get_by_role("button", name=CHECK).first
    expect(send).to_be_attached()
    assert visitor.locator("iframe").evaluate("frame => frame.offsetHeight") == 1000

    send.click()

    expect(get_form(visitor).locator(".error-summary")).to_be_in_viewport()


def test_browser_refuses_a_website_that_is_not_named(visitor, partner, demo_site):
    with run_partner(form=write_lines(f"{demo_site.url}{FORM}insluiten/")) as url:
        with visitor.expect_console_message(is_refusal):
            visitor.goto(f"{url}form")
        expect(get_form(visitor).locator("form")).to_have_count(0)


def test_other_pages_are_refused_to_the_partner_too(visitor, partner, demo_site):
    visitor.goto(f"{partner}form")
    expect(get_form(visitor).locator("form")).to_have_count(1)
    change = "(frame, url) => { frame.src = url }"

    with visitor.expect_console_message(is_refusal):
        visitor.locator("iframe").evaluate(change, demo_site.url + FORM)

    expect(get_form(visitor).locator("form")).to_have_count(0)


def assert_fits(page: Page) -> None:
    """Assert that the frame is as high as what stands in it."""
    expect(get_form(page).locator("main")).to_be_visible()
    inner = page.frames[1]
    inner.wait_for_load_state()
    height = "Math.ceil(document.body.getBoundingClientRect().height)"
    page.wait_for_timeout(200)
    outer = page.locator("iframe").evaluate("frame => frame.offsetHeight")
    assert outer == inner.evaluate(height)
    assert outer > 1000


def find_barriers_in_frame(page: Page) -> list[str]:
    inner = page.frames[1]
    if not inner.evaluate("'axe' in window"):
        inner.evaluate(AXE_SCRIPT)
    return inner.evaluate(RUN, OPTIONS)
