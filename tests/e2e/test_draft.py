"""Somebody saves the form on a telephone without JavaScript, and finishes it later."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import find_barriers, measure_width
from .demo_site import DemoSite, get_subject
from .pages import FORM, SEND, Applicant, fill_in, read_reference

pytestmark = pytest.mark.looks

CHECK, SAVE = "Kijk je antwoorden na", "Bewaar en ga later verder"
FIEN = Applicant("Fien", "Maes", "fien@deelnemers.example")
PHONE = {"width": 390, "height": 844}
HALF_DONE = "Ik kom uit een dorp waar de zaal"


def test_form_is_saved_found_back_by_mail_and_finished(
    chromium: Browser, visitor: Page, demo_site: DemoSite
):
    site = demo_site
    phone = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, locale="nl-BE"
    ).new_page()

    # She begins, and has to go: without an address nothing is lost, nor saved.
    phone.goto(site.url + FORM)
    phone.get_by_label("Waarom wil je deelnemen?").fill(HALF_DONE)
    press(phone, SAVE)
    expect(phone.get_by_role("alert")).to_contain_text("Vul je e-mailadres in")
    expect(phone.get_by_label("Waarom wil je deelnemen?")).to_have_value(HALF_DONE)
    phone.get_by_label("E-mailadres").fill(FIEN.email)
    press(phone, SAVE)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Bewaard, maar nog niet verstuurd"
    )
    expect(phone.get_by_text(FIEN.email)).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(FIEN.email)).to_be_visible()

    # The link in the mail brings her back, on another device too.
    (letter,) = site.postbox.wait_for(FIEN.email, 1)
    assert get_subject(letter) == "Werk later verder aan je inschrijving"
    assert HALF_DONE not in letter.as_string()
    link = read_link(letter)
    visitor.set_viewport_size(PHONE)
    visitor.goto(link)
    expect(visitor.get_by_label("Waarom wil je deelnemen?")).to_have_value(HALF_DONE)
    assert find_barriers(visitor) == []
    assert measure_width(visitor) <= PHONE["width"]
    press(visitor, SAVE)
    expect(visitor.get_by_role("main")).to_contain_text("De link in je mail blijft")
    assert find_barriers(visitor) == []

    # She finishes it on the telephone; the link then opens nothing any more.
    phone.goto(link)
    fill_in(phone, FIEN)
    press(phone, CHECK)
    expect(phone.get_by_role("main")).to_contain_text(FIEN.motivation)
    press(phone, SEND)
    assert read_reference(phone)
    visitor.goto(link)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(
        "Deze link werkt niet meer"
    )
    assert find_barriers(visitor) == []
    assert visitor.context.cookies() == phone.context.cookies() == []
    phone.context.close()


def press(page: Page, name: str) -> None:
    """Press a button of the form and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def read_link(letter: EmailMessage) -> str:
    """Return the private link in the text of a letter."""
    text = letter.get_body(("plain",)).get_content()
    link = re.search(r"http://\S+/verder/\S+", text)
    assert link, text
    return link[0]
