"""Somebody changes an answer on a telephone without JavaScript, and looks back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import find_barriers, measure_width
from .demo_site import DemoSite, get_subject
from .pages import FORM, Applicant, fill_in, open_private_link, send_form

pytestmark = pytest.mark.looks

EVA = Applicant("Eva", "Claes", "eva@deelnemers.example")
PHONE = {"width": 390, "height": 844}
BETTER = "Ik wil leren hoe je ook jongeren aan tafel krijgt."
EDIT, CHECK, SAVE = (
    "Pas je antwoorden aan",
    "Kijk je aanpassingen na",
    "Bewaar je aanpassingen",
)


def test_answers_are_changed_checked_and_saved(chromium: Browser, demo_site: DemoSite):
    site = demo_site
    phone = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, locale="nl-BE"
    ).new_page()
    phone.goto(site.url + FORM)
    fill_in(phone, EVA)
    send_form(phone)
    (receipt,) = site.postbox.wait_for(EVA.email, 1)

    # Her own page leads to the form, filled in with what she answered.
    open_private_link(phone, receipt)
    phone.get_by_role("link", name=EDIT).click()
    expect(phone.get_by_label("Waarom wil je deelnemen?")).to_have_value(EVA.motivation)
    expect(phone.get_by_text(EVA.email)).to_be_visible()
    expect(phone.get_by_label("E-mailadres")).to_have_count(0)
    assert measure_width(phone) <= PHONE["width"]

    # A mistake keeps what she typed; then she sees what changes, before and after.
    phone.get_by_label("Waarom wil je deelnemen?").fill(BETTER)
    phone.get_by_label("Voornaam").fill("")
    press(phone, CHECK)
    expect(phone.get_by_role("alert")).to_contain_text("Vul je voornaam in")
    expect(phone.get_by_label("Waarom wil je deelnemen?")).to_have_value(BETTER)
    phone.get_by_label("Voornaam").fill(EVA.first_name)
    press(phone, CHECK)
    expect(phone.locator("main del")).to_have_text([EVA.motivation])
    expect(phone.locator("main ins")).to_have_text([BETTER])
    assert measure_width(phone) <= PHONE["width"]

    # One step back, to that very question; then it is saved, and told by mail.
    press(phone, "Wijzigen : Waarom wil je deelnemen?")
    assert phone.url.endswith("#id_inschrijving-motivation")
    press(phone, CHECK)
    press(phone, SAVE)
    expect(phone.get_by_role("status")).to_contain_text("Je aanpassingen zijn bewaard.")
    letter = site.postbox.wait_for(EVA.email, 2)[-1]
    assert get_subject(letter).startswith("Je inschrijving is aangepast")
    assert BETTER in letter.get_body(("plain",)).get_content()
    assert phone.context.cookies() == []
    phone.context.close()

    # With script too, and nothing in the way of anybody.
    screen = chromium.new_context(viewport=PHONE, color_scheme="dark", locale="nl-BE")
    page = screen.new_page()
    open_private_link(page, letter)
    page.get_by_text("1 antwoord").click()
    expect(page.locator(".own-history ins")).to_have_text([BETTER])
    assert find_barriers(page) == []
    page.get_by_role("link", name=EDIT).click()
    expect(page.get_by_label("Voornaam")).to_have_value(EVA.first_name)
    assert find_barriers(page) == []
    press(page, CHECK)
    expect(page.get_by_text("Je paste niets aan")).to_be_visible()
    page.get_by_label("Voornaam").fill("Evi")
    press(page, CHECK)
    assert find_barriers(page) == []
    screen.close()


def press(page: Page, name: str) -> None:
    """Press a button of the form and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
