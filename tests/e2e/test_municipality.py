"""Suggestions while somebody types their municipality: by keyboard, by thumb, by ear."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .barriers import VIEWS, find_barriers_in

pytestmark = pytest.mark.looks
LIST = "**/gemeenten.json"


@pytest.fixture
def form(visitor: Page, live_site) -> Page:
    visitor.goto(live_site.url + live_site.paths["form"])
    return visitor


def get_box(page: Page) -> Locator:
    return page.get_by_label("In welke gemeente werk je vooral?")


def get_options(page: Page) -> Locator:
    """The suggestions; the form has lists to choose from too."""
    return page.locator(".suggestions").get_by_role("option")


def type_name(page: Page, text: str) -> Locator:
    """Type as a person does, once the list is there; return the suggestions."""
    box = get_box(page)
    box.focus()
    expect(box).to_have_role("combobox")
    box.press_sequentially(text)
    return get_options(page)


def test_box_is_a_plain_box_until_somebody_comes_near(visitor, live_site):
    asked = []
    visitor.on("request", lambda request: asked.append(request.url.split("/")[-1]))
    visitor.goto(live_site.url + live_site.paths["form"])
    assert "gemeenten.json" not in asked
    assert get_box(visitor).get_attribute("role") is None

    type_name(visitor, "gent en dan nog veel meer")

    assert asked.count("gemeenten.json") == 1


def test_what_is_typed_finds_the_name_that_is_meant(form):
    suggested = {
        "ge": ["Geel", "Genk", "Gent"],
        "pinte": ["Nazareth-De Pinte (vroeger De Pinte)"],
        "DÉ-pin": ["Nazareth-De Pinte (vroeger De Pinte)"],
        "kortess": ["Hasselt (vroeger Kortessem)"],
        "vlaand": ["heel Vlaanderen", "heel Vlaanderen en Brussel"],
        "Atlantis": ["‘Atlantis’ staat niet in de lijst: toch invullen"],
        # Too little to go by, and a name that stands there whole.
        "g": [],
        "GÉNT": [],
    }
    for typed, names in suggested.items():
        get_box(form).fill("")
        expect(type_name(form, typed)).to_have_text(names)


def test_keyboard_chooses_and_does_not_send(form):
    options = type_name(form, "pint")
    box = get_box(form)
    box.press("ArrowDown")
    expect(box).to_have_attribute(
        "aria-activedescendant", options.first.get_attribute("id")
    )
    expect(options.first).to_have_attribute("aria-selected", "true")
    # From the last one back to the box, and up again to the last.
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    box.press("Enter")

    expect(box).to_have_value("Nazareth-De Pinte")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()
    assert form.url.endswith("/inschrijven/")


def test_key_that_goes_on_keeps_what_was_typed(form):
    for key in ("Escape", "Tab"):
        get_box(form).fill("")
        options = type_name(form, "ge")
        expect(options).to_have_count(3)
        get_box(form).press("ArrowDown")

        get_box(form).press(key)

        expect(options).to_have_count(0)
        expect(get_box(form)).to_have_value("ge")


def test_number_of_suggestions_is_said_once_typing_stops(form):
    status = form.locator(".field--municipality [role=status]")
    type_name(form, "g")
    get_box(form).press_sequentially("e")
    assert status.text_content() == ""
    expect(status).to_have_text("3 voorstellen. Kies er een met de pijltjestoetsen.")
    get_box(form).press_sequentially("e")
    expect(status).to_have_text("1 voorstel. Kies het met de pijltjestoetsen.")
    get_box(form).press("Escape")
    expect(status).to_be_empty()


def test_thumb_chooses_a_name_that_is_in_no_list(chromium, live_site):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(live_site.url + live_site.paths["form"])
    options = type_name(page, "Atlantis")
    assert options.first.bounding_box()["height"] >= 44
    unlisted = page.locator("[name=inschrijving-municipality_other]")

    options.first.tap()
    expect(get_box(page)).to_have_value("Atlantis")
    expect(unlisted).to_have_value("on")

    # Another name is another answer.
    get_box(page).fill("Gent")
    expect(unlisted).to_have_count(0)
    context.close()


@pytest.mark.parametrize("height", [844, 420])
def test_list_opens_within_the_screen_of_a_telephone(chromium, live_site, height):
    """Also with a keyboard over its lower half, and the box at the lower edge."""
    context = chromium.new_context(
        viewport={"width": 390, "height": height}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(live_site.url + live_site.paths["form"])
    box = get_box(page)
    box.evaluate("box => box.scrollIntoView({ block: 'end', behavior: 'instant' })")
    expect(type_name(page, "ge")).to_have_count(3)

    label = page.get_by_text("In welke gemeente werk je vooral?").first.bounding_box()
    suggestions = page.locator(".suggestions").bounding_box()

    assert label["y"] >= 0
    assert suggestions["y"] + suggestions["height"] <= height
    # The last one is reached with the keys, within the list where it is too long.
    box.press("ArrowUp")
    last = get_options(page).last.bounding_box()
    assert last["y"] + last["height"] <= height
    context.close()


def test_form_without_the_list_is_the_form(visitor, live_site):
    visitor.route(LIST, lambda route: route.abort())
    visitor.goto(live_site.url + live_site.paths["form"])
    with visitor.expect_event("requestfailed"):
        get_box(visitor).focus()
    get_box(visitor).press_sequentially("ge")
    assert get_box(visitor).get_attribute("role") is None
    expect(get_options(visitor)).to_have_count(0)

    # The next touch tries again.
    visitor.unroute(LIST)
    get_box(visitor).press_sequentially("n")
    expect(get_options(visitor)).to_have_text(["Genk", "Gent"])


def test_site_without_municipalities_shows_no_list(visitor, live_site):
    visitor.route(
        LIST, lambda route: route.fulfill(json={"municipalities": [], "areas": []})
    )
    complaints = []
    visitor.on("console", lambda message: complaints.append(message.text))
    visitor.goto(live_site.url + live_site.paths["form"])
    with visitor.expect_response(LIST):
        get_box(visitor).focus()
    get_box(visitor).press_sequentially("ge")

    assert get_box(visitor).get_attribute("role") is None
    assert complaints == []


def test_open_list_keeps_nobody_out(form):
    type_name(form, "ge")
    get_box(form).press("ArrowDown")
    form.wait_for_timeout(800)

    assert find_barriers_in(form, VIEWS) == []
    expect(get_options(form)).to_have_count(3)
