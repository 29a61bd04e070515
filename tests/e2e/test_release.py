"""A call is released in a browser: checks, every letter, one click; then who is next."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import TWO_VIEWS, find_barriers_in
from .demo_site import ROOT, DemoSite
from .team import Member, logged_in


@pytest.fixture(scope="module")
def stage(demo_site: DemoSite) -> dict[str, Any]:
    result = subprocess.run(
        [sys.executable, "-m", "tests.e2e.release_stage"],
        cwd=ROOT,
        env=demo_site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def decider(chromium: Browser, demo_site: DemoSite) -> Iterator[Member]:
    with logged_in(chromium, demo_site, "beslisser") as member:
        yield member


def read_letters(page: Page) -> dict[str, str]:
    """Return the text of each letter on this page of the release, by number."""
    found = {}
    for letter in page.locator(".release__letter").all():
        letter.scroll_into_view_if_needed()
        body = letter.locator("iframe").content_frame.locator("body")
        expect(body).to_contain_text("Dag ")
        found[letter.get_by_role("link").first.inner_text()] = body.inner_text()
    return found


def test_call_is_released_after_a_look_at_every_letter(
    decider, visitor, stage, demo_site
):
    page = decider.page
    decider.go("/admin/registrations/decisions/")
    faults = find_barriers_in(page, TWO_VIEWS)
    page.locator(f"a[href$='?form={stage['form']}']").click()
    page.wait_for_load_state()
    numbers = page.locator(".release__numbers strong").all_inner_texts()
    assert numbers == ["12", "5", "7"]
    letters = read_letters(page)
    faults += find_barriers_in(page, TWO_VIEWS)
    while page.locator(".pagination .next a").count():
        page.locator(".pagination .next a").click()
        page.wait_for_load_state()
        letters |= read_letters(page)
    assert sorted(letters) == sorted(stage["people"])
    for reference, person in stage["people"].items():
        text = letters[reference]
        assert f"Dag {person['name']}," in text
        assert person["reason"] in text
        good_news = "Goed nieuws" in text
        assert good_news == (person["state"] == "selected")
    # One letter is found by a word of its reason.
    page.get_by_role("searchbox", name="Zoek in de brieven").fill("nummer 24")
    page.locator(".release__search button").click()
    page.wait_for_load_state()
    assert page.locator(".release__letter").count() == 1
    button = page.get_by_role("button", name="24 beslissingen bekrachtigen")
    button.click()
    page.wait_for_load_state()
    # The warnings were not read: nothing happened.
    expect(page.locator("[role=alert]")).to_contain_text("Er is niets bekrachtigd")
    page.locator("[name=knows_warnings]").check()
    button.click()
    page.wait_for_load_state()
    expect(page.locator(".messages .success")).to_contain_text("24 beslissingen")
    assert "\n".join(faults) == ""

    # Whoever waits, by fit; a place that came free is offered with one click.
    decider.go(f"/admin/registrations/decisions/waiting/{stage['form']}/")
    faults += find_barriers_in(page, TWO_VIEWS)
    assert page.get_by_role("button", name="Plaats aanbieden").count() == 0
    decider.open_registration("PRF-0001")
    page.locator("summary", has_text="Trek in namens").click()
    form = decider.get_form("withdraw")
    form.locator("textarea").fill("Belde af.")
    decider.send(form)
    decider.go("/admin/")
    page.get_by_role("link", name="Wie is de volgende voor Werkplaats Proef?").click()
    page.wait_for_load_state()
    faults += find_barriers_in(page, TWO_VIEWS)
    first = page.locator(".waiting__table tbody tr").first
    reference = first.get_by_role("link").inner_text()
    first.get_by_role("button", name="Plaats aanbieden").click()
    page.wait_for_load_state()
    expect(page.locator(".messages .success")).to_contain_text(reference)
    assert page.get_by_role("button", name="Plaats aanbieden").count() == 0

    # The site tells how was chosen, and a "no" leads on.
    visitor.goto(demo_site.url + stage["path"])
    assert visitor.locator(".account dd").all_inner_texts() == ["24", "12"]
    faults += find_barriers_in(visitor, TWO_VIEWS)
    visitor.goto(demo_site.url + stage["own_page"])
    expect(visitor.locator(".own-reason")).to_contain_text("reden van nummer 24")
    faults += find_barriers_in(visitor, TWO_VIEWS)
    assert "\n".join(faults) == ""
