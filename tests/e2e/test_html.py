"""The Nu HTML checker has nothing to say about any page, in any state."""

import pytest

from .asking import ask
from .nu import HOW_TO_INSTALL, check_html, is_installed
from .pages import FORM

pytestmark = [
    pytest.mark.looks,
    pytest.mark.skipif(not is_installed(), reason=HOW_TO_INSTALL),
]


def test_html_of_every_page_is_without_error_or_warning(live_site):
    pages = {
        name: ask(live_site.url + path)[2] for name, path in live_site.paths.items()
    }
    pages["form with errors"] = ask(live_site.url + FORM, {})[2]
    assert check_html(pages) == []
