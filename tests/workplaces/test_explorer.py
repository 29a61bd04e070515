"""The page explorer: phase and dates as columns, at a fixed price."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import pgettext

from tests.factories.home import ContentPageFactory, get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
)
from tests.workplaces.test_phases import MOMENTS, at


def explore(client, page, query: str = "") -> list[list[str]]:
    """Return the cells of the listing below a page, without tick box and arrow."""
    address = reverse("wagtailadmin_explore", args=[page.pk]) + query
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    rows = soup.select("table.listing tbody tr")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
        for row in rows
    ]


def count_queries(client, page) -> int:
    address = reverse("wagtailadmin_explore", args=[page.pk])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)


def test_explorer_shows_phase_and_dates_of_calls(admin_client):
    ContentPageFactory(title="Privacy")
    CallPageFactory(**MOMENTS, title="Oproep 2026", with_sessions=True)

    with time_machine.travel(at("2026-03-19 10:00"), tick=False):
        rows = explore(admin_client, get_home())

    shown = {row[1].split(" ")[0]: row[2:5] for row in rows}
    assert shown["Oproep"] == ["Lopend", "30 jan 2026", "13 feb 2026"]
    assert shown["Privacy"] == ["", "", ""]


def test_explorer_shows_whether_a_day_is_to_come(admin_client):
    index = InspirationDayIndexPageFactory()
    for year in (2026, 2027):
        InspirationDayPageFactory(parent=index, date=datetime.date(year, 1, 7))

    with time_machine.travel(at("2026-11-22 10:00"), tick=False):
        rows = explore(admin_client, index, "?ordering=-date")

    assert [row[2:4] for row in rows] == [
        ["7 jan 2027", "nog te komen"],
        ["7 jan 2026", "voorbij"],
    ]


@pytest.mark.parametrize("kind", ["calls", "days"])
def test_explorer_asks_the_same_number_of_queries(admin_client, kind):
    parent = get_home() if kind == "calls" else InspirationDayIndexPageFactory()

    def add() -> None:
        if kind == "calls":
            CallPageFactory(parent=get_home(), **MOMENTS, with_sessions=True)
        else:
            InspirationDayPageFactory(parent=parent)

    add()
    one = count_queries(admin_client, parent)
    add()
    add()

    assert count_queries(admin_client, parent) == one


def test_explorer_says_which_phase_is_chosen_by_hand(admin_client):
    CallPageFactory(**MOMENTS, title="Oproep", open=True)
    expected = pgettext("phase", "%(phase)s (by hand)") % {"phase": "Open"}
    (row,) = explore(admin_client, get_home())
    assert row[2] == expected
