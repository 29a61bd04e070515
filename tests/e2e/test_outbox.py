"""The outbox in a browser: nothing keeps a colleague out, and the keyboard is enough."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import TWO_VIEWS, find_barriers_in
from .demo_site import DemoSite
from .team import logged_in

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
