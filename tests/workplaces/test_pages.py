"""The pages of a call and of the inspiration days."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import Page

from home.models import ContentPage, HomePage
from registrations.models import RegistrationFormPage
from tests.factories.home import get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
    SelectionCriterionFactory,
    SessionFactory,
    WorkplacePageFactory,
)
from workplaces.enums import CallPhase
from workplaces.models import (
    CallPage,
    InspirationDayIndexPage,
    InspirationDayPage,
    WorkplacePage,
)

pytestmark = pytest.mark.django_db

PAGE_TYPES = [
    Page,
    HomePage,
    ContentPage,
    CallPage,
    WorkplacePage,
    InspirationDayIndexPage,
    InspirationDayPage,
    RegistrationFormPage,
]
# What one warm GET asks, chrome of the page included.
CALL_QUERIES, WORKPLACE_QUERIES, INDEX_QUERIES = 11, 11, 8
# Parent → the only page types that may stand below it.
TREE = {
    Page: {Page, HomePage},
    HomePage: {ContentPage, CallPage, InspirationDayIndexPage},
    ContentPage: set(),
    CallPage: {WorkplacePage, RegistrationFormPage},
    WorkplacePage: set(),
    InspirationDayIndexPage: {InspirationDayPage},
    InspirationDayPage: {RegistrationFormPage},
    RegistrationFormPage: set(),
}


def read(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("parent", PAGE_TYPES)
def test_tree_allows_exactly_its_own_children(parent):
    assert set(parent.allowed_subpage_models()) == TREE[parent]


def test_tree_has_one_home_page():
    assert HomePage.can_create_at(Page.objects.get(depth=1)) is False


@pytest.mark.parametrize(
    "make",
    [
        get_home,
        CallPageFactory,
        WorkplacePageFactory,
        InspirationDayIndexPageFactory,
        InspirationDayPageFactory,
    ],
)
def test_page_renders_and_opens_in_the_editor(make, client, admin_client):
    page = make()
    assert client.get(page.url).status_code == 200
    editor = admin_client.get(f"/admin/pages/{page.pk}/edit/")
    assert editor.status_code == 200
    assert client.get(page.url).cookies == {}


@pytest.mark.parametrize("make", [CallPageFactory, InspirationDayIndexPageFactory])
def test_page_opens_as_new_in_the_editor(make, admin_client):
    model = make._meta.model
    address = f"/admin/pages/add/workplaces/{model._meta.model_name}/{get_home().pk}/"
    assert admin_client.get(address).status_code == 200


def test_call_without_optional_fields_leaves_no_trace(client):
    page = read(client, CallPageFactory(title="Kale oproep"))
    main = page.main
    assert [heading.get_text(strip=True) for heading in main.select("h1,h2,h3,h4")] == [
        "Kale oproep"
    ]
    assert main.select("dl, section, ol.line, ul, .prose, .button, .eyebrow") == []
    assert list(main.stripped_strings)[-2:] == ["Binnenkort open", "Kale oproep"]


def test_workplace_without_optional_fields_leaves_no_trace(client):
    page = read(client, WorkplacePageFactory(title="Kale werkplaats"))
    assert (
        page.main.select("dl, section, ol.line, .prose, .button, .lede, nav.others")
        == []
    )
    assert page.h1.get_text(" ", strip=True) == "1. Kale werkplaats"


def test_day_without_optional_fields_leaves_no_trace(client):
    page = read(client, InspirationDayPageFactory())
    terms = [term.get_text() for term in page.select("dl.facts dt")]
    assert terms == ["Wanneer"]
    assert page.select(".tag, .lede, .button") == []


def test_workplace_does_not_show_its_capacity(client):
    workplace = WorkplacePageFactory(
        capacity_min=8101, capacity_target=8102, capacity_max=8103
    )
    text = read(client, workplace).get_text()
    assert [size for size in ("8101", "8102", "8103") if size in text] == []


def test_number_of_a_workplace_counts_public_siblings(client):
    call = CallPageFactory()
    WorkplacePageFactory(parent=call, live=False)
    pages = [WorkplacePageFactory(parent=call) for _ in range(3)]
    contexts = [client.get(page.url).context for page in pages]
    assert [context["number"] for context in contexts] == [1, 2, 3]
    assert [page.pk for page in call.get_workplaces()] == [page.pk for page in pages]


@pytest.mark.parametrize("count", [1, 3])
def test_call_asks_as_many_queries_for_one_workplace_as_for_three(
    count, client, django_assert_num_queries
):
    call = CallPageFactory(with_sessions=True)
    for _ in range(count):
        WorkplacePageFactory(parent=call, lead="Doe je mee?")
        SelectionCriterionFactory(page=call)
    client.get(call.url)  # warms the caches of sites and content types
    with django_assert_num_queries(CALL_QUERIES):
        client.get(call.url)


@pytest.mark.parametrize("count", [1, 3])
def test_workplace_asks_as_many_queries_for_one_sibling_as_for_three(
    count, client, django_assert_num_queries
):
    call = CallPageFactory(with_sessions=True)
    pages = [WorkplacePageFactory(parent=call) for _ in range(count + 1)]
    client.get(pages[0].url)
    with django_assert_num_queries(WORKPLACE_QUERIES):
        client.get(pages[0].url)


@pytest.mark.parametrize("count", [1, 3])
def test_index_asks_as_many_queries_for_one_day_as_for_three(
    count, client, django_assert_num_queries
):
    index = InspirationDayIndexPageFactory()
    for _ in range(count):
        InspirationDayPageFactory(parent=index)
    client.get(index.url)
    with django_assert_num_queries(INDEX_QUERIES):
        client.get(index.url)


def test_date_of_a_meeting_changes_on_call_and_workplace_at_once(client):
    call = CallPageFactory(sessions_intro="<p>We komen samen op {data}.</p>")
    workplace = WorkplacePageFactory(parent=call)
    session = SessionFactory(page=call)
    session.date = datetime.date(2026, 3, 26)
    session.save()
    call_text = " ".join(read(client, call).get_text(" ").split())
    assert "We komen samen op 26 maart 2026 (voormiddag)." in call_text
    assert "19 maart" not in call_text
    line = read(client, workplace).select_one(".line__date")
    assert line["datetime"] == "2026-03-26"
    assert " ".join(line.get_text(" ").split()) == "donderdag 26 maart 2026"


def test_index_splits_days_at_today(client):
    index = InspirationDayIndexPageFactory()
    for day in (6, 7, 8):
        InspirationDayPageFactory(
            parent=index, title=f"Dag {day}", date=datetime.date(2027, 1, day)
        )
    with time_machine.travel(datetime.datetime(2027, 1, 7, 12, tzinfo=datetime.UTC)):
        lists = read(client, index).select(".days")
    titles = [[title.get_text() for title in days.select("h3")] for days in lists]
    assert titles == [["Dag 7", "Dag 8"], ["Dag 6"]]


def test_day_takes_registrations_until_it_is_over():
    day = InspirationDayPageFactory(date=datetime.date(2027, 1, 7))
    with time_machine.travel(datetime.datetime(2027, 1, 7, 22, tzinfo=datetime.UTC)):
        assert day.accepts_registrations is True
    with time_machine.travel(datetime.datetime(2027, 1, 7, 23, tzinfo=datetime.UTC)):
        assert day.accepts_registrations is False


@pytest.mark.parametrize(
    ("make", "fields", "wrong"),
    [
        (
            CallPageFactory,
            {
                "opens_at": datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC),
                "closes_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            },
            "closes_at",
        ),
        (
            CallPageFactory,
            {
                "closes_at": datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC),
                "decide_by": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            },
            "decide_by",
        ),
        (WorkplacePageFactory, {"capacity_min": 9, "capacity_max": 8}, "capacity_max"),
        (
            InspirationDayPageFactory,
            {"starts_at": datetime.time(12), "ends_at": datetime.time(11)},
            "ends_at",
        ),
    ],
)
def test_page_refuses_values_that_run_backwards(make, fields, wrong):
    page = make()
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert list(refusal.value.message_dict) == [wrong]


def test_closed_call_points_at_no_form(client):
    call = CallPageFactory(phase_override=CallPhase.CLOSED)
    page = read(client, call)
    assert page.select(".button") == []
    assert page.select_one(".phase").get_text(strip=True) == "Gesloten, selectie bezig"
