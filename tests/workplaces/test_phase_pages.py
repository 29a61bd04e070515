"""The same pages before, during and after: what each phase says and offers."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from cultuurplekken.demo.pages import create_pages
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayPageFactory,
    SessionFactory,
    WorkplacePageFactory,
)
from workplaces.models import CallPage, InspirationDayPage
from workplaces.phases import BRUSSELS
from workplaces.trajectory import build_line

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 5)
# Moment → phase, what is true now, what one can do (the clear act first), whether
# the page shows how to register.
PHASES = {
    "2025-11-10 12:00": ("upcoming", 0, ["#inschrijven", "#werkplaatsen"], False),
    "2026-01-18 12:00": ("open", 0, ["#inschrijven", "#werkplaatsen"], True),
    "2026-02-03 12:00": ("closed", 2, ["{day}", "#werkplaatsen"], False),
    "2026-03-01 12:00": ("announced", 2, ["{day}", "#werkplaatsen"], False),
    "2026-06-10 12:00": ("running", 2, ["{day}", "#werkplaatsen"], False),
    "2026-10-20 12:00": ("finished", 1, ["{day}", "#werkplaatsen"], False),
    "2026-11-20 12:00": ("finished", 1, ["#resultaten", "#werkplaatsen"], False),
}


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def read(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def demo():
    """The demo, with a call that goes by its dates."""
    # Set up while the call runs: later the demo dates its online meeting.
    with time_machine.travel(at("2026-01-18 12:00"), tick=False):
        pages = create_pages()
    CallPage.objects.update(phase_override="")
    InspirationDayPage.objects.update(date=DAY)
    return pages


@pytest.mark.parametrize("moment", PHASES)
def test_call_says_what_is_true_and_offers_one_clear_act(moment, client, demo):
    phase, sentences, links, can_register = PHASES[moment]
    with time_machine.travel(at(moment), tick=False):
        page = read(client, demo["call"].url)
    hero = page.select_one(".hero")
    assert hero.select_one(".phase")["class"] == ["phase", f"phase--{phase}"]
    assert len(hero.select(".true-now p")) == sentences
    assert [link["href"] for link in hero.select(".hero__actions a")] == [
        link.format(day=demo["day"].url) for link in links
    ]
    assert bool(page.select("#inschrijven form.form")) is can_register
    assert bool(page.select(".section__head a[href='#inschrijven']")) is can_register
    assert page.select_one("#inschrijven h2").get_text(strip=True) != ""
    if phase == "upcoming":
        (act, _) = hero.select(".hero__actions a")
        button = page.select_one("#inschrijven .interest__form button")
        assert act.get_text() == button.get_text() == "Hou me op de hoogte"


@pytest.mark.parametrize("moment", PHASES)
def test_workplace_leads_to_the_form_until_it_is_closed(moment, client, demo):
    phase, _sentences, _links, can_register = PHASES[moment]
    with time_machine.travel(at(moment), tick=False):
        hero = read(client, demo["participatie"].url).select_one(".hero")
    # Before the opening one leaves an address there, to hear of it.
    is_ahead = can_register or phase == "upcoming"
    links = [link["href"] for link in hero.select(".hero__actions a")]
    assert links == ["#inschrijven" if is_ahead else demo["call"].url]


@pytest.mark.parametrize("moment", PHASES)
def test_home_page_shows_the_call_by_its_phase(moment, client, demo):
    phase = PHASES[moment][0]
    with time_machine.travel(at(moment), tick=False):
        banner = read(client, "/").select_one(".banner")
    assert banner["class"] == ["banner", f"banner--{phase}"]
    assert [link["href"] for link in banner.select("a")] == [demo["call"].url]


def test_home_page_shows_only_dates_to_come(client, demo):
    with time_machine.travel(at("2026-01-31 12:00"), tick=False):
        page = read(client, "/")
    dates = [date["datetime"] for date in page.select(".agenda time")]
    assert dates == [
        "2026-02-13",
        "2026-03-19",
        "2026-06-04",
        "2026-10-15",
        "2026-11-05",
    ]
    with time_machine.travel(at("2027-01-31 12:00"), tick=False):
        assert read(client, "/").select(".agenda") == []


def test_workplace_without_a_form_leads_to_the_call_with_its_own_choice(client, demo):
    workplace = WorkplacePageFactory(parent=demo["call"], slug="eigen-plek")
    with time_machine.travel(at("2026-01-18 12:00"), tick=False):
        (link,) = read(client, workplace.url).select(".hero__actions a")
    assert link["href"] == f"{demo['call'].url}?werkplaats=eigen-plek#inschrijven"


def test_closed_form_leads_back_and_on(client, demo):
    with time_machine.travel(at("2026-02-03 12:00"), tick=False):
        page = read(client, demo["form"].url)
    links = [link["href"] for link in page.select(".hero__actions a")]
    assert links == [demo["call"].url, demo["day"].url]
    assert page.main.select("form.form") == []


def test_day_before_and_after(client, demo):
    InspirationDayPage.objects.update(harvest="<p>Drie afspraken.</p>")
    with time_machine.travel(at("2026-11-05 12:00"), tick=False):
        before = read(client, demo["day"].url)
    with time_machine.travel(at("2026-11-06 12:00"), tick=False):
        after = read(client, demo["day"].url)
    assert before.select_one(".hero__actions a")["href"] == "#inschrijven"
    assert "Drie afspraken." not in before.main.get_text()
    assert after.select_one(".hero__actions a")["href"] == demo["days"].url
    assert after.select_one("#oogst-titel + .prose").get_text(strip=True) == (
        "Drie afspraken."
    )


def test_full_day_says_so_before_the_form(client, demo):
    form_page = demo["day_form"]
    type(form_page).objects.filter(pk=form_page.pk).update(capacity=0)
    with time_machine.travel(at("2026-11-01 12:00"), tick=False):
        page = read(client, demo["day"].url)
    assert len(page.select(".hero .true-now")) == 1
    assert page.select_one("#inschrijven form.form") is not None


def test_home_page_shows_the_last_day_with_its_yield(client, demo):
    InspirationDayPage.objects.update(harvest="<p>Drie afspraken.</p>")
    with time_machine.travel(at("2026-11-20 12:00"), tick=False):
        page = read(client, "/")
    assert page.select_one(".days__harvest").get_text(strip=True) == "Drie afspraken."
    assert len(page.select(".day-card--past")) == 1


def test_line_is_not_marked_before_the_walk_begins():
    call = CallPageFactory(with_sessions=True)
    with time_machine.travel(at("2026-03-19 12:00"), tick=False):
        assert [stop.place for stop in build_line(call.ordered_sessions)] == [""] * 3


def test_line_marks_where_we_are():
    call = CallPageFactory()
    SessionFactory(page=call, online=True, sort_order=0)
    for order, month in enumerate((3, 6, 10), start=1):
        SessionFactory(page=call, date=datetime.date(2026, month, 4), sort_order=order)
    day = InspirationDayPageFactory(date=DAY)
    with time_machine.travel(at("2026-06-04 12:00"), tick=False):
        line = build_line(call.ordered_sessions, day)
        assert [stop.place for stop in line] == [
            "done",
            "done",
            "next",
            "ahead",
            "ahead",
        ]
        assert [stop.is_today for stop in line] == [False, False, True, False, False]


def test_invented_day_is_no_next_step_and_no_date_to_keep():
    call = CallPageFactory(with_sessions=True)
    day = InspirationDayPageFactory(date=DAY, is_example=True)
    with time_machine.travel(at("2026-10-16 12:00"), tick=False):
        *_meetings, stop = build_line(call.ordered_sessions, day)
        item = day.as_agenda_item()
        assert (stop.place, stop.calendar_url, stop.notes) == (
            "ahead",
            "",
            ["voorbeeld"],
        )
        assert (item.calendar_url, item.note) == ("", "voorbeeld")
        assert day.get_calendar_url() != ""
