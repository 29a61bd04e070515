"""What belongs to somebody is never kept."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from .page_cache_views import build, get, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


def test_host_scheme_and_path_each_have_their_own_page():
    seen: list[str] = []
    site = build(make_view(seen=seen))
    for _ in range(2):
        get(site)
        get(site, "/ander/")
        get(site, HTTP_HOST="ander.example")
        get(site, **{"wsgi.url_scheme": "https"})
    assert len(seen) == 4


@pytest.mark.parametrize(
    ("meta", "method"),
    [
        ({"QUERY_STRING": "werkplaats=een"}, "get"),
        ({"HTTP_COOKIE": "sessionid=abc"}, "get"),
        ({"HTTP_COOKIE": "a=b; csrftoken=abc"}, "get"),
        ({"HTTP_COOKIE": "messages=abc"}, "get"),
        ({"HTTP_AUTHORIZATION": "Basic abc"}, "get"),
        ({}, "post"),
    ],
)
def test_request_of_somebody_is_served_and_not_kept(meta, method):
    seen: list[str] = []
    site = build(make_view(seen=seen))
    for _ in range(2):
        site(getattr(RequestFactory(), method)("/", **meta))
    get(site)
    assert len(seen) == 3
    if "HTTP_COOKIE" in meta or "HTTP_AUTHORIZATION" in meta:
        answer = site(RequestFactory().get("/", **meta))
        assert answer["Cache-Control"] == "private, no-cache"
        assert "ETag" not in answer.headers


def test_cookie_of_somebody_else_makes_nobody_a_person():
    seen: list[str] = []
    site = build(make_view(seen=seen))
    get(site)
    get(site, HTTP_COOKIE="__cf_bm=abc")
    assert len(seen) == 1


def _set_cookie(response):
    response.set_cookie("sessionid", "abc")


def _vary(response):
    response["Vary"] = "Accept-Encoding, Cookie"


def _fail(response):
    response.status_code = 404


def _close(response):
    response["Cache-Control"] = "private, no-store"


@pytest.mark.parametrize("change", [_set_cookie, _vary, _fail, _close])
def test_response_that_belongs_to_somebody_is_not_kept(change):
    seen: list[str] = []
    site = build(make_view(seen=seen, change=change))
    answers = [get(site) for _ in range(2)]
    assert len(seen) == 2
    assert "public" not in answers[1]["Cache-Control"]
    assert "ETag" not in answers[1].headers


def test_response_that_did_not_ask_is_left_alone():
    def view(request):
        seen.append(1)
        return HttpResponse("x" * 2000)

    seen: list[int] = []
    site = build(view)
    answers = [get(site, HTTP_ACCEPT_ENCODING="br") for _ in range(2)]
    assert len(seen) == 2
    assert answers[1].headers == {"Content-Type": "text/html; charset=utf-8"}
