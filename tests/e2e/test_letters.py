"""Letters and their editor, as a browser has them."""

import pytest
from playwright.sync_api import expect

from registrations.enums import MessageKind

from .barriers import View, find_barriers_in
from .letters import WIDTH, get_preview_path
from .nu import check_html, is_installed
from .team import logged_in

pytestmark = pytest.mark.looks


@pytest.fixture
def letters(chromium, demo_site):
    """The HTML of each kind, as the preview gives it."""
    with logged_in(chromium, demo_site, "beslisser") as member:
        asked = member.page.request
        yield {
            kind.value: asked.get(demo_site.url + get_preview_path(kind)).text()
            for kind in MessageKind
        }


def test_letters_keep_nobody_out(visitor, letters):
    faults = []
    for kind, html in letters.items():
        visitor.set_content(html)
        views = (View(WIDTH, "light"), View(320, "dark"))
        faults += [f"{kind}: {fault}" for fault in find_barriers_in(visitor, views)]
    assert faults == []
    if is_installed():
        assert check_html(letters) == []


def test_field_goes_into_the_text_by_a_button_and_shows_in_the_preview(
    chromium, demo_site
):
    with logged_in(chromium, demo_site, "beslisser") as member:
        page = member.page
        member.go("/admin/letters/private_link/")
        editor = page.locator(".Draftail-Editor [contenteditable=true]")
        editor.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Tot dan, ")
        page.get_by_role("button", name="Voeg {voornaam} in").click()
        page.keyboard.type("!")
        expect(editor).to_contain_text("Tot dan, {voornaam}!")
        page.get_by_role("button", name="Voeg {persoonlijke_link} in").click()
        expect(editor).to_contain_text("Open Mijn inschrijving: {persoonlijke_link}")
        # Draftail writes to the form a quarter of a second after the last key.
        page.wait_for_timeout(600)
        page.get_by_role("button", name="Toon wat hier staat").click()
        letter = page.frame_locator("iframe[name=letter-preview-frame]")
        expect(letter.locator("body")).to_contain_text("Tot dan, An!")
        expect(letter.get_by_role("link", name="Open Mijn inschrijving")).to_have_count(
            2
        )
        # In the subject as well, where the cursor is.
        page.get_by_label("Onderwerp").fill("Je link ")
        page.get_by_role("button", name="Voeg {nummer} in").click()
        expect(page.get_by_label("Onderwerp")).to_have_value("Je link {nummer}")
