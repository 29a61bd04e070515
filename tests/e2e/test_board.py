"""The board "Samenstelling" in a browser: by keyboard, mouse, two at once, no script."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import TWO_VIEWS, VIEWS, find_barriers_in
from .demo_site import DemoSite, run_demo_site
from .live_site import run_python
from .team import Member, logged_in

REASON = "De drie groepen zijn volzet, en we kozen voor een zo breed mogelijke mix."
# Prints of each registration of the call where its letter says that it stands.
READ_LETTERS = """
import django; django.setup()
import json
from registrations.models import Message, Registration
letters = {}
for letter in Message.objects.filter(state="draft", registration__isnull=False):
    if letter.kind in ("selected", "waitlisted", "declined"):
        reference = letter.registration.reference
        assert reference not in letters, reference
        letters[reference] = [letter.kind, letter.recipient, letter.body_text]
people = {
    row.reference: [row.email, row.first_name]
    for row in Registration.objects.filter(page__kind="selection")
}
print(json.dumps({"letters": letters, "people": people}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """A demo of its own: sixty people more, whom these tests decide about."""
    with run_demo_site(tmp_path_factory.mktemp("board")) as site:
        site.manage("demo_registrations", "60", "--seed", "7")
        yield site


@pytest.fixture
def decider(chromium: Browser, site: DemoSite) -> Iterator[Member]:
    with logged_in(chromium, site, "beslisser") as member:
        open_board(member)
        yield member


@pytest.fixture
def other(chromium: Browser, site: DemoSite) -> Iterator[Member]:
    with logged_in(chromium, site, "beheer") as member:
        open_board(member)
        yield member


def open_board(member: Member) -> None:
    member.go("/admin/registrations/composition/")
    expect(member.page.locator("[data-board-ready]")).to_be_attached()


def column_of(page: Page, key: str):
    return page.locator(f"[data-column^='{key}']").first


def first_card(page: Page, key: str = "undecided"):
    return column_of(page, key).locator("[data-card][draggable=true]").first


def name_of(card) -> str:
    name = card.get_attribute("data-name")
    assert name
    return name


def card_named(page: Page, name: str):
    return page.locator(f"[data-name='{name}']")


def wait_for_column(page: Page, name: str, key: str) -> None:
    """Wait until the server has said that the card stands there."""
    inside = page.locator(
        f"[data-column^='{key}'] [data-name='{name}'][data-mark^='{key}']"
        ":not([aria-busy])"
    )
    expect(inside).to_be_attached(timeout=20_000)


def read_board(page: Page) -> dict[str, tuple[str, str]]:
    """Return of each card in which column it stands, and what that is called."""
    return {
        name: (key, title)
        for key, title, name in page.evaluate(
            """() => [...document.querySelectorAll("[data-card]")].map((card) => {
              const column = card.closest("[data-column]");
              return [column.dataset.column,
                column.querySelector("h2").textContent.trim(), card.dataset.name];
            })"""
        )
    }


@pytest.mark.looks
def test_board_has_no_barriers(decider):
    page = decider.page
    faults = find_barriers_in(page, VIEWS)
    page.locator("[data-board-mix] summary").first.click()
    page.locator("[data-board-keys] summary").click()
    faults += find_barriers_in(page, VIEWS[:1] + VIEWS[-1:])
    page.set_viewport_size({"width": 1280, "height": 900})
    first_card(page).locator("[data-board-move]").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert faults + find_barriers_in(page, VIEWS[:1] + VIEWS[-1:]) == []


@pytest.mark.looks
def test_scenarios_have_no_barriers(decider):
    page = decider.page
    page.get_by_role("link", name="Scenario’s").first.click()
    listing = page.url
    for name, seed in (("Voorstel", "1"), ("Ander lot", "2")):
        page.goto(f"{listing}new/")
        page.get_by_label("Naam van het scenario").fill(name)
        page.get_by_label("Nummer van het lot").fill(seed)
        page.get_by_role("button", name="Stel een groep voor").first.click()
        page.wait_for_url(re.compile(r"/scenarios/\d+/$"))
    scenario = page.url
    faults = find_barriers_in(page, TWO_VIEWS)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Vergelijk").click()
    page.wait_for_url(re.compile("compare"))
    for address in (page.url, f"{scenario}deploy/", listing, f"{listing}new/"):
        page.goto(address)
        faults += find_barriers_in(page, TWO_VIEWS)
    assert faults == []


@pytest.mark.looks
def test_card_says_what_choosing_it_would_change(decider):
    page = decider.page
    card = first_card(page)
    card.locator("[data-board-card]").focus()
    words = page.locator("[data-board-change]")
    expect(words).to_contain_text(
        re.compile(r"\+1 |eerste |tweede |derde "), timeout=20_000
    )
    assert card.locator("[data-board-card]").get_attribute("aria-describedby") == (
        "board-change"
    )


def test_mouse_drags_a_card_only_where_the_person_wants_to_be(decider):
    page = decider.page
    card = first_card(page)
    name, choices = name_of(card), (card.get_attribute("data-choices") or "").split()
    places = page.locator("[data-column^='selected-']")
    keys = [place.get_attribute("data-column") for place in places.all()]
    closed = next(key for key in keys if key.partition("-")[2] not in choices)
    card.drag_to(column_of(page, closed))
    assert read_board(page)[name][0] == "undecided"
    card.drag_to(column_of(page, f"selected-{choices[0]}"))
    wait_for_column(page, name, f"selected-{choices[0]}")
    # It says so itself, in the place where the mouse let go.
    page.reload()
    assert read_board(page)[name][0] == f"selected-{choices[0]}"


def test_card_goes_back_when_the_line_falls(decider):
    page = decider.page
    card = first_card(page)
    name = name_of(card)
    page.route("**/move/", lambda route: route.abort())
    card.locator("[data-board-move]").click()
    page.locator("dialog button", has_text="Niet geselecteerd").click()
    expect(page.locator("[data-board-error]")).to_have_text(
        f"{name} staat terug: er is geen verbinding. Er is niets bewaard."
    )
    assert read_board(page)[name][0] == "undecided"


def test_two_deciders_see_each_other_and_overwrite_nothing(decider, other):
    mine, theirs = decider.page, other.page
    name = name_of(first_card(mine))
    card_named(theirs, name).locator("[data-board-move]").click()
    theirs.locator("dialog button", has_text="Niet geselecteerd").click()
    wait_for_column(theirs, name, "declined")
    # Before the first one heard of it.
    if read_board(mine)[name][0] == "undecided":
        card_named(mine, name).locator("[data-board-move]").click()
        mine.locator("dialog button", has_text="Wachtlijst").first.click()
        expect(mine.locator("[data-board-error]")).to_contain_text(
            "Iemand anders verplaatste deze kaart intussen"
        )
    wait_for_column(mine, name, "declined")
    # And without doing anything: within a few seconds.
    card_named(theirs, name).locator("[data-board-move]").click()
    theirs.locator("dialog button", has_text="Onbeslist").click()
    wait_for_column(mine, name, "undecided")
    expect(mine.locator("[data-board-news]")).to_contain_text(
        f"zette {name} terug bij “nog te beslissen”."
    )


def test_board_works_without_a_script(chromium: Browser, site: DemoSite):
    with logged_in(chromium, site, "beslisser") as member:
        cookies = member.page.context.cookies()
        context = chromium.new_context(java_script_enabled=False, locale="nl-BE")
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(f"{site.url}/admin/registrations/composition/")
        card = first_card(page)
        name = name_of(card)
        card.get_by_role("link", name="Zet in").click()
        page.locator("#move select").select_option(label="Niet geselecteerd")
        page.locator("#move button[type=submit]").click()
        assert read_board_plainly(page, name) == "declined"
        page.locator(".board-filter [name=q]").fill(name)
        page.locator(".board-filter button").click()
        # A colleague's card may name it too; no other is left.
        shown = page.locator("[data-card]:visible").all_inner_texts()
        assert [text for text in shown if name not in text] == []
        assert card_named(page, name).is_visible()
        card_named(page, name).get_by_role("link", name="Zet in").click()
        page.locator("#move select").select_option(label="Onbeslist")
        page.locator("#move button[type=submit]").click()
        assert read_board_plainly(page, name) == "undecided"
        context.close()


def read_board_plainly(page: Page, name: str) -> str | None:
    column = page.locator("[data-column]", has=page.locator(f"[data-name='{name}']"))
    return column.get_attribute("data-column")


class Keyboard:
    """Somebody who composes with the keys alone."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Go on with the Tab key until something that fits has the focus."""
        for _stop in range(200):
            self.press("Tab")
            if self.page.evaluate(
                "(selector) => document.activeElement.matches(selector)", selector
            ):
                return
        raise AssertionError(f"The Tab key never comes to {selector}")

    def get_place(self) -> tuple[str, str]:
        """Return the card that has the focus, and its column."""
        return tuple(
            self.page.evaluate(
                """() => {
                  const card = document.activeElement.closest("[data-card]");
                  return card
                    ? [card.dataset.name, card.closest("[data-column]").dataset.column]
                    : ["", ""];
                }"""
            )
        )

    def go_to_undecided(self) -> str:
        """Return the first card that is undecided, once it has the focus."""
        for _step in range(10):
            name, key = self.get_place()
            if key == "undecided":
                self.press("Home")
                return self.get_place()[0]
            self.press("ArrowLeft")
        raise AssertionError(f"No way back to the undecided from {name} in {key}")

    def lift_into(self, title: str) -> bool:
        """Lift the card, and put it down in the column `title`; False if it may not."""
        live = self.page.locator("[data-board-live]")
        self.press("Space")
        expect(live).to_contain_text("opgenomen")
        said = ""
        while True:
            self.press("ArrowRight")
            now = live.text_content() or ""
            if now == said:
                self.press("Escape")
                return False
            said = now
            if now.startswith(f"{title}."):
                self.press("Space")
                return True


def test_board_is_composed_by_keyboard_released_and_each_letter_fits_it(decider):
    page, site = decider.page, decider.site
    keys = Keyboard(page)
    titles = {
        key: page.locator(f"[data-column='{key}'] h2").inner_text()
        for key in page.evaluate(
            "[...document.querySelectorAll('[data-column]')].map((c) => c.dataset.column)"
        )
    }
    room = {key: 12 for key in titles if key.startswith("selected-")}
    for key, _title in read_board(page).values():
        if key in room:
            room[key] -= 1
    fixed = {
        card.get_attribute("data-name")
        for card in page.locator("[data-card]:not([draggable=true])").all()
    }
    keys.tab_to("[data-column=undecided] [data-board-card]")
    everybody = [
        name
        for name, (key, _title) in read_board(page).items()
        if key == "undecided" and name not in fixed
    ]
    for number in range(len(everybody)):
        name = keys.go_to_undecided()
        while name in fixed:
            keys.press("ArrowDown")
            name = keys.get_place()[0]
        choices = (card_named(page, name).get_attribute("data-choices") or "").split()
        free = [f"selected-{pk}" for pk in choices if room.get(f"selected-{pk}", 0) > 0]
        # One after the other onto the waiting list, or not selected.
        rest = "waitlisted" if number % 3 else "declined"
        key = free[0] if free else rest
        assert keys.lift_into(titles[key]), f"{name} may not go to {titles[key]}"
        wait_for_column(page, name, key)
        if key in room:
            room[key] -= 1
    board = read_board(page)
    assert {key for key, _title in (board[name] for name in everybody)} >= {
        *room,
        "waitlisted",
        "declined",
    }

    # The reasons, for all who have none at once.
    keys.tab_to(".board-column__reasons a")
    with page.expect_navigation():
        keys.press("Enter")
    keys.tab_to("#reasons textarea")
    page.keyboard.type(REASON)
    keys.tab_to("#reasons button[type=submit]")
    with page.expect_navigation():
        keys.press("Enter")
    decider.go("/admin/registrations/composition/")
    assert read_board(page) == board
    assert page.locator(".board-column__reasons").count() == 0
    released = [name for name, (key, _title) in board.items() if key != "undecided"]
    movable = {
        card.get_attribute("data-name")
        for card in page.locator("[data-card][draggable=true]").all()
    }
    released = [name for name in released if name in movable]
    assert len(released) >= 60
    decider.release(*released)

    found = json.loads(run_python(site, "-c", READ_LETTERS))
    assert set(found["letters"]) >= set(released)
    for name in released:
        kind, recipient, body = found["letters"][name]
        key, title = board[name]
        email, first_name = found["people"][name]
        assert (kind, recipient) == (key.partition("-")[0], email)
        assert first_name in body
        others = {
            other for place, other in titles.items() if place.startswith("selected-")
        } - {title}
        if kind == "selected":
            assert title in body
            assert not [other for other in others if other in body]
        if kind == "waitlisted":
            assert "wachtlijst" in body
        if kind == "declined":
            assert REASON in " ".join(body.split())
    decider.go("/admin/registrations/composition/")
    assert {name: board[name] for name in released} == {
        name: place for name, place in read_board(page).items() if name in released
    }
    assert page.locator("[data-card][draggable=true]").count() == 0
