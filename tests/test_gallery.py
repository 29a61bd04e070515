"""The tokens hold their contrast; the gallery is for development only."""

import pytest
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from cultuurplekken.gallery.tokens import SCHEMES, contrast, get_pairs, read_tokens
from cultuurplekken.gallery.views import NOTHING_YET, get_components, show_gallery

pytestmark = pytest.mark.looks


@pytest.mark.parametrize(
    ("scheme", "paper"),
    [
        ("day", "#faf6ee"),
        ("night", "#14121e"),
        ("day, more contrast", "#fff"),
        ("night, more contrast", "#000"),
    ],
)
def test_tokens_are_read_by_scheme(scheme, paper):
    assert read_tokens(scheme)["paper"] == paper
    assert read_tokens(scheme)["radius"] == "4px"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_have_enough_contrast(scheme):
    low = [pair for pair in get_pairs(scheme) if not pair.is_enough]
    assert low == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#fff", "#000", 21), ("#767676", "#ffffff", 4.54), ("#123456", "#123456", 1)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio


def test_every_component_is_in_the_gallery():
    missing = [row.name for row in get_components() if row.template == NOTHING_YET]
    assert missing == []


def test_gallery_is_no_address_outside_development():
    try:
        name = resolve("/componenten/").url_name
    except Resolver404:
        name = None
    assert name != "gallery"


@pytest.mark.django_db
def test_gallery_asks_not_to_be_indexed():
    request = RequestFactory().get("/componenten/")
    response = show_gallery(request)

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "specimen__missing" not in response.content.decode()
    assert show_gallery(RequestFactory().post("/componenten/")).status_code == 405
