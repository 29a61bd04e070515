"""A form whose address answers questions beforehand."""

import pytest

from home.page_cache.marking import CACHE_CONTROL
from registrations.models.core_questions import CORE_QUESTIONS, NEVER_REQUIRED
from tests.factories.registrations import get_places
from tests.home.conftest import page_cache  # noqa: F401
from tests.home.page_cache_scene import count_page_queries

from .form_scene import make_call_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page():
    return make_call_form()


def get_form(client, form_page, **words):
    return client.get(form_page.get_url(), words).context["form"]


def get_initial(client, form_page, **words):
    form = get_form(client, form_page, **words)
    return {key: value for key, value in form.initial.items() if value is not None}


def test_every_core_question_but_consent_has_a_word_of_its_own():
    words = [core.parameter for core in CORE_QUESTIONS]
    silent = {core.column for core in CORE_QUESTIONS if not core.parameter}

    assert silent == {"engagement", *NEVER_REQUIRED}
    assert len(set(words)) == len(CORE_QUESTIONS) - len(silent) + 1


def test_address_answers_every_core_question(client, form_page):
    places = get_places(form_page)
    keys = [row.key for row in form_page.call.live_sessions]
    given = {
        "first_name": "Lotte",
        "last_name": "Peeters",
        "email": "lotte@voorbeeld.be",
        "phone": "0470 12 34 56",
        "organisation": "GC De Zandloper",
        "organisation_type": "cultural_centre",
        "municipality": "Gent",
        "role": "director",
        "profile": "professional",
        "workplace_first": places[1].slug,
        "workplace_second": places[0].slug,
        "availability": keys[:2],
        "availability_note": "In november niet.\nDan ben ik weg.",
        "practice_link": "running",
        "practice_note": "Wij verbouwen.",
        "project_phase": "design",
        "experience_level": "first",
        "perspectives": ["policy", "youth"],
        "motivation": "Samen.",
        "contribution": "Onze gesprekken.",
        "expectations": "Nieuwe inzichten.",
        "colleague": "Samir",
    }
    words = {core.column: core.parameter for core in CORE_QUESTIONS}

    form = get_form(
        client, form_page, **{words[key]: value for key, value in given.items()}
    )

    assert form.initial == given | {
        "workplace_first": str(places[1].pk),
        "workplace_second": str(places[0].pk),
    }
    assert form.is_bound is False


@pytest.mark.parametrize(
    "words",
    [
        {"voornaam": "x" * 81},
        {"voornaam": ""},
        {"voornaam": "a\x00b"},
        {"e-mail": "geen adres"},
        {"telefoon": "bel me"},
        {"gemeente": "Atlantis"},
        {"functie": "koning"},
        {"tweede-keuze": "werkplaats-99"},
        {"bijeenkomsten": "s99"},
        {"invalshoeken": ["policy", "youth", "heritage", "management"]},
        {"motivatie": "x" * 1201},
        {"nieuwsbrief": "on"},
        {"engagement": "on"},
        {"first_name": "Lotte"},
    ],
)
def test_what_is_no_answer_is_left_out(client, form_page, words):
    assert get_initial(client, form_page, **words) == {}


def test_answer_that_exists_stays_beside_one_that_does_not(client, form_page):
    initial = get_initial(client, form_page, invalshoeken=["policy", "magie"])

    assert initial == {"perspectives": ["policy"]}


@pytest.mark.parametrize("word", ["voornaam", "fase", "bijeenkomsten"])
def test_filled_in_page_is_for_one_person(client, form_page, word):
    response = client.get(form_page.get_url(), {word: "wat dan ook"})

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "form_key" not in response.context


def test_workplace_in_the_address_is_the_same_for_all(client, form_page):
    response = client.get(form_page.get_url(), {"werkplaats": "werkplaats-2"})

    assert response["Cache-Control"] == CACHE_CONTROL
    assert "werkplaats-2" in response.context["form_key"]


def test_invented_workplace_shares_the_plain_form(client, form_page):
    plain = client.get(form_page.get_url(), {"vers": ""}).context["form_key"]

    for number in range(3):
        invented = client.get(
            form_page.get_url(), {"werkplaats": f"verzonnen-{number}"}
        )
        assert invented.context["form_key"] == plain


@pytest.mark.usefixtures("page_cache")
def test_name_in_an_address_is_never_shown_to_the_next(client, form_page):
    first = client.get(form_page.get_url(), {"voornaam": "Lotte"})
    with count_page_queries():
        second = client.get(form_page.get_url())
    third = client.get(form_page.get_url(), {"werkplaats": "werkplaats-1"})

    assert b"Lotte" in first.content
    assert b"Lotte" not in second.content
    assert b"Lotte" not in third.content


def test_page_that_embeds_the_form_is_filled_in_too(client, form_page):
    host = form_page.subject
    host.body = [
        ("registration_form", {"title": "Schrijf je in", "form_page": form_page})
    ]
    host.save_revision().publish()

    filled = client.get(host.get_url(), {"voornaam": "Lotte"})
    plain = client.get(host.get_url(), {"werkplaats": "werkplaats-1"})

    assert 'value="Lotte"' in filled.content.decode()
    assert filled["Cache-Control"] == "private, no-store"
    assert filled["X-Robots-Tag"] == "noindex, nofollow"
    assert filled["Referrer-Policy"] == "no-referrer"
    assert plain["Cache-Control"] == CACHE_CONTROL
