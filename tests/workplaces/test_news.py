"""The news: only facts whose moment has come, and the feeds that carry them."""

import datetime
import json
from xml.etree import ElementTree

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from home.models import SiteSettings
from tests.factories.home import get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
)
from workplaces.enums import CallPhase
from workplaces.models import CallPage, InspirationDayPage
from workplaces.phases import BRUSSELS
from workplaces.services.news import NEWEST, list_news

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_site_addresses")]

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = "public, max-age=0, must-revalidate"


def at(*moment: int) -> datetime.datetime:
    return datetime.datetime(*moment, tzinfo=BRUSSELS)


def make_call(**kwargs) -> CallPage:
    return CallPageFactory(
        **{
            "title": "Werkplaatsen",
            "slug": "oproep",
            "opens_at": at(2026, 1, 6, 9, 0),
            "closes_at": at(2026, 1, 30, 23, 59),
            "decide_by": at(2026, 2, 25, 12, 0),
            "search_description": "Drie werkplaatsen",
            **kwargs,
        }
    )


def make_day(**kwargs) -> InspirationDayPage:
    day = InspirationDayPageFactory(
        **{"title": "De sleutel", "date": datetime.date(2026, 11, 5), **kwargs}
    )
    InspirationDayPage.objects.filter(pk=day.pk).update(
        first_published_at=at(2026, 9, 1, 10), last_published_at=at(2026, 9, 2, 10)
    )
    return day


def tell(*moment: int) -> list[str]:
    """The titles of the news at a moment, the newest first."""
    with time_machine.travel(at(*moment), tick=False):
        return [item.title for item in list_news()]


OPEN = "De oproep is open"
CLOSES = "De oproep sluit op vrijdag 30 januari 2026"
CLOSED = "De oproep is gesloten"
KNOWN = "De deelnemers zijn bekend"


@pytest.mark.parametrize(
    ("moment", "titles"),
    [
        ((2026, 1, 6, 8, 59), []),
        ((2026, 1, 6, 9, 0), [OPEN]),
        ((2026, 1, 22, 23, 59), [OPEN]),
        ((2026, 1, 23, 0, 0), [CLOSES, OPEN]),
        ((2026, 1, 30, 23, 59), [CLOSES, OPEN]),
        ((2026, 1, 31, 0, 0), [CLOSED, OPEN]),
        ((2026, 2, 25, 11, 59), [CLOSED, OPEN]),
        ((2026, 2, 25, 12, 0), [KNOWN, CLOSED, OPEN]),
        ((2027, 1, 1, 12, 0), [KNOWN, CLOSED, OPEN]),
    ],
)
def test_call_tells_what_has_happened_to_the_minute(moment, titles):
    make_call()
    assert tell(*moment) == titles


def test_items_say_what_a_reader_needs():
    call = make_call()
    with time_machine.travel(at(2026, 3, 1), tick=False):
        known, closed, opened = list_news()
    assert opened.text == (
        "Inschrijven voor Werkplaatsen kan tot en met vrijdag 30 januari 2026. "
        "Drie werkplaatsen."
    )
    assert closed.text == (
        "Inschrijven voor Werkplaatsen kan niet meer. Wie zich inschreef, "
        "krijgt ten laatste op woensdag 25 februari 2026 om 12.00 uur antwoord."
    )
    assert known.text == "De groepen van Werkplaatsen zijn samengesteld."
    assert {item.url for item in (known, closed, opened)} == {call.full_url}
    assert [item.happened_at for item in (known, closed, opened)] == [
        at(2026, 2, 25, 12),
        at(2026, 1, 31),
        at(2026, 1, 6, 9),
    ]


@pytest.mark.parametrize(
    ("override", "titles"),
    [
        (CallPhase.UPCOMING, []),
        (CallPhase.OPEN, [OPEN]),
        (CallPhase.CLOSED, [CLOSED, OPEN]),
    ],
)
def test_call_that_is_held_by_hand_has_not_reached_what_its_dates_say(override, titles):
    make_call(phase_override=override)
    assert tell(2026, 3, 1) == titles


def test_reopened_call_names_no_deadline_that_is_past():
    make_call(phase_override=CallPhase.OPEN)
    with time_machine.travel(at(2026, 3, 1), tick=False):
        assert [item.text for item in list_news()] == [
            "Inschrijven voor Werkplaatsen kan. Drie werkplaatsen."
        ]


def test_call_without_moments_is_no_news():
    CallPageFactory(open=True)
    assert tell(2026, 3, 1) == []


def test_day_is_news_when_announced_and_when_behind_us():
    make_day()
    assert tell(2026, 8, 31) == []
    assert tell(2026, 9, 1, 10) == ["Aangekondigd: De sleutel"]
    assert tell(2026, 11, 5, 23, 59) == ["Aangekondigd: De sleutel"]
    assert tell(2026, 11, 6) == [
        "Terugblik: De sleutel",
        "Aangekondigd: De sleutel",
    ]


def test_invented_day_says_that_it_is_an_example():
    make_day(is_example=True)
    assert tell(2026, 10, 1) == ["Aangekondigd: De sleutel (voorbeeld)"]


def test_ids_stay_the_same_and_updates_follow_the_page():
    day = make_day()
    with time_machine.travel(at(2026, 10, 1), tick=False):
        before = list_news()[0]
        InspirationDayPage.objects.get(pk=day.pk).save_revision().publish()
        after = list_news()[0]
    assert before.id == f"tag:127.0.0.1,2026:{day.translation_key}/announced"
    assert after.id == before.id
    assert (before.updated_at, after.updated_at) == (
        at(2026, 9, 2, 10),
        at(2026, 10, 1),
    )
    assert after.happened_at == before.happened_at


def test_pages_that_are_not_public_are_no_news():
    make_call(live=False)
    private = make_day()
    PageViewRestriction.objects.create(
        page=private, restriction_type="password", password="geheim"
    )
    assert tell(2026, 12, 1) == []


def test_only_the_newest_are_told():
    days = InspirationDayIndexPageFactory()
    for number in range(NEWEST):
        make_day(parent=days, title=f"Dag {number}")
    assert len(tell(2026, 12, 1)) == NEWEST


@pytest.mark.parametrize("item_count", [1, 3])
def test_news_asks_no_more_for_more_pages(item_count, django_assert_num_queries):
    days = InspirationDayIndexPageFactory()
    for number in range(item_count):
        make_call(slug=f"oproep-{number}", with_sessions=True)
        make_day(parent=days, title=f"Dag {number}")
    tell(2026, 12, 1)
    with django_assert_num_queries(3):
        assert len(tell(2026, 12, 1)) == 5 * item_count


# The feeds


@pytest.fixture
def published():
    SiteSettings.objects.create(site=get_home().get_site(), organiser_name="OP/TIL")
    call = make_call(title="Werk & <plekken>\x0b samen")
    with time_machine.travel(at(2026, 1, 25, 12), tick=False):
        yield call


def test_atom_feed_is_dutch_and_complete(client, published):
    response = client.get("/nieuws.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl-BE"
    assert feed.findtext(f"{ATOM}title") == "Nieuws van Cultuurplekken van Morgen"
    assert feed.findtext(f"{ATOM}id") == "tag:127.0.0.1,2026:news"
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary").startswith(
        "Inschrijven voor Werk &amp; &lt;plekken&gt; samen kan"
    )
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "OP/TIL"
    assert [
        (link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")
    ] == [
        ("alternate", "http://testserver/"),
        ("self", "http://testserver/nieuws.atom"),
    ]
    key = published.translation_key
    assert [
        tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "published"))
        for entry in feed.findall(f"{ATOM}entry")
    ] == [
        (
            f"tag:127.0.0.1,2026:{key}/last-call",
            CLOSES,
            "2026-01-23T00:00:00+01:00",
        ),
        (f"tag:127.0.0.1,2026:{key}/open", OPEN, "2026-01-06T09:00:00+01:00"),
    ]


def test_json_feed_says_the_same(client, published):
    response = client.get("/nieuws.json")
    assert response["Content-Type"] == "application/feed+json"
    feed = json.loads(response.content)
    assert {key: feed[key] for key in feed if key != "items"} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Nieuws van Cultuurplekken van Morgen",
        "description": "De oproep, de deelnemers en de inspiratiedagen.",
        "home_page_url": "http://testserver/",
        "feed_url": "http://testserver/nieuws.json",
        "language": "nl-BE",
        "authors": [{"name": "OP/TIL"}],
    }
    assert feed["items"][1] == {
        "id": f"tag:127.0.0.1,2026:{published.translation_key}/open",
        "url": "http://localhost/oproep/",
        "title": OPEN,
        "content_text": (
            "Inschrijven voor Werk & <plekken> samen kan tot en met "
            "vrijdag 30 januari 2026. Drie werkplaatsen."
        ),
        "date_published": "2026-01-06T09:00:00+01:00",
        "date_modified": "2026-01-06T09:00:00+01:00",
    }


@pytest.mark.parametrize("address", ["/nieuws.atom", "/nieuws.json"])
def test_feed_without_news_is_empty_and_may_be_kept(client, address):
    response = client.get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, PUBLIC)
    assert response.cookies == {}
    assert client.post(address).status_code == 405
