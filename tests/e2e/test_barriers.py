"""axe-core finds nothing, on every page type and state, in every view."""

import pytest
from playwright.sync_api import expect

from .barriers import TWO_VIEWS, VIEWS, find_barriers_in
from .live_site import PAGES
from .pages import CHECK, FORM, Applicant, check_form, fill_in, send_form

pytestmark = pytest.mark.looks
# States of a page that was looked at in every view already.
STATES = (
    *(
        f"{kind} {phase}"
        for kind in ("call", "form")
        for phase in ("upcoming", "closed", "announced", "running", "finished")
    ),
    *("day past", "day past, form", "day full", "day full, form"),
    *(
        f"participant, {what}"
        for what in ("meeting", "suggestion", "data", "erase", "copy")
    ),
)


@pytest.mark.parametrize("name", [*PAGES, "participant"])
def test_page_has_no_barrier_in_any_view(name, visitor, live_site):
    visitor.goto(live_site.url + live_site.paths[name])
    assert find_barriers_in(visitor, VIEWS) == []


@pytest.mark.parametrize("name", STATES)
def test_state_of_a_page_has_no_barrier(name, visitor, live_site):
    visitor.goto(live_site.url + live_site.paths[name])
    assert find_barriers_in(visitor, TWO_VIEWS) == []


def test_gallery_of_components_has_no_barrier(visitor, demo_site):
    # In development only, and so on the site of that.
    visitor.goto(f"{demo_site.url}/componenten/")
    faults = find_barriers_in(visitor, TWO_VIEWS)
    # A part of a page that is shown twice, with its own name each time, is its point.
    assert [fault for fault in faults if "landmark-unique" not in fault] == []


def test_form_with_errors_has_no_barrier_in_any_view(visitor, live_site):
    visitor.goto(live_site.url + FORM)
    visitor.get_by_role("button", name=CHECK).click()
    expect(visitor.get_by_text("Er ging iets mis. Kijk dit na:")).to_be_visible()
    assert find_barriers_in(visitor, VIEWS) == []


def test_answers_once_more_have_no_barrier_in_any_view(visitor, live_site):
    visitor.goto(live_site.url + FORM)
    fill_in(visitor, Applicant("Lotte", "Peeters", "lotte@kijkt-na.example"))
    check_form(visitor)
    assert find_barriers_in(visitor, VIEWS) == []


def test_page_after_sending_has_no_barrier_in_any_view(visitor, live_site):
    visitor.goto(live_site.url + FORM)
    fill_in(visitor, Applicant("Lotte", "Peeters", "lotte@verstuurt.example"))
    send_form(visitor)
    assert find_barriers_in(visitor, VIEWS) == []


def test_editing_and_what_changes_have_no_barrier(visitor, live_site):
    visitor.goto(live_site.url + live_site.paths["participant"] + "aanpassen/")
    visitor.get_by_label("Voornaam").fill("")
    visitor.get_by_role("button", name="Kijk je aanpassingen na").click()
    expect(visitor.get_by_text("Er ging iets mis. Kijk dit na:")).to_be_visible()
    assert find_barriers_in(visitor, TWO_VIEWS) == []
    visitor.get_by_label("Voornaam").fill("Lies")
    visitor.get_by_role("button", name="Kijk je aanpassingen na").click()
    expect(visitor.get_by_role("button", name="Bewaar je aanpassingen")).to_be_visible()
    assert find_barriers_in(visitor, TWO_VIEWS) == []
