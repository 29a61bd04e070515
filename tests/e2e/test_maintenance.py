"""The page while the site is closed keeps every promise of the others."""

import pytest

from .asking import ask
from .barriers import VIEWS, find_barriers_in
from .nu import HOW_TO_INSTALL, check_html, is_installed
from .test_headers import assert_strict

pytestmark = pytest.mark.looks


@pytest.fixture
def closed_site(live_site):
    live_site.manage("maintenance", "on", "--minutes", "20")
    yield live_site
    live_site.manage("maintenance", "off")


@pytest.mark.skipif(not is_installed(), reason=HOW_TO_INSTALL)
def test_page_for_maintenance_is_as_good_as_the_others(closed_site, visitor):
    status, headers, text = ask(closed_site.url)
    assert (status, headers["Retry-After"]) == (503, "600")
    assert_strict("maintenance", headers)
    assert check_html({"maintenance": text}) == []
    visitor.goto(closed_site.url)
    assert find_barriers_in(visitor, VIEWS) == []
