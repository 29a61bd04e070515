"""A closed form on a telephone without JavaScript: a mail when it opens, or a code."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import find_barriers, measure_width
from .demo_site import DemoSite
from .pages import FORM, SEND, Applicant, fill_in, read_reference

pytestmark = pytest.mark.looks

CHECK = "Kijk je antwoorden na"
JOKE = Applicant("Joke", "Wouters", "joke@deelnemers.example")
WAITING = "mira@deelnemers.example"
PHONE = {"width": 320, "height": 720}
SET_PHASE = """
from workplaces.models import CallPage
call = CallPage.objects.get(slug="werkplaatsen-2026")
call.phase_override = "{phase}"
call.save_revision().publish()
"""
MAKE_CODE = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from registrations.models import RegistrationFormPage
from registrations.services.access_codes import create_code, get_link

page = RegistrationFormPage.objects.get(kind="selection")
user = get_user_model().objects.get(username="secretariaat")
until = timezone.now() + timedelta(days=2)
print(get_link(create_code(form_page=page, note="Joke", valid_until=until, user=user)))
"""


@pytest.fixture
def closed_site(demo_site: DemoSite) -> Iterator[DemoSite]:
    """The demo with its call closed; open again afterwards."""
    demo_site.manage("shell", "-v0", "-c", SET_PHASE.format(phase="closed"))
    yield demo_site
    demo_site.manage("shell", "-v0", "-c", SET_PHASE.format(phase="open"))


def test_closed_form_still_has_two_doors(chromium: Browser, closed_site: DemoSite):
    site = closed_site
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, locale="nl-BE"
    )
    phone = context.new_page()
    phone.goto(site.url + FORM)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Inschrijven kan niet meer"
    )
    assert measure_width(phone) <= PHONE["width"]

    # One door: a mail when the next call opens, with the keyboard alone.
    phone.get_by_label("E-mailadres").focus()
    phone.keyboard.type(WAITING)
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Kijk in je mailbox")
    (letter,) = site.postbox.wait_for(WAITING, 1)
    text = letter.get_body(("plain",)).get_content()
    phone.goto(re.search(r"http://\S+/op-de-hoogte/\S+", text)[0])
    press(phone, "Ja, hou me op de hoogte")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je staat op de lijst")
    assert measure_width(phone) <= PHONE["width"]

    # The other: a code, first with a slip of the finger.
    link = site.manage("shell", "-v0", "-c", MAKE_CODE).strip().splitlines()[-1]
    code = link.partition("?code=")[2]
    phone.goto(site.url + FORM)
    phone.get_by_text("Heb je een code gekregen?").click()
    phone.get_by_label("Je code").fill(code[:-1])
    press(phone, "Open het formulier")
    expect(phone.get_by_role("alert")).to_contain_text("gaat het formulier niet open")
    assert measure_width(phone) <= PHONE["width"]
    phone.get_by_label("Je code").fill(code.lower().replace("-", " "))
    press(phone, "Open het formulier")
    fill_in(phone, JOKE)
    press(phone, CHECK)
    press(phone, SEND)
    assert read_reference(phone)
    assert context.cookies() == []
    context.close()


def test_closed_form_has_no_barrier(visitor: Page, closed_site: DemoSite):
    visitor.set_viewport_size(PHONE)
    visitor.goto(f"{closed_site.url}{FORM}?code=verkeerd")
    assert find_barriers(visitor) == []


def press(page: Page, name: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
