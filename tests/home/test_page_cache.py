"""Which responses are kept, how they are answered, and until when."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import FakePayload

from home.models import PageCacheStamp
from home.page_cache import empty_page_cache, mark_public, stamp
from home.page_cache.middleware import PageCacheMiddleware
from home.page_cache.store import MOST_PAGES, Page, PageStore, choose_encoding
from tests.factories.home import ContentPageFactory
from tests.factories.workplaces import CallPageFactory, InspirationDayPageFactory

from .page_cache_scene import BROTLI, committing, is_hit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]

PUBLIC = "public, max-age=0, must-revalidate"
BRUSSELS = ZoneInfo("Europe/Brussels")


def build(view):
    """Return the middleware around one view, as the outermost layer of a site."""
    return PageCacheMiddleware(view)


def get(middleware, path="/", **meta):
    return middleware(RequestFactory().get(path, **meta))


def make_view(*, body: str = "x" * 2000, seen=None, change=None):
    def view(request):
        if seen is not None:
            seen.append(request.path)
        response = HttpResponse(body)
        mark_public(response)
        if change:
            change(response)
        return response

    return view


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


def test_change_is_seen_at_the_next_request(client):
    page = ContentPageFactory(title="Oud")
    client.get(page.url)
    with committing():
        page.title = "Nieuw"
        page.save_revision().publish()
    assert b"Nieuw</h1>" in client.get(page.url).content


def test_page_that_changed_while_it_was_written_is_not_kept():
    """Read before the publish, finished after it: an old page under a new stamp."""

    def view(request):
        response = make_view(body=words[0] * 1000)(request)
        if words[0] == "oud":
            words[0] = "nieuw"
            stamp._change_stamp()
        return response

    words = ["oud"]
    site = build(view)
    assert get(site).content == b"oud" * 1000
    assert get(site).content == b"nieuw" * 1000
    words[0] = "nooit"
    assert get(site).content == b"nieuw" * 1000


def test_page_that_many_ask_for_at_once_is_rendered_once(monkeypatch):
    """Right after a publish: the others wait, and get what the first one rendered."""
    monkeypatch.setattr(stamp, "BELIEVE_SECONDS", 60)
    go_on = threading.Event()

    def view(request):
        if request.path == "/druk/":
            go_on.wait(5)
        return make_view(body="d" * 1000, seen=seen)(request)

    seen: list[str] = []
    site = build(view)
    # Once in this thread, so that no other one needs the database.
    get(site)
    with ThreadPoolExecutor(5) as pool:
        answers = [pool.submit(get, site, "/druk/") for _ in range(5)]
        threading.Timer(0.2, go_on.set).start()
    assert [answer.result().content for answer in answers] == [b"d" * 1000] * 5
    assert seen == ["/", "/druk/"]


def test_page_that_is_not_kept_makes_no_queue(monkeypatch):
    """Whoever waited for it in vain renders it beside the others who waited."""
    monkeypatch.setattr(stamp, "BELIEVE_SECONDS", 60)
    go_on, side_by_side = threading.Event(), threading.Barrier(2)
    turns = iter([True, False, False])

    def view(request):
        if request.path == "/":
            return make_view()(request)
        if next(turns):
            go_on.wait(5)
        else:
            side_by_side.wait(5)
        return HttpResponse(f"van {threading.get_ident()}")

    site = build(view)
    get(site)
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(get, site, "/van-iemand/") for _ in range(3)]
        threading.Timer(0.2, go_on.set).start()
    assert len({answer.result().content for answer in answers}) == 3


def test_process_asks_the_stamp_again_within_a_second(monkeypatch):
    site = build(make_view(seen=(seen := [])))
    now = [1000.0]
    monkeypatch.setattr(stamp.time, "monotonic", lambda: now[0])
    get(site)
    # As another process does it: this one hears nothing.
    PageCacheStamp.objects.update(value="anders")
    now[0] += 0.4
    get(site)
    assert len(seen) == 1
    now[0] += 0.2
    get(site)
    assert len(seen) == 2


def test_one_transaction_writes_the_stamp_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for _ in range(3):
            empty_page_cache()
    assert callbacks == [stamp._change_stamp]


def test_stamp_that_nobody_can_read_shows_and_keeps_nothing(monkeypatch):
    def break_off():
        raise OperationalError("gone")

    site = build(make_view(seen=(seen := [])))
    get(site)
    monkeypatch.setattr(stamp, "_fetch", break_off)
    stamp.reader.forget()
    for _ in range(2):
        assert get(site).status_code == 200
    assert len(seen) == 3


def test_site_without_a_row_yet_keeps_pages_too():
    PageCacheStamp.objects.all().delete()
    stamp.reader.forget()
    site = build(make_view(seen=(seen := [])))
    get(site)
    get(site)
    stamp._change_stamp()
    get(site)
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("edge", "held"),
    [
        ("opens_at", ""),
        ("closes_at", ""),
        ("decide_by", ""),
        # "Opens on 11 January" is over then, though an editor still holds it shut.
        ("opens_at", "upcoming"),
    ],
)
def test_call_page_changes_with_its_moments(edge, held):
    start = datetime(2027, 1, 11, 12, 0, tzinfo=BRUSSELS)
    moments = {
        "opens_at": start,
        "closes_at": start + timedelta(hours=1),
        "decide_by": start + timedelta(hours=2),
    }
    call = CallPageFactory(**moments, phase_override=held)
    moment = moments[edge] + timedelta(minutes=1 if edge == "closes_at" else 0)
    client = Client()
    with time_machine.travel(moment - timedelta(seconds=30), tick=False) as clock:
        before = client.get(call.url).content
        clock.move_to(moment - timedelta(seconds=1))
        assert is_hit(client, call.url)
        clock.move_to(moment + timedelta(seconds=1))
        assert not is_hit(client, call.url)
        assert client.get(call.url).content != before


def test_page_ends_with_the_day_in_brussels():
    day = InspirationDayPageFactory(date=datetime(2027, 3, 27))
    client = Client()
    midnight = datetime(2027, 3, 28, tzinfo=BRUSSELS)
    with time_machine.travel(midnight - timedelta(seconds=5), tick=False) as clock:
        client.get(day.url)
        assert is_hit(client, day.url)
        clock.move_to(midnight)
        assert not is_hit(client, day.url)


def test_view_may_ask_for_less(settings):
    soon = datetime(2027, 1, 11, 12, 0, tzinfo=BRUSSELS)
    seen: list[int] = []

    def view(request):
        seen.append(1)
        response = HttpResponse("x")
        mark_public(response, expires_at=soon)
        return response

    site = build(view)
    with time_machine.travel(soon - timedelta(seconds=5), tick=False) as clock:
        get(site)
        get(site)
        clock.move_to(soon)
        get(site)
    assert len(seen) == 2


def test_store_lets_go_of_what_nobody_asks_for():
    store = PageStore()
    for number in range(MOST_PAGES + 1):
        store.put(("http", "", str(number)), Page(b"x", {}, stamp="s", until=9.0))
        store.get(("http", "", "0"), stamp="s", now=1.0)
    kept = [
        number
        for number in range(MOST_PAGES + 1)
        if store.get(("http", "", str(number)), stamp="s", now=1.0)
    ]
    assert kept == [0, *range(2, MOST_PAGES + 1)]


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
