"""The outbox in a browser: nothing keeps a colleague out, and the keyboard is enough."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import TWO_VIEWS, find_barriers_in
from .demo_site import DemoSite
from .team import logged_in, open_bulk

pytestmark = pytest.mark.looks


@pytest.fixture
def office(chromium: Browser, demo_site: DemoSite) -> Iterator[Page]:
    with logged_in(chromium, demo_site, "secretariaat") as member:
        member.go("/admin/messages/")
        yield member.page


def test_outbox_has_no_barrier(office):
    outbox = office.url
    faults = []
    for path in ("", "?problem=yes&held=no", "?state=cancelled&q=niets", "send/"):
        office.goto(outbox + path)
        faults += find_barriers_in(office, TWO_VIEWS)
    office.goto(outbox)
    office.locator("td.title a").first.click()
    expect(office.get_by_role("heading", name="Zo ziet het eruit")).to_be_visible()
    faults += find_barriers_in(office, TWO_VIEWS)
    assert faults == []


def test_letter_to_a_group_has_no_barrier_from_the_list_to_its_last_question(
    chromium: Browser, demo_site: DemoSite
):
    with logged_in(chromium, demo_site, "beslisser") as member:
        page, faults = member.page, []

        def look(name: str) -> None:
            page.wait_for_load_state()
            seen = find_barriers_in(page, TWO_VIEWS)
            faults.extend(f"{name}: {fault}" for fault in seen)
            page.set_viewport_size({"width": 1280, "height": 900})
            page.emulate_media(color_scheme="light")

        open_bulk(member, "write")
        look("words for a group")
        page.get_by_label("Onderwerp").fill("Een ander lokaal")
        page.get_by_label("Tekst").fill("We komen samen op de eerste verdieping.")
        page.get_by_role("button", name="Toon wat er gebeurt").click()
        look("plan of writing")
        page.get_by_role(
            "button", name="Zet de concepten in het postvak uit"
        ).first.click()
        member.go("/admin/messages/?state=draft&kind=group_letter")
        rows = page.locator("input[data-bulk-action-checkbox]")
        keys = rows.evaluate_all("(all) => all.map((one) => one.dataset.objectId)")
        assert len(keys) == 3

        member.go(f"/admin/messages/edit/{keys[0]}/")
        page.locator("summary").get_by_text("Later versturen").click()
        page.locator("summary").get_by_text("Deze brief annuleren…").click()
        look("a draft, all opened")
        page.locator("#id_body_text").fill("Zonder de link.")
        page.get_by_role("button", name="Concept bewaren").click()
        look("a draft that is refused")
        for key, action in zip(keys, ("send", "hold", "cancel"), strict=True):
            member.go(
                f"/admin/bulk/registrations/message/{action}_messages/?id={key}&id=1"
            )
            look(f"question of {action}")
        member.go("/admin/messages/send/")
        page.locator("main a[href*='?call=']").first.click()
        look("all drafts of a call")
        assert faults == []


def test_words_of_a_letter_have_no_barrier_with_a_mistake_either(
    chromium: Browser, demo_site: DemoSite
):
    with logged_in(chromium, demo_site, "beslisser") as member:
        page = member.page
        member.go("/admin/letters/")
        faults = find_barriers_in(page, TWO_VIEWS)
        member.go("/admin/letters/delay/")
        subject = page.get_by_label("Onderwerp")
        subject.fill("Dag {voornam}")
        page.get_by_role("button", name="Bewaar de tekst").click()
        expect(page.get_by_text("Bedoel je {voornaam}?")).to_be_visible()
        faults += find_barriers_in(page, TWO_VIEWS)
        subject.fill("Het antwoord komt later")
        page.get_by_role("button", name="Bewaar de tekst").click()
        page.locator(".letter-template__versions summary").first.click()
        faults += find_barriers_in(page, TWO_VIEWS)
        # The demo is everybody's: as it was.
        page.get_by_role("button", name="Terug naar de standaardtekst").click()
        assert faults == []
