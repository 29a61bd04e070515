"""What an uncached public page asks of the database: the same for 1, 3 and 30.

Behind a query string a page is written anew. "Usual" is any page after the first of a
process since the last publish; the first one also writes the menu, the settings and
the empty form.
"""

import pytest
from django.test import Client

from tests.factories.home import get_home
from tests.home.conftest import page_cache  # noqa: F401
from tests.home.page_cache_scene import count_page_queries

from .form_scene import make_call_form, make_day_form

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
# Of the call, its questions and their answers are asked once more.
MOST_QUERIES_FRESH = 16


def embed(form_page):
    """Put the form and the account on the page of its call or day, as the demo does."""
    host = form_page.subject
    host.body = [
        ("registration_form", {"title": "Schrijf je in", "form_page": form_page}),
        ("selection_account", {"title": "Hoe we kozen", "intro": ""}),
    ]
    host.save_revision().publish()
    return host


def make_addresses(places: int) -> dict[str, str]:
    call_form, day_form = make_call_form(places=places), make_day_form()
    call, day = embed(call_form), embed(day_form)
    home = get_home()
    home.featured_page = call
    home.save()
    return {
        "home": "/",
        "call": call.url,
        "workplace": call.get_workplaces().first().url,
        "form": call_form.url,
        "day": day.url,
        "day, form": day_form.url,
    }


def count(address: str, *, times: int) -> int:
    client = Client()
    for _ in range(times):
        with count_page_queries() as queries:
            response = client.get(f"{address}?vers")
        assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("places", [1, 3, 30])
@pytest.mark.usefixtures("page_cache")
def test_page_asks_at_most_twelve_times(places):
    found = {
        name: count(address, times=2)
        for name, address in make_addresses(places).items()
    }
    assert {name: n for name, n in found.items() if n > MOST_QUERIES} == {}


@pytest.mark.parametrize("places", [1, 3, 30])
def test_first_page_after_a_publish_asks_little_more(places):
    found = {
        name: count(address, times=2)
        for name, address in make_addresses(places).items()
    }
    assert {name: n for name, n in found.items() if n > MOST_QUERIES_FRESH} == {}
