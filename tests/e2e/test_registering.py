"""Ten people register on each type of page that carries a form, each in their own way.

All on the screen of a telephone, in Debian's Chromium; at every stage axe-core looks
for barriers where the way of looking makes a difference.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import find_barriers, measure_width
from .live_site import DAY, LiveSite
from .pages import CALL, FORM, SEND, WORKPLACES, Applicant, fill_in

CHECK = "Kijk je antwoorden na"
PHONE = {"width": 390, "height": 844}
# 1280 by 1024 pixels at 400 % (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}
# Refuses what a browser with cookies off refuses.
NO_COOKIES = """
Object.defineProperty(document, "cookie", {get: () => "", set: () => {}});
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new DOMException("", "SecurityError"); }});
"""
PAGES = {
    "form": FORM,
    "call": CALL,
    "workplace": WORKPLACES[1],
    "day": DAY,
    "day's form": f"{DAY}inschrijven/",
}


def fill_in_day(page: Page, applicant: Applicant) -> None:
    """Answer the few questions of an inspiration day."""
    page.get_by_label("Voornaam").fill(applicant.first_name)
    page.get_by_label("Familienaam").fill(applicant.last_name)
    page.get_by_label("E-mailadres").fill(applicant.email)


def press(page: Page, name: str) -> None:
    """Press a button of the form and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@dataclass
class Visit:
    """One person in front of one page: what they do, and whether axe looks on."""

    page: Page
    applicant: Applicant
    is_call: bool
    looks: bool = False
    barriers: list[str] = field(default_factory=list)

    def look(self, stage: str) -> None:
        """Note what would keep somebody out at this stage, and a page too wide."""
        width = self.page.viewport_size["width"]
        if measure_width(self.page) > width:
            self.barriers.append(f"{stage}: wider than the screen")
        if self.looks:
            self.barriers += [f"{stage}: {one}" for one in find_barriers(self.page)]

    def fill_in(self) -> None:
        (fill_in if self.is_call else fill_in_day)(self.page, self.applicant)
        self.look("form")

    def check(self) -> None:
        """Go to the answers as they will be sent; a day has no such page."""
        if self.is_call:
            press(self.page, CHECK)
            expect(self.page.get_by_role("heading", level=1)).to_have_text(CHECK)
            expect(self.page.get_by_text(self.applicant.motivation)).to_be_visible()
            self.look("check")

    def send(self) -> None:
        press(self.page, SEND)
        prefix = "CVM26-" if self.is_call else "DAG"
        expect(self.page.get_by_text(prefix).first).to_be_visible()
        self.look("thanks")


def straight_on(visit: Visit) -> None:
    visit.fill_in()
    visit.check()
    visit.send()


def with_mistakes_first(visit: Visit) -> None:
    """Send an empty form, then follow the links of the summary."""
    press(visit.page, CHECK if visit.is_call else SEND)
    summary = visit.page.locator(".error-summary")
    expect(summary).to_be_visible()
    visit.look("mistakes")
    summary.get_by_role("link").first.click()
    expect(visit.page.get_by_label("Voornaam")).to_be_focused()
    straight_on(visit)


def by_keyboard(visit: Visit) -> None:
    """Nothing but the Tab key, letters, the space bar, arrows and Enter."""
    page = visit.page
    page.evaluate(
        "document.querySelector('form.form input:not([type=hidden])').focus()"
    )
    page.keyboard.press("Shift+Tab")
    answers = {
        "first_name": visit.applicant.first_name,
        "last_name": visit.applicant.last_name,
        "email": visit.applicant.email,
        "organisation": "Bib De Lezer",
        "municipality": "Gent",
        "motivation": visit.applicant.motivation,
        "contribution": visit.applicant.contribution,
    }
    for _ in range(150):
        page.keyboard.press("Tab")
        now: dict[str, Any] = page.evaluate(
            """() => { const e = document.activeElement; return {
                name: (e.name || "").replace("inschrijving-", ""), type: e.type,
                text: e.textContent.trim(), checked: e.checked}; }"""
        )
        if now["type"] == "submit" and now["text"] in (CHECK, SEND):
            break
        if now["name"] in answers:
            page.keyboard.type(answers[now["name"]])
        elif now["type"] == "select-one":
            page.keyboard.press("ArrowDown")
        elif (
            now["type"] == "radio"
            and not now["checked"]
            or now["name"] in ("availability", "engagement")
            or (
                now["name"] == "perspectives"
                and page.locator("[name$=perspectives]:checked").count() < 3
            )
        ):
            page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    mistakes = page.locator(".error-summary li").all_inner_texts()
    assert mistakes == []
    if visit.is_call:
        expect(page.get_by_role("heading", level=1)).to_have_text(CHECK)
        page.get_by_role("button", name=SEND).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_text("CVM26-" if visit.is_call else "DAG").first).to_be_visible()


def with_second_thoughts(visit: Visit) -> None:
    """Change an answer from the page that shows them all."""
    visit.fill_in()
    visit.check()
    if visit.is_call:
        with visit.page.expect_navigation():
            visit.page.get_by_role("button", name="Wijzigen").first.click()
        label = visit.page.get_by_label("Waarom wil je deelnemen?")
        expect(label).to_have_value(visit.applicant.motivation)
        label.fill("Ik bedacht me: dit is waarom.")
        press(visit.page, CHECK)
        expect(visit.page.get_by_text("Ik bedacht me: dit is waarom.")).to_be_visible()
    visit.send()


def back_and_forth(visit: Visit) -> None:
    """Go back with the button of the browser: what was typed is still there."""
    visit.fill_in()
    visit.check()
    if visit.is_call:
        visit.page.go_back()
        label = visit.page.get_by_label("Waarom wil je deelnemen?")
        expect(label).to_have_value(visit.applicant.motivation)
        visit.check()
    visit.send()


def twice(visit: Visit) -> None:
    """Press twice: it is one registration, and the page after sending is one."""
    visit.fill_in()
    visit.check()
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name=SEND, exact=True).dblclick()
    expect(
        visit.page.get_by_text("CVM26-" if visit.is_call else "DAG").first
    ).to_be_visible()


Act = Callable[[Visit], None]
# How they look at the page, and what they do there.
WAYS: dict[str, tuple[dict[str, Any], Act]] = {
    "plain": ({}, straight_on),
    "without JavaScript": ({"java_script_enabled": False}, straight_on),
    "without cookies": ({"cookies": False}, straight_on),
    "keyboard only": ({}, by_keyboard),
    "zoomed to 400 %": ({"viewport": ZOOMED, "looks": True}, straight_on),
    "dark": ({"color_scheme": "dark", "looks": True}, with_mistakes_first),
    "forced colours": ({"forced_colors": "active"}, with_mistakes_first),
    "changing an answer": ({"looks": True}, with_second_thoughts),
    "back button": ({}, back_and_forth),
    "pressing twice": ({"reduced_motion": "reduce"}, twice),
}


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_ten_people_register(chromium: Browser, live_site: LiveSite, name: str):
    barriers = []
    for number, (way, (options, act)) in enumerate(WAYS.items()):
        options = {"viewport": PHONE, "has_touch": True, "locale": "nl-BE"} | options
        looks, cookies = options.pop("looks", False), options.pop("cookies", True)
        context = chromium.new_context(**options)
        if not cookies:
            context.add_init_script(NO_COOKIES)
        page = context.new_page()
        page.goto(live_site.url + PAGES[name])
        slug = name.replace("'", "").replace(" ", "-")
        visit = Visit(
            page=page,
            applicant=Applicant("Sam", "Claes", f"{slug}-{number}@deelnemers.example"),
            is_call="day" not in name,
            looks=looks,
        )
        try:
            act(visit)
        except AssertionError as error:
            raise AssertionError(f"{name}, {way}: {error}") from error
        barriers += [f"{way}: {one}" for one in visit.barriers]
        assert context.cookies() == []
        context.close()
    assert barriers == []
