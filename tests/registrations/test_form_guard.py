"""Doubt holds for a person to look; it never drops and never refuses."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from environ import Env

from registrations.enums import RegistrationState
from registrations.models import Registration
from registrations.views.guard import (
    MOST_PER_HOUR,
    collect_doubts,
    is_same_origin,
    make_stamp,
)
from tests.registrations.form_scene import BROWSER, answers, make_day_form

PREFIX = "inschrijving"
OFFICE = "81.82.83.84"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def post(rf, *, headers=None, stamp_age=60, address=OFFICE, **fields):
    """Return a post of the form; by default an honest one from a browser."""
    data = {f"{PREFIX}-{name}": value for name, value in fields.items()}
    if stamp_age is not None:
        moment = timezone.now() - timedelta(seconds=stamp_age)
        with time_machine.travel(moment):
            data[f"{PREFIX}-stamp"] = make_stamp()
    return rf.post(
        "/",
        data,
        headers=BROWSER if headers is None else headers,
        REMOTE_ADDR=address,
    )


def doubts(request):
    return collect_doubts(request, prefix=PREFIX)


def test_honest_post_raises_no_doubt(rf):
    assert doubts(post(rf)) == []


@pytest.mark.parametrize("stamp_age", [None, 1, 3600 * 24 * 30])
def test_strange_stamp_alone_is_no_reason(rf, stamp_age):
    assert doubts(post(rf, stamp_age=stamp_age)) == []


@pytest.mark.parametrize(
    ("stamp_age", "sign"),
    [(None, "no_stamp"), (1, "too_fast"), (3600 * 24 * 30, "old_stamp")],
)
def test_strange_stamp_without_a_browser_is_held(rf, stamp_age, sign):
    assert doubts(post(rf, stamp_age=stamp_age, headers={})) == [sign, "no_browser"]


def test_forged_stamp_counts_as_none(rf):
    request = post(rf, stamp_age=None, headers={}, stamp="form:vals:gemaakt")

    assert doubts(request) == ["no_stamp", "no_browser"]


def test_filled_honeypot_is_held(rf):
    assert doubts(post(rf, fax="koop nu")) == ["honeypot"]


def test_post_from_another_site_is_held(rf):
    assert doubts(post(rf, headers={"sec-fetch-site": "cross-site"})) == ["cross_site"]


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://elders.be"}, False),
        ({"origin": "null"}, True),
        ({}, True),
    ],
)
def test_origin_is_read_from_what_the_browser_tells(rf, headers, same):
    assert is_same_origin(rf.post("/", headers=headers)) is same


def test_office_with_one_address_is_not_held(rf):
    assert [doubts(post(rf)) for _ in range(MOST_PER_HOUR)] == [[]] * MOST_PER_HOUR


def test_flood_from_one_address_is_held_and_ends(rf):
    for _ in range(MOST_PER_HOUR):
        doubts(post(rf))

    assert doubts(post(rf)) == ["rate"]
    assert doubts(post(rf, address="81.82.83.85")) == []


def test_flood_is_counted_for_one_hour(rf):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(MOST_PER_HOUR):
            doubts(post(rf))
        clock.shift(3590)
        assert doubts(post(rf)) == ["rate"]
        clock.shift(20)
        assert doubts(post(rf)) == []


@pytest.mark.django_db
def test_flood_is_counted_in_a_cache_that_processes_share(rf, settings):
    settings.CACHES = {"default": Env.cache_url_config("dbcache://cache")}
    call_command("createcachetable")

    for _ in range(MOST_PER_HOUR):
        doubts(post(rf))

    assert doubts(post(rf)) == ["rate"]


def test_proxy_in_the_house_is_not_counted(rf):
    for _ in range(MOST_PER_HOUR + 5):
        last = doubts(post(rf, address="127.0.0.1"))

    assert last == []


def test_forwarded_address_is_believed_only_behind_our_proxies(rf, settings):
    def flood():
        for number in range(MOST_PER_HOUR + 1):
            request = post(rf)
            request.META["HTTP_X_FORWARDED_FOR"] = f"1.1.1.{number}, 81.1.1.1"
            last = doubts(request)
        return last

    assert flood() == ["rate"]  # the sender changes the header at will
    cache.clear()
    settings.TRUSTED_PROXIES = 2
    assert flood() == []


def test_no_address_is_kept_in_the_cache(rf):
    doubts(post(rf))

    assert OFFICE not in str(cache._cache)


@pytest.mark.django_db
def test_cross_site_post_is_stored_and_waits_for_a_person(client):
    form_page = make_day_form()

    response = client.post(
        form_page.get_url(),
        answers(form_page),
        headers={"sec-fetch-site": "cross-site", "origin": "https://elders.be"},
    )

    registration = Registration.objects.get()
    landing = client.get(response.headers["Location"]).content.decode()
    assert response.status_code == 303
    assert registration.state == RegistrationState.DRAFT
    assert "cross_site" in registration.hold_reasons
    assert "Iemand van ons kijkt je inschrijving eerst even na." in landing
