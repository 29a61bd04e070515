"""The site search: what is found, how it is shown, and what a visitor may type."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction

from home.models import ContentPage, SiteSettings
from home.search_words import (
    clean_query,
)
from home.services.search import index_pages
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.registrations import FormPageFactory
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
    SelectionCriterionFactory,
    WorkplacePageFactory,
)

from .search_scene import find, list_titles, search


def say(soup: BeautifulSoup) -> str:
    return " ".join(soup.select_one("[role=status]").get_text().split())


def make_many_pages(count: int) -> None:
    """Content pages in bulk, past the saving that a thousand pages would make slow."""
    home = get_home()
    kind = ContentType.objects.get_for_model(ContentPage)
    rows = Page.objects.bulk_create(
        Page(
            title=f"Plek {number}",
            draft_title=f"Plek {number}",
            slug=f"plek-{number}",
            path=f"{home.path}{number:04}",
            depth=3,
            url_path=f"{home.url_path}plek-{number}/",
            content_type=kind,
            locale=home.locale,
        )
        for number in range(count)
    )
    for row in rows:
        page = ContentPage(page_ptr=row, body=[])
        page.__dict__.update({**row.__dict__, "_state": page._state})
        page.save_base(raw=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["particip", "PARTICIPATIE", "partícip", "werk particip", "een cafe", "één"],
)
def test_beginning_of_a_word_is_enough_and_accents_do_not_matter(client, query):
    call = CallPageFactory(title="Oproep")
    WorkplacePageFactory(
        parent=call, title="Werkplaats Participatie", about="<p>Eén Café</p>"
    )
    ContentPageFactory(title="Privacy", intro="<p>Gegevens</p>")
    index_pages()
    assert find(client, query) == ["Werkplaats Participatie"]


@pytest.mark.django_db
def test_every_word_must_be_there_and_titles_come_first(client):
    ContentPageFactory(title="Eerst", intro="<p>gedeeld gebruik van een plek</p>")
    ContentPageFactory(title="Gedeeld gebruik")
    ContentPageFactory(title="Gedeeld")
    index_pages()
    assert find(client, "gedeeld gebruik") == ["Gedeeld gebruik", "Eerst"]


@pytest.mark.django_db
def test_call_is_found_by_its_dates_criteria_and_texts(client):
    call = CallPageFactory(
        title="Oproep",
        with_sessions=True,
        results="<p>Een leidraad</p>",
        search_description="Over gedeelde ruimte",
    )
    SelectionCriterionFactory(page=call, name="Engagement")
    index_pages()
    for query in ("19 maart", "engagement", "leidraad", "gedeelde"):
        assert find(client, query) == ["Oproep"]


@pytest.mark.django_db
def test_form_page_stays_out_and_leads_to_the_page_that_shows_it(client):
    form_page = FormPageFactory(title="Inschrijvingsformulier")
    call = form_page.call
    call.body = [("registration_form", {"form_page": form_page})]
    call.save()
    index_pages()
    assert find(client, "inschrijvingsform") == [call.title]


@pytest.mark.django_db
def test_only_public_pages_are_found(client):
    ContentPageFactory(title="Plek openbaar")
    ContentPageFactory(title="Plek concept", live=False)
    private = ContentPageFactory(title="Plek privé")
    PageViewRestriction.objects.create(
        page=private, restriction_type="password", password="geheim"
    )
    index_pages()
    assert find(client, "plek") == ["Plek openbaar"]


@pytest.mark.django_db
def test_result_shows_status_title_and_excerpt(client):
    InspirationDayPageFactory(
        title="De sleutel",
        date=datetime.date(2100, 1, 7),
        summary="Wie opent de zaal?",
    )
    call = CallPageFactory(title="Oproep", open=True)
    WorkplacePageFactory(parent=call, title="Zaal", lead="Wat kan hier?", accent="moss")
    index_pages()
    soup = search(client, "zaal")
    assert [
        [
            " ".join(part.get_text().split())
            for part in row.select(".result__status, .result__title, .result__excerpt")
        ]
        for row in soup.select(".result")
    ] == [
        [call.get_status_line(), "Zaal", "Wat kan hier?"],
        ["donderdag 7 januari 2100", "De sleutel", "Wie opent de zaal?"],
    ]
    assert [mark.get_text() for mark in soup.select("mark")] == ["zaal"]


@pytest.mark.django_db
def test_nearly_right_words_give_pages_that_come_close(client):
    ContentPageFactory(title="Participatie")
    index_pages()
    soup = search(client, "particpatie")
    assert list_titles(soup) == ["Participatie"]
    assert (
        say(soup)
        == "Niets gevonden voor ‘particpatie’. Deze pagina’s komen in de buurt."
    )


@pytest.mark.django_db
def test_nothing_found_shows_where_one_can_go_and_whom_to_ask(client):
    call = CallPageFactory(title="De oproep", open=True)
    WorkplacePageFactory(parent=call, title="Participatie")
    day = InspirationDayPageFactory(title="De sleutel")
    home = get_home()
    home.featured_page, home.second_page = call, day.get_parent()
    home.save()
    SiteSettings.objects.create(
        site=home.get_site(), contact_email="hallo@voorbeeld.be"
    )
    soup = search(client, "xyzzy")
    assert [link.get_text() for link in soup.select(".ways a")] == [
        "De oproep",
        "Participatie",
        "Inspiratiedagen",
        "De sleutel",
        "hallo@voorbeeld.be",
    ]
    assert soup.select_one(".way__status").get_text() == call.get_status_line()


@pytest.mark.django_db
def test_empty_search_invites_and_shows_the_same_ways(client):
    call = CallPageFactory(title="De oproep")
    home = get_home()
    home.featured_page = call
    home.save()
    soup = BeautifulSoup(client.get("/zoeken/").content, "html.parser")
    assert [link.get_text() for link in soup.select(".ways a")] == ["De oproep"]
    assert soup.select(".results") == []
    assert soup.select_one("input[name=q]")["value"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        '"plek" OR NEAR(',
        "plek*",
        "%s %(x)s %",
        "\x00",
        "plek\x00",
        "\\",
        "a:b & !c | (d)",
        "<script>alert(1)</script>",
        "é" * 500,
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "\u202e\u200b",
        "AND OR NOT",
    ],
)
def test_odd_input_gets_a_calm_answer(client, query):
    ContentPageFactory(title="Plek")
    index_pages()
    soup = search(client, query)
    assert soup.select_one("h1").get_text() == "Zoeken"
    assert soup.select_one("input[name=q]")["value"] == clean_query(query)
    assert soup.select("script") == []


@pytest.mark.django_db
@pytest.mark.parametrize("raw", ["%00", "%ff%fe", "plek%", "a&q=b", "x&blad=zes"])
def test_odd_addresses_get_a_calm_answer(client, raw):
    response = client.get(f"/zoeken/?q={raw}")
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")


@pytest.mark.django_db
def test_many_results_come_in_leaves(client):
    for number in range(25):
        ContentPageFactory(title=f"Plek {number:02}")
    index_pages()
    soup = search(client, "plek", blad=2)
    assert list_titles(soup) == [f"Plek {number}" for number in range(10, 20)]
    assert soup.select_one("ol.results")["start"] == "11"
    assert [" ".join(link.get_text().split()) for link in soup.select(".leaves a")] == [
        "← Vorige",
        "Blad 1",
        "Blad 2",
        "Blad 3",
        "Volgende →",
    ]
    assert say(soup) == "25 pagina’s voor ‘plek’, blad 2 van 3"
    assert list_titles(search(client, "plek", blad=99)) == [
        f"Plek {number}" for number in range(20, 25)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("item_count", [1, 3])
def test_queries_do_not_grow_with_results(
    client, item_count, django_assert_num_queries
):
    days = InspirationDayIndexPageFactory()
    for number in range(item_count):
        call = CallPageFactory(title=f"Plek {number}", with_sessions=True)
        WorkplacePageFactory(parent=call, title=f"Plek en werk {number}")
        InspirationDayPageFactory(parent=days, title=f"Plek van de dag {number}")
    index_pages()
    client.get("/zoeken/?q=plek")
    with django_assert_num_queries(13):
        assert len(find(client, "plek")) == 3 * item_count


@pytest.mark.django_db
def test_thousand_pages_are_searched_with_as_many_queries(
    client, django_assert_num_queries
):
    make_many_pages(1000)
    index_pages()
    client.get("/zoeken/?q=plek")
    with django_assert_num_queries(8):
        soup = search(client, "plek", blad=100)
    assert list_titles(soup) == [f"Plek {number}" for number in range(990, 1000)]
