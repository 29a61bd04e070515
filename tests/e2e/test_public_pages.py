"""The public pages in a real browser: no script needed."""

import pytest
from playwright.sync_api import expect

from .pages import CALL, CHECK, FORM, WORKPLACES

pytestmark = pytest.mark.looks


@pytest.mark.parametrize("path", [CALL, FORM, *WORKPLACES])
def test_form_is_there_without_javascript(path, chromium, demo_site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_site.url + path)
    expect(page.get_by_role("button", name=CHECK)).to_be_visible()
    context.close()


def test_form_tells_its_errors_without_javascript(chromium, demo_site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_site.url + FORM)
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_text("Er ging iets mis. Kijk dit na:")).to_be_visible()
    assert page.title().startswith("Fout: ")
    context.close()
