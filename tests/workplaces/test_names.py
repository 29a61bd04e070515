"""Pages with one title, told apart in lists to choose from."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from tests.factories.registrations import OpenCallFactory, PlaceFactory, make_day
from workplaces.models import Session
from workplaces.services.names import tell_apart

pytestmark = pytest.mark.django_db


def name(*pages):
    return list(tell_apart(Page.objects.get(pk=page.pk) for page in pages).values())


def test_title_that_stands_there_once_is_the_name(django_assert_num_queries):
    call = OpenCallFactory(title="Werkplaatsen")
    with django_assert_num_queries(0):
        assert tell_apart([call]) == {call.pk: "Werkplaatsen"}
        assert tell_apart([]) == {}


def test_calls_differ_by_year_else_by_first_meeting_else_by_opening():
    one, two = [OpenCallFactory(title="Werkplaatsen") for _number in range(2)]
    one.opens_at = timezone.make_aware(timezone.datetime(2025, 12, 1, 9))
    one.save()
    opens = [text.partition("(")[2] for text in name(one, two)]
    assert opens[0] == "1 december 2025)"
    Session.objects.filter(page=one).update(date=date(2026, 3, 19))
    assert name(one, two)[0] == "Werkplaatsen (19 maart 2026)"
    for call, year in ((one, 2025), (two, 2026)):
        call.edition_year = year
        call.save()
    assert name(one, two) == ["Werkplaatsen (2025)", "Werkplaatsen (2026)"]


def test_days_differ_by_date_and_workplaces_by_their_call():
    days = [
        make_day(title="Dag", slug=f"dag-{n}", date=date(2027, 1, 1) + timedelta(n))
        for n in range(2)
    ]
    assert name(*days) == ["Dag (1 januari 2027)", "Dag (2 januari 2027)"]
    calls = [OpenCallFactory(title="Oproep", edition_year=2025 + n) for n in range(2)]
    places = [PlaceFactory(parent=call, title="Participatie") for call in calls]
    assert name(*places) == [
        "Participatie (Oproep (2025))",
        "Participatie (Oproep (2026))",
    ]


def test_names_differ_though_nothing_else_does():
    calls = [OpenCallFactory(title="Oproep ") for _number in range(2)]
    Session.objects.all().delete()
    for call in calls:
        call.opens_at = None
        call.save()
    assert len({*name(*calls)}) == 2


@pytest.mark.parametrize("count", [2, 4])
def test_more_twins_cost_no_more_queries(django_assert_num_queries, count):
    calls = [OpenCallFactory(title="Oproep", edition_year=n) for n in range(count)]
    places = [PlaceFactory(parent=call, title="Participatie") for call in calls]
    with django_assert_num_queries(4):
        tell_apart(places)
