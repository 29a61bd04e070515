"""Running sites and Debian's Chromium for the browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .chromium import ARGUMENTS, find_chromium
from .demo_site import DemoSite, run_demo_site
from .live_site import LiveSite, run_live_site

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests without a browser."""
    if find_chromium():
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip("Chromium is not installed."))


@pytest.fixture(scope="package")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """One demo site for all browser tests; they take care of what they share."""
    with run_demo_site(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(scope="package")
def live_site(
    demo_site: DemoSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveSite]:
    """The site as production serves it, for tests that change none of its pages."""
    folder = tmp_path_factory.mktemp("live")
    with run_live_site(folder, database=demo_site.as_set_up) as site:
        yield site


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium.

    For this package only: while Playwright runs, its event loop makes Django
    refuse the database to whatever else runs in this process.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Page]:
    """A page of somebody who was never here before."""
    context = chromium.new_context(locale="nl-BE")
    yield context.new_page()
    context.close()
