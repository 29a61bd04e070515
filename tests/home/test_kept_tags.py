"""The tag that keeps a part of a template under the stamp."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from home.page_cache import empty_page_cache

from .page_cache_scene import committing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


def write(word: str, *, key: str = "a", is_preview: bool = False) -> str:
    request = RequestFactory().get("/", headers={"host": "localhost"})
    request.is_preview = is_preview
    template = Template(
        '{% load kept_tags %}{% kept "part" key %}{{ word }}{% endkept %}'
    )
    return template.render(Context({"request": request, "key": key, "word": word}))


def test_part_is_kept_for_its_values_until_something_is_published():
    assert [write("een"), write("twee"), write("drie", key="b")] == [
        "een",
        "een",
        "drie",
    ]
    with committing():
        empty_page_cache()
    assert write("vier") == "vier"


def test_preview_is_written_anew_and_not_kept():
    assert [write("klad", is_preview=True), write("publiek"), write("klad 2")] == [
        "klad",
        "publiek",
        "publiek",
    ]
    assert write("klad 3", is_preview=True) == "klad 3"


def test_search_is_marked_in_the_menu_of_the_search_alone(client):
    menus = [
        BeautifulSoup(client.get(path).content, "html.parser").select_one(".navigation")
        for path in ("/zoeken/?q=plek", "/bestaat-niet/", "/zoeken/?q=plek")
    ]
    marked = [len(menu.select('[aria-current="page"]')) for menu in menus]
    assert marked == [1, 0, 1]


def test_part_needs_a_name():
    with pytest.raises(TemplateSyntaxError, match="kept needs a name"):
        Template("{% load kept_tags %}{% kept %}{% endkept %}")
