"""The site search: what is found, how it is shown, and what a visitor may type."""

import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Worker
from wagtail.models import Page, PageViewRestriction, get_page_models

from home.models import BasePage, ContentPage, SiteSettings
from home.search_words import (
    LONGEST_QUERY,
    clean_query,
    fold,
    list_words,
    make_excerpt,
    split_terms,
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


def search(client, query: str, **more) -> BeautifulSoup:
    response = client.get("/zoeken/", {"q": query, **more})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def list_titles(soup: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in soup.select(".result__title a")]


def find(client, query: str) -> list[str]:
    return list_titles(search(client, query))


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


# Words, without a database


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Één CAFÉ", "een cafe"),
        ("Ça İs œuvre", "ca is œuvre"),
    ],
)
def test_folded_text_has_no_accents_and_the_same_length(text, folded):
    assert (fold(text), len(fold(text))) == (folded, len(text))


def test_words_are_listed_once_and_folded():
    assert list_words(["Één plek, één-plek", "2026 OP/TIL"]) == [
        "2026",
        "een",
        "op",
        "plek",
        "til",
    ]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Café e\u0301e\u0301n", ["cafe", "een"]),
        ("een e plek a", ["een", "plek"]),
        ("a", ["a"]),
        ("19 4 maart", ["19", "4", "maart"]),
        ("'; DROP --", ["drop"]),
        ("\x00\x1f \"' *:&|!()", []),
        ("", []),
        ("w" * 500, ["w" * 40]),
        (
            " ".join(f"woord{n}" for n in range(50)),
            [f"woord{n}" for n in range(8)],
        ),
    ],
)
def test_query_is_split_in_words(query, terms):
    assert split_terms(query) == terms


def test_query_is_shown_again_without_what_cannot_be_seen():
    assert clean_query(" a\x00b\n\u202ec  d ") == "a b c d"
    assert len(clean_query("x" * 999)) == LONGEST_QUERY


def test_excerpt_marks_what_was_found_in_its_own_spelling():
    pieces = make_excerpt(["Niets.", "Samen in Café De Zaal."], ["caf", "zaal"])
    assert [(piece.text, piece.is_found) for piece in pieces] == [
        ("Samen in ", False),
        ("Café", True),
        (" De ", False),
        ("Zaal", True),
        (".", False),
    ]


def test_excerpt_of_a_long_text_is_cut_around_what_was_found():
    text = f"{'Lange aanloop hier. ' * 30}Dan de plek zelf. {'En nog meer. ' * 30}"
    words = "".join(piece.text for piece in make_excerpt([text], ["plek"]))
    assert words.startswith("… Dan de plek zelf. En nog meer.")
    assert words.endswith(" …")
    assert len(words) < 200


def test_excerpt_without_a_find_is_empty():
    assert make_excerpt(["Niets hier"], ["plek"]) == []
    assert make_excerpt([], []) == []


# Pages


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


# The index


def run_tasks() -> None:
    """What the worker does every second."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_site_addresses")
def test_set_up_fills_the_index(client):
    ContentPageFactory(title="Plek")
    call_command("setup_site", stdout=io.StringIO())
    assert find(client, "plek") == ["Plek"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_published_page_is_found_once_the_worker_has_been(client):
    page = ContentPageFactory(title="Oud")
    page.title = "Gloednieuw"
    page.save_revision().publish()
    run_tasks()
    assert find(client, "gloedn") == ["Gloednieuw"]
    page.unpublish()
    assert find(client, "gloedn") == []


@pytest.mark.django_db
def test_every_page_type_has_its_words_in_the_index():
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    assert {
        field.field_name
        for model in ours
        for field in model.get_autocomplete_search_fields()
        if field.field_name != "title"
    } == {"search_words"}
