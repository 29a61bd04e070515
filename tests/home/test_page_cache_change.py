"""A kept page follows what changes, and the clock."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from home.models import PageCacheStamp
from home.page_cache import empty_page_cache, mark_public, stamp
from home.page_cache.store import MOST_PAGES, Page, PageStore
from tests.factories.home import ContentPageFactory
from tests.factories.workplaces import CallPageFactory, InspirationDayPageFactory

from .page_cache_scene import committing, is_hit
from .page_cache_views import build, get, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


BRUSSELS = ZoneInfo("Europe/Brussels")


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
