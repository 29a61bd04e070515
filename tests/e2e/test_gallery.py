"""The gallery of components: complete, and looked at in every scheme and width.

The pictures stand in the folder of the test, so that a reviewer can lay them side by
side: `pytest tests/e2e/test_gallery.py --basetemp=var/gallery`.
"""

import pytest
from playwright.sync_api import Browser

from cultuurplekken.gallery.tokens import STYLE_SHEETS

from .demo_site import DemoSite

pytestmark = pytest.mark.looks

GALLERY = "/componenten/"
VIEWS = {
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "1280-dark": {
        "viewport": {"width": 1280, "height": 900},
        "color_scheme": "dark",
    },
    "1280-forced": {
        "viewport": {"width": 1280, "height": 900},
        "forced_colors": "active",
    },
    "390": {"viewport": {"width": 390, "height": 844}},
    "320": {"viewport": {"width": 320, "height": 568}},
}


@pytest.mark.parametrize("view", VIEWS)
def test_every_component_has_its_picture(
    demo_site: DemoSite, chromium: Browser, tmp_path, view
):
    context = chromium.new_context(**VIEWS[view])
    page = context.new_page()
    mistakes = []
    page.on("console", lambda message: mistakes.append(message.text))
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    response = page.goto(demo_site.url + GALLERY)
    assert response.status == 200
    assert response.headers["x-robots-tag"] == "noindex, nofollow"

    shown = page.locator("[data-component]")
    for number in range(shown.count()):
        component = shown.nth(number)
        name = component.get_attribute("data-component")
        component.screenshot(path=tmp_path / f"{view}-{name}.png")

    expected = {path.stem for path in (STYLE_SHEETS / "components").glob("*.css")}
    assert {
        path.stem.removeprefix(f"{view}-") for path in tmp_path.iterdir()
    } == expected
    assert page.locator(".specimen__missing").all_inner_texts() == []
    assert page.locator(".contrasts__low").all_inner_texts() == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert mistakes == []
    context.close()
