"""The public pages in a real browser: no cookie, no script needed, no barrier."""

import pytest
from playwright.sync_api import expect

from .pages import CALL, FORM, PUBLIC_PAGES, SEND, WORKPLACES, find_barriers


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_public_page_sets_no_cookie_fits_and_has_no_barrier(path, chromium, demo_site):
    context = chromium.new_context()
    page = context.new_page()
    requested: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    response = page.goto(demo_site.url + path)

    assert response.status == 200
    # Before axe, which leaves traces of its own.
    assert context.cookies() == []
    assert context.storage_state()["origins"] == []
    assert [url for url in requested if not url.startswith(demo_site.url)] == []
    assert complaints == []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert find_barriers(page) == []
    context.close()


@pytest.mark.parametrize("path", [CALL, FORM, *WORKPLACES])
def test_form_is_there_without_javascript(path, chromium, demo_site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_site.url + path)
    expect(page.get_by_role("button", name=SEND)).to_be_visible()
    context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_form_with_errors_has_no_barrier(javascript, chromium, demo_site):
    context = chromium.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(demo_site.url + FORM)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("Er ging iets mis. Kijk dit na:")).to_be_visible()
    assert page.title().startswith("Fout: ")
    if javascript:
        assert find_barriers(page) == []
    context.close()
