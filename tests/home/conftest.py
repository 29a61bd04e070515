"""The page cache is off in tests, except where a test asks for it."""

import pytest

from home.page_cache import stamp


@pytest.fixture
def page_cache(db, settings):
    """Switch the page cache on, under a stamp that no other test had."""
    settings.PAGE_CACHE = True
    stamp._change_stamp()
    yield
    stamp.reader.forget()
