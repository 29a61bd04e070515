"""A reader at work: by the keyboard alone, in as few steps as were promised."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from .demo_site import DemoSite
from .keyboard import FIND_STOPS, LOOK, Focus
from .team import PASSWORD, logged_in

pytestmark = pytest.mark.looks
READER = "lezer1"
FAR = 150
# The browser has scrolled to where the focus is.
IN_WINDOW = """() => {
  const {top, bottom} = document.activeElement.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}"""


@pytest.fixture
def reading(demo_site: DemoSite) -> DemoSite:
    """The demo while its round is being read, whoever used it before."""
    demo_site.manage(
        "shell",
        "--command",
        "from registrations.models import ReviewRound;"
        "ReviewRound.objects.update(phase='reading')",
    )
    return demo_site


@pytest.fixture
def keyboard(chromium: Browser) -> Iterator[Page]:
    """A browser without a mouse, on a laptop."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800},
        locale="nl-BE",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def tab_to(page: Page, selector: str) -> list[str]:
    """Press Tab until what fits has the focus; return what is wrong with its mark."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            page.evaluate(FIND_STOPS)
            page.wait_for_function(IN_WINDOW)
            return Focus(**page.evaluate(LOOK)).faults
    raise AssertionError(f"No Tab leads to {selector} on {page.url}.")


def log_in(page: Page, site: DemoSite) -> None:
    page.goto(f"{site.url}/admin/login/")
    tab_to(page, "#id_username")
    page.keyboard.type(READER)
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/admin/")


def read_reference(page: Page) -> str:
    return page.locator("h1, h2").filter(has_text="CVM26-").first.inner_text().strip()


def test_whole_review_is_done_with_the_keyboard_alone(
    keyboard: Page, reading: DemoSite
):
    page, asked = keyboard, []

    def note(request: Request) -> None:
        if request.is_navigation_request():
            asked.append(request.method)

    log_in(page, reading)
    # From the dashboard one press leads to the first registration.
    page.on("request", note)
    faults = tab_to(page, ".queue-panel a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/*/**")
    assert asked == ["GET"]

    # With the keys of the desk.
    first = read_reference(page)
    asked.clear()
    page.keyboard.press("Alt+s")
    criteria = page.locator("[data-desk-score]").count()
    assert criteria == 3
    for number in range(criteria):
        if number:
            faults += tab_to(page, "[data-desk-score] input")
        page.keyboard.press(str(number + 1))
    assert page.locator("[data-desk-score] input:checked").evaluate_all(
        "(boxes) => boxes.map((box) => box.value)"
    ) == ["1", "2", "3"]
    faults += tab_to(page, "input[name=advice]")
    page.keyboard.press("Space")
    faults += tab_to(page, "textarea[name=note]")
    page.keyboard.type("Een vraag waar de hele groep iets aan heeft.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    # One save, which brings the next one: that was all.
    assert asked == ["POST", "GET"]
    expect(page.locator(".messages")).to_contain_text(first)
    second = read_reference(page)
    assert second != first
    page.keyboard.press("Alt+p")
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    page.keyboard.press("Alt+n")
    expect(page.get_by_role("heading", name=second)).to_be_visible()

    # Without them: with Tab, space, the arrows and Enter only.
    faults += tab_to(page, "[data-desk-keys] summary")
    page.keyboard.press("Enter")
    faults += tab_to(page, "[data-desk-keys-off]")
    page.keyboard.press("Space")
    page.keyboard.press("Alt+p")
    expect(page.get_by_role("heading", name=second)).to_be_visible()
    faults += tab_to(page, ".desk__marking summary")
    page.keyboard.press("Enter")
    faults += tab_to(page, "input[name=marks]")
    page.keyboard.press("Space")
    expect(page.locator("span.desk__mark")).to_be_visible()
    for _ in range(criteria):
        faults += tab_to(page, "[data-desk-score] input")
        page.keyboard.press("ArrowRight")
    faults += tab_to(page, "input[name=advice]")
    page.keyboard.press("ArrowRight")
    faults += tab_to(page, "textarea[name=note]")
    page.keyboard.type("Past bij de vraag van de werkplaats.")
    faults += tab_to(page, "#review-form button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text(second)
    assert "\n".join(faults) == ""


def test_reader_on_a_telephone_meets_the_form_right_after_the_motivations(
    chromium: Browser, reading: DemoSite
):
    with logged_in(chromium, reading, "lezer3") as member:
        page = member.page
        page.set_viewport_size({"width": 390, "height": 844})
        page.locator(".queue-panel a.button").click()
        promise = page.get_by_role("button", name="Ik beloof dit en lees verder")
        form = page.locator("#review-form")
        expect(form.or_(promise).first).to_be_visible()
        if promise.is_visible():
            promise.click()
        expect(form).to_be_visible()
        tops = page.evaluate(
            """() => [".desk__motivations", "#review-form", "#what-happened"].map(
              (one) => document.querySelector(one).getBoundingClientRect().top)"""
        )
        assert tops == sorted(tops)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == 390
