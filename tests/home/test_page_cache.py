"""Which responses are kept, how they are answered, and until when."""

import gzip

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory
from django.test.client import FakePayload

from home.page_cache import stamp
from home.page_cache.store import choose_encoding
from tests.factories.home import ContentPageFactory

from .page_cache_scene import BROTLI, is_hit
from .page_cache_views import build, get, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


PUBLIC = "public, max-age=0, must-revalidate"


def test_second_visit_costs_no_query_of_the_page(client):
    page = ContentPageFactory()
    assert [is_hit(client, page.url) for _ in range(3)] == [False, True, True]


def test_hit_says_the_same_as_the_first_answer(client):
    page = ContentPageFactory(title="Over ons")
    first, second = (client.get(page.url, headers=BROTLI) for _ in range(2))
    assert (first.content, dict(first.items())) == (
        second.content,
        dict(second.items()),
    )
    assert second["Cache-Control"] == PUBLIC
    assert second["Vary"] == "Accept-Encoding"
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Cross-Origin-Opener-Policy",
    ):
        assert name in second.headers


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_page_is_sent_as_the_visitor_takes_it(client, accepted, encoding, decode):
    page = ContentPageFactory(title="Over ons")
    for _ in range(2):
        response = client.get(page.url, headers={"accept-encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert b"Over ons" in decode(response.content)
        assert response["Content-Length"] == str(len(response.content))


def test_every_encoding_has_its_own_etag(client):
    page = ContentPageFactory()
    tags = {
        client.get(page.url, headers={"accept-encoding": name})["ETag"]
        for name in ("br", "gzip", "")
    }
    assert len(tags) == 3


@pytest.mark.parametrize("weak", ["", "W/"])
def test_visitor_who_has_the_page_gets_304_with_its_headers(client, weak):
    page = ContentPageFactory()
    full = client.get(page.url, headers=BROTLI)
    known = {"if-none-match": f'"other", {weak}{full["ETag"]}'}
    for address in (page.url, f"{page.url}?van=brief"):
        answer = client.get(address, headers=BROTLI | known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == full["ETag"]
        assert answer["Cache-Control"] == PUBLIC
        assert answer["Content-Security-Policy"] == full["Content-Security-Policy"]
        assert "Content-Encoding" not in answer.headers
        assert "Content-Type" not in answer.headers


def test_head_has_the_headers_and_no_body(client):
    page = ContentPageFactory()
    full = client.get(page.url, headers=BROTLI)
    for _ in range(2):
        head = client.head(page.url, headers=BROTLI)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == full["Content-Length"]
        assert head["ETag"] == full["ETag"]


def test_head_is_answered_from_a_kept_page_but_keeps_none():
    seen: list[str] = []
    site = build(make_view(seen=seen))
    head = RequestFactory().head("/")
    for request in (head, head, RequestFactory().get("/"), head):
        site(request)
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("br", "br"),
        ("BR", "br"),
        ("gzip;q=0.5, br;q=0.1", "br"),
        ("br;q=x", ""),
        ("*", ""),
    ],
)
def test_encoding_follows_the_header(header, encoding):
    assert choose_encoding(header) == encoding


def test_off_switch_keeps_nothing(client, settings):
    settings.PAGE_CACHE = False
    page = ContentPageFactory()
    assert [is_hit(client, page.url) for _ in range(2)] == [False, False]
    assert "ETag" in client.get(page.url).headers


def test_nothing_waits_for_a_commit_when_nothing_changed(client):
    client.get(ContentPageFactory().url)
    connection.run_on_commit.clear()
    client.get("/")
    assert connection.run_on_commit == []


@pytest.mark.parametrize("query", ["utm_source=mail&utm_medium=x", "fbclid=1", "gclid"])
def test_address_of_a_campaign_is_the_kept_page(query):
    seen: list[str] = []
    site = build(make_view(seen=seen))
    first = get(site, QUERY_STRING=query)
    assert [first.content, get(site, QUERY_STRING=query).content] == [
        get(site).content
    ] * 2
    assert len(seen) == 1


def test_page_never_reads_what_only_tracks():
    def view(request):
        return make_view(body=f"{request.GET.urlencode()}{request.get_full_path()}")(
            request
        )

    assert get(build(view), QUERY_STRING="utm_source=evil").content == b"/"


@pytest.mark.parametrize("query", ["utm_source=a&werkplaats=b", "xfbclid=1", "&"])
def test_address_with_any_other_word_is_served(query):
    seen: list[str] = []
    site = build(make_view(seen=seen))
    get(site)
    get(site, QUERY_STRING=query)
    assert len(seen) == 2


def ask_server(path: str, **environ: str) -> bytes:
    """Ask as gunicorn does: the whole application, by an environment of WSGI."""
    environ = {
        **RequestFactory()._base_environ(PATH_INFO=path),
        "wsgi.input": FakePayload(b""),
        **environ,
    }
    # As Django's own client does: the connection of the test stays open.
    request_started.disconnect(close_old_connections)
    try:
        return b"".join(WSGIHandler()(environ, lambda *_answer: None))
    finally:
        request_started.connect(close_old_connections)


def test_header_script_name_changes_no_page():
    """gunicorn hands it on; the rest of the path is then what is left of it."""
    page = ContentPageFactory(title="Over ons")
    home = ask_server("/")
    stamp._change_stamp()
    # What comes of `SCRIPT_NAME: /over-ons` on the address of that page.
    assert ask_server("/", SCRIPT_NAME=page.url.rstrip("/")) == home
    assert b"Over ons</h1>" in ask_server(page.url)


def test_header_script_name_changes_no_link():
    page = ContentPageFactory(title="Over ons", show_in_menus=True)
    expected = ask_server(page.url)
    stamp._change_stamp()
    assert ask_server(page.url, SCRIPT_NAME="/evilprefix") == expected
    assert ask_server(page.url) == expected
    assert b"evilprefix" not in expected
