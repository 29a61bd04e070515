"""The keyboard alone: it reaches and operates everything, and one sees where it is."""

import re

import pytest
from playwright.sync_api import Page, expect

from .keyboard import find_stops, press_tab
from .pages import CALL, FORM

pytestmark = pytest.mark.looks
TEXT = "Samen met de buren een oude school openen."
ANSWERS = {"email": "tine@voorbeeld.example", "municipality": "De Pinte"}
# What has the focus: its kind, its name without the prefix, the group it is in.
DESCRIBE = """() => {
  const {localName, type, name, checked} = document.activeElement;
  return [type ?? localName, (name ?? "").replace(/^.*?-/, ""), Boolean(checked)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/", CALL, FORM])
def test_tab_reaches_everything_in_order_and_shows_where(
    path, width, scheme, visitor, live_site
):
    visitor.set_viewport_size({"width": width, "height": 800})
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.goto(live_site.url + path)
    names = find_stops(visitor)

    walk = [press_tab(visitor) for _ in names]

    assert [focus.stop for focus in walk] == list(range(len(names))), names
    assert [fault for focus in walk for fault in focus.faults] == []
    # The first is the skip link, which stands above everything.
    assert [
        f"{focus.name} stands before {after.name}"
        for focus, after in zip(walk[1:], walk[2:], strict=False)
        if not focus.comes_before(after)
    ] == []


@pytest.mark.parametrize("path", ["/", CALL, FORM])
def test_skip_link_leads_to_the_content(path, visitor, live_site):
    visitor.goto(live_site.url + path)
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("main")).to_be_focused()
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.closest('main') !== null")


def test_form_is_filled_in_mended_and_sent(visitor, live_site):
    visitor.goto(live_site.url + FORM)
    walk_to_button(visitor)
    with visitor.expect_navigation():
        visitor.keyboard.press("Enter")

    # The summary has the focus, or is the next place: its first link leads to a field.
    mistakes = visitor.locator(".error-summary a")
    expect(mistakes.first).to_be_visible()
    visitor.keyboard.press("Tab")
    expect(mistakes.first).to_be_focused()
    visitor.keyboard.press("Enter")
    assert visitor.evaluate(DESCRIBE)[:2] == ["text", "first_name"]

    fill_in_by_keyboard(visitor)
    with visitor.expect_navigation():
        visitor.keyboard.press("Enter")
    # All answers once more, each with a button of its own; the last but one sends.
    send = visitor.get_by_role("button", name="Inschrijving versturen")
    for _ in range(60):
        visitor.keyboard.press("Tab")
        if send.evaluate("button => button === document.activeElement"):
            break
    with visitor.expect_navigation():
        visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/bedankt/"))


def walk_to_button(page: Page) -> None:
    """Press Tab until the button that sends the form has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(DESCRIBE)[0] == "submit":
            return
    raise AssertionError("Tab never reached the button.")


def fill_in_by_keyboard(page: Page) -> None:
    """Answer each question from the one that has the focus, up to the button."""
    answered = set()
    for _ in range(200):
        kind, name, checked = page.evaluate(DESCRIBE)
        if kind == "submit":
            return
        if kind in {"text", "email"}:
            page.keyboard.type(ANSWERS.get(name, "Tine"))
        elif kind == "textarea":
            page.keyboard.type(TEXT)
        elif kind == "select-one":
            page.keyboard.press("ArrowDown")
        elif kind in {"radio", "checkbox"} and not checked and name not in answered:
            page.keyboard.press("Space")
        answered.add(name)
        page.keyboard.press("Tab")
    raise AssertionError("Tab never reached the button.")
