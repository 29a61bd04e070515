"""The public form in a browser: what it shows, accepts, refuses and keeps."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.enums import FormSection, RegistrationState
from registrations.models import (
    AnswerOption,
    FormerMunicipality,
    Municipality,
    ReferenceSequence,
    Registration,
    RegistrationFormField,
)
from tests.factories.registrations import RegistrationFactory, get_places
from tests.registrations.form_scene import (
    BROWSER,
    PREFIX,
    answers,
    close,
    fill_settings,
    fresh,
    get_sentences,
    make_call_form,
    make_day_form,
    reload,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def form_page(db):
    return make_call_form()


def embed(host, form_page):
    """Put the form on `host` as an editor does, and return the host."""
    host = fresh(host)
    host.body.append(
        ("registration_form", {"title": "Schrijf je in", "form_page": form_page})
    )
    host.save_revision().publish()
    return fresh(host)


# What a visitor sees.


def test_form_asks_the_questions_of_the_call_in_five_parts(client, form_page):
    response = client.get(form_page.get_url())

    form = response.context["form"]
    assert [part.section for part in form.get_fieldsets()] == list(FormSection)
    assert [field.name for part in form.get_fieldsets() for field in part.fields] == [
        row.clean_name for row in form_page.form_fields.all()
    ]


def test_form_is_the_same_for_everyone_and_sets_no_cookie(client, form_page):
    response = client.get(form_page.get_url())

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert b"csrfmiddlewaretoken" not in response.content


def test_form_needs_no_csrf_token(form_page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    assert send(client, form_page).status_code == 303


def test_form_marks_what_is_not_required_and_has_no_placeholder(client, form_page):
    html = client.get(form_page.get_url()).content.decode()

    assert (
        "Vul alle velden in. Als een veld niet verplicht is, staat dat erbij." in html
    )
    # phone, note on availability, note on practice, phase, expectations, colleague,
    # and three separate consents; the second choice has an answer for "none".
    assert html.count("(niet verplicht)") == 9
    assert "placeholder" not in html
    assert "novalidate" in html
    assert 'autocomplete="given-name"' in html
    assert 'type="email"' in html


def test_form_describes_each_field_by_its_hint(client, form_page):
    html = client.get(form_page.get_url()).content.decode()

    assert 'aria-describedby="id_inschrijving-email_helptext"' in html
    assert 'id="id_inschrijving-email_helptext"' in html


def test_form_promises_the_day_of_the_decision(client):
    decide_by = timezone.now() + timedelta(days=30)
    form_page = make_call_form(decide_by=decide_by)

    html = client.get(form_page.get_url()).content.decode()

    assert "Je inschrijving is een kandidatuur" in html


def test_form_links_to_the_privacy_page(client, form_page):
    settings = fill_settings()

    html = client.get(form_page.get_url()).content.decode()

    assert "Zo gaan we met je gegevens om" in html
    assert f'href="{settings.privacy_page.get_url()}"' in html


def count_queries(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_form_takes_the_same_queries_with_one_and_with_three(client, form_page):
    client.get(form_page.get_url())  # site and content types: cached from here on
    counts = []
    for number in range(3):
        RegistrationFormField.objects.create(
            page=form_page,
            label=f"Vraag {number}",
            field_type="singleline",
            sort_order=90 + number,
        )
        RegistrationFactory(page=form_page)
        counts.append(count_queries(client, form_page.get_url()))

    assert counts[0] == counts[2]


def test_form_is_preselected_by_the_address(client, form_page):
    second = get_places(form_page)[1]

    response = client.get(f"{form_page.get_url()}?werkplaats={second.slug}")

    assert response.context["form"]["workplace_first"].value() == str(second.pk)


def test_form_ignores_an_unknown_workplace_in_the_address(client, form_page):
    response = client.get(f"{form_page.get_url()}?werkplaats=bestaat-niet")

    assert response.context["form"]["workplace_first"].value() is None


def test_form_does_not_offer_an_unpublished_workplace(client, form_page):
    places = get_places(form_page)
    places[1].unpublish()

    response = client.get(form_page.get_url())

    offered = response.context["form"].fields["workplace_first"].choices
    assert [label for _value, label in offered] == ["Werkplaats 1", "Werkplaats 3"]


def test_form_does_not_offer_an_option_that_was_switched_off(client, form_page):
    AnswerOption.objects.filter(code="library").update(is_active=False)

    response = client.get(form_page.get_url())

    choices = dict(response.context["form"].fields["organisation_type"].choices)
    assert "library" not in choices


def test_question_without_anything_to_choose_is_not_asked(client):
    form_page = make_call_form(places=1)

    form = client.get(form_page.get_url()).context["form"]

    assert "workplace_first" in form.fields
    assert "workplace_second" not in form.fields


def test_unpublished_form_is_not_found(client, form_page):
    form_page.unpublish()

    assert client.get(form_page.get_url()).status_code == 404
    assert client.post(form_page.get_url(), {"iets": "anders"}).status_code == 404


def test_form_that_went_off_line_meanwhile_gives_the_answers_back(client, form_page):
    form_page.unpublish()

    response = send(client, form_page)

    html = response.content.decode()
    assert response.status_code == 409
    assert "Wij verbouwen en willen het samen doen." in html
    assert 'class="form"' not in html
    assert Registration.objects.count() == 0


def test_form_that_was_never_public_takes_no_post(client, form_page):
    type(form_page).objects.update(live=False, first_published_at=None)

    assert send(client, form_page).status_code == 404


# Sending.


def test_good_form_is_stored_and_redirects(client, form_page):
    response = send(client, form_page)

    registration = Registration.objects.get()
    assert response.status_code == 303
    assert response.headers["Cache-Control"] == "private, no-store"
    assert f"bedankt/{registration.reference}-" in response.headers["Location"]
    assert registration.state == RegistrationState.RECEIVED


def test_confirmation_shows_number_and_next_steps_but_no_person(client, form_page):
    url = send(client, form_page).headers["Location"]

    first, again = client.get(url), client.get(url)

    html = first.content.decode()
    assert Registration.objects.get().reference in html
    assert "Wat gebeurt er nu?" in html
    for personal in ("Lotte", "Peeters", "lotte@voorbeeld.be", "Zandloper"):
        assert personal not in html
    assert first.headers["Cache-Control"] == "private, no-store"
    assert again.status_code == 200


@pytest.mark.parametrize("change", ["number", "signature", "page"])
def test_confirmation_with_a_forged_address_is_not_found(client, form_page, change):
    url = send(client, form_page).headers["Location"]
    forged = {
        "number": url.replace("-0001-", "-0002-"),
        "signature": url[:-3] + ("00/" if url[-3:-1] != "00" else "11/"),
        "page": url.replace("bedankt/", "bedankt/x"),
    }[change]

    assert client.get(forged).status_code == 404


def test_form_works_embedded_and_posts_to_its_host(client, form_page):
    host = embed(form_page.subject, form_page)

    html = client.get(host.get_url()).content.decode()
    response = send(client, form_page, to=host)

    assert f'action="{host.get_url()}#inschrijving"' in html
    assert response.status_code == 303
    assert response.headers["Location"].startswith(form_page.get_url())


def test_embedded_form_shows_mistakes_in_place(client, form_page):
    host = embed(form_page.subject, form_page)

    response = send(client, form_page, to=host, first_name="")

    html = response.content.decode()
    assert response.status_code == 422
    assert response.context["page"].pk == host.pk
    assert "<title>Fout: " in html
    assert html.count("Vul je voornaam in") == 2  # summary, and beside the field
    assert 'value="Peeters"' in html


def test_embedded_form_on_a_workplace_starts_with_it(client, form_page):
    place = get_places(form_page)[2]
    host = embed(place, form_page)

    html = client.get(host.get_url()).content.decode()

    radio = f'name="{PREFIX}-workplace_first" value="{place.pk}"'
    assert radio in html
    assert "checked" in html.split(radio)[1].split(">")[0]


def test_embedded_form_that_went_off_line_gives_the_answers_back(client, form_page):
    host = embed(form_page.subject, form_page)
    form_page.unpublish()

    quiet = client.get(host.get_url()).content.decode()
    response = send(client, form_page, to=host)

    assert "id_inschrijving" not in quiet
    assert response.status_code == 409
    html = response.content.decode()
    assert "Inschrijven kan hier nu niet" in html
    assert "Wij verbouwen en willen het samen doen." in html
    assert Registration.objects.count() == 0


# Closed, not open yet, full.


def test_closed_form_is_a_page_of_its_own(client, form_page):
    close(form_page)

    html = client.get(form_page.get_url()).content.decode()

    assert "Inschrijven kan niet meer" in html
    assert "De oproep sloot op" in html
    assert 'class="form"' not in html


def test_post_after_closing_gives_back_every_answer(client, form_page):
    fill_settings()
    close(form_page)

    response = send(client, form_page)

    html = unescape(response.content.decode())
    assert response.status_code == 409
    for kept in (
        "Lotte",
        "lotte@voorbeeld.be",
        "GC De Zandloper",
        "Cultuurcentrum of gemeenschapscentrum",
        "Werkplaats 1",
        "Beleid, Jeugd",
        "Wij verbouwen en willen het samen doen.",
    ):
        assert kept in html
    assert "team@voorbeeld.be" in html
    assert "kopieer het en mail het ons" in html
    assert response.headers["Cache-Control"] == "private, no-store"
    assert Registration.objects.count() == 0


def test_embedded_form_after_closing_gives_back_every_answer(client, form_page):
    host = embed(form_page.subject, form_page)
    close(reload(form_page))

    response = send(client, form_page, to=host)

    assert response.status_code == 409
    assert "GC De Zandloper" in response.content.decode()


def test_form_that_opens_later_says_when(client):
    form_page = make_call_form(
        opens_at=timezone.now() + timedelta(days=3),
        closes_at=timezone.now() + timedelta(days=9),
    )

    html = client.get(form_page.get_url()).content.decode()

    assert "Inschrijven kan nog niet" in html
    assert "Inschrijven kan vanaf" in html
    assert send(client, form_page).status_code == 409


def test_form_of_a_past_day_is_closed(client):
    form_page = make_day_form(date=timezone.localdate() - timedelta(days=1))

    html = client.get(form_page.get_url()).content.decode()

    assert "Inschrijven kan niet meer" in html
    assert 'class="form"' not in html


def test_full_day_says_so_and_takes_people_on_the_waiting_list(client):
    form_page = make_day_form(capacity=1)
    first = send(client, form_page)

    html = client.get(form_page.get_url()).content.decode()
    second = send(client, form_page, email="noor@voorbeeld.be")

    assert "Alle plaatsen zijn ingenomen." in html
    assert (
        "Je bent ingeschreven" in client.get(first.headers["Location"]).content.decode()
    )
    assert (
        "Je staat op de wachtlijst"
        in client.get(second.headers["Location"]).content.decode()
    )


# Mistakes: a clear sentence, everything kept, nothing stored.


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_name": ""}, "Vul je voornaam in"),
        ({"first_name": None}, "Vul je voornaam in"),
        ({"last_name": "   "}, "Vul je familienaam in"),
        ({"email": ""}, "Vul je e-mailadres in, zoals naam@voorbeeld.be"),
        ({"email": "lotte"}, "Vul je e-mailadres in, zoals naam@voorbeeld.be"),
        (
            {"email": f"{'a' * 250}@voorbeeld.be"},
            "Vul je e-mailadres in, zoals naam@voorbeeld.be",
        ),
        ({"phone": "bel maar"}, "Vul je telefoonnummer in, zoals 0470 12 34 56"),
        ({"organisation": ""}, "Vul je organisatie of bestuur in"),
        ({"organisation_type": ""}, "Kies wat voor organisatie het is"),
        ({"organisation_type": "verzonnen"}, "Kies wat voor organisatie het is"),
        ({"municipality": ""}, "Vul de gemeente in waar je vooral werkt"),
        ({"role": "../../etc/passwd"}, "Kies je functie of rol"),
        ({"profile": None}, "Kies wat je vooral bent"),
        ({"workplace_first": None}, "Kies een werkplaats"),
        ({"workplace_first": "999999"}, "Kies een werkplaats"),
        ({"workplace_first": "1 OR 1=1"}, "Kies een werkplaats"),
        (
            {"availability": []},
            "Duid aan op welke bijeenkomsten je aanwezig kan zijn",
        ),
        (
            {"availability": ["s_verzonnen"]},
            "Duid aan op welke bijeenkomsten je aanwezig kan zijn",
        ),
        ({"practice_link": ""}, "Kies je link met de praktijk"),
        ({"experience_level": "expert"}, "Kies hoeveel ervaring je hebt"),
        ({"perspectives": []}, "Duid aan vanuit welke invalshoek je kijkt"),
        (
            {"perspectives": ["policy", "youth", "design", "maker"]},
            "Duid er hoogstens 3 aan; je duidde er 4 aan",
        ),
        ({"motivation": ""}, "Vertel kort waarom je wil deelnemen"),
        (
            {"motivation": "a" * 1350},
            "Je motivatie telt 1\u00a0350 tekens. Maak ze 150 tekens korter",
        ),
        ({"contribution": "\n \n"}, "Vertel kort wat je wil bijdragen"),
        (
            {"contribution": "b" * 1201},
            "Je bijdrage telt 1\u00a0201 tekens. Maak ze 1 teken korter",
        ),
        (
            {"colleague": "c" * 200},
            "Je antwoord telt 200 tekens. Maak het 40 tekens korter",
        ),
        ({"engagement": None}, "Vink aan dat je het engagement onderschrijft"),
        (
            {"organisation": "De\x00Vonk"},
            "Er staat een teken in je antwoord dat we niet kunnen lezen. "
            "Typ het opnieuw",
        ),
    ],
)
def test_mistake_gets_one_clear_sentence_and_keeps_the_rest(
    client, form_page, changes, sentence
):
    response = send(client, form_page, **changes)

    html = unescape(response.content.decode())
    assert response.status_code == 422
    assert get_sentences(response) == [sentence]
    assert html.count(sentence) == 2
    assert "<title>Fout: " in html
    assert "Er ging iets mis. Kijk dit na:" in html
    if "last_name" not in changes:
        assert 'value="Peeters"' in html
    if "motivation" not in changes:
        assert "Wij verbouwen en willen het samen doen." in html
    assert Registration.objects.count() == 0
    assert ReferenceSequence.objects.count() == 0


def test_same_workplace_twice_is_refused(client, form_page):
    first = str(get_places(form_page)[0].pk)

    response = send(client, form_page, workplace_second=first)

    assert get_sentences(response) == [
        "Kies een andere tweede keuze dan je eerste keuze"
    ]


def test_workplace_of_another_call_is_refused(client, form_page):
    other = get_places(make_call_form())[0]

    response = send(client, form_page, workplace_first=str(other.pk))

    assert get_sentences(response) == ["Kies een werkplaats"]


def test_mistake_links_to_the_field_and_marks_it(client, form_page):
    html = send(client, form_page, first_name="", availability=[]).content.decode()

    assert 'href="#id_inschrijving-first_name"' in html
    assert 'href="#id_inschrijving-availability_0"' in html
    assert 'id="id_inschrijving-availability_0"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_inschrijving-first_name_error"' in html


def test_empty_post_is_answered_with_all_sentences(client, form_page):
    response = client.post(form_page.get_url(), {}, headers=BROWSER)

    assert response.status_code == 422
    assert len(get_sentences(response)) == 16


def test_forged_names_change_nothing(client, form_page):
    data = answers(form_page) | {
        f"{PREFIX}-state": "selected",
        f"{PREFIX}-reference": "CVM26-9999",
        f"{PREFIX}-placed_in": str(get_places(form_page)[0].pk),
        f"{PREFIX}-held_at": "2026-01-01",
        "state": "selected",
    }

    client.post(form_page.get_url(), data, headers=BROWSER)

    registration = Registration.objects.get()
    assert registration.state == RegistrationState.RECEIVED
    assert registration.placed_in is None
    assert registration.reference.endswith("-0001")
    assert registration.form_data == {}


def test_markup_in_an_answer_is_shown_as_text(client, form_page):
    html = send(
        client, form_page, organisation="<script>alert(1)</script>", first_name=""
    ).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_length_counts_code_points_and_one_for_a_line_break(client, form_page):
    exactly = "é" * 600 + "\r\n" * 299 + "👩" * 301
    assert len(exactly.replace("\r\n", "\n")) == 1200

    response = send(client, form_page, motivation=exactly)

    assert response.status_code == 303
    assert Registration.objects.get().motivation == exactly.replace("\r\n", "\n")


def test_line_breaks_in_a_name_become_spaces(client, form_page):
    send(client, form_page, first_name="Lotte\r\nBcc: x@y.be")

    assert Registration.objects.get().first_name == "Lotte Bcc: x@y.be"


def test_replay_of_the_same_post_makes_one_registration(client, form_page):
    data = answers(form_page)

    first = client.post(form_page.get_url(), data, headers=BROWSER)
    second = client.post(form_page.get_url(), data, headers=BROWSER)

    assert first.headers["Location"] == second.headers["Location"]
    assert Registration.objects.count() == 1


def test_known_address_sees_the_same_as_a_new_one(client, form_page):
    first = send(client, form_page)
    second = send(client, form_page, motivation="Een andere tekst.")

    assert second.status_code == first.status_code
    assert second.headers["Location"] == first.headers["Location"]
    assert Registration.objects.count() == 1


# The municipality.


@pytest.mark.parametrize("typed", ["Gent", "gent", " GÉNT ", "G e n t"])
def test_municipality_is_found_however_it_is_written(client, form_page, typed):
    response = send(client, form_page, municipality=typed)

    if typed == "G e n t":
        assert response.status_code == 422
    else:
        assert Registration.objects.get().municipality.name == "Gent"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("De Pinte", "Nazareth-De Pinte"),
        ("de-pinte", "Nazareth-De Pinte"),
        ("nazareth de pinte", "Nazareth-De Pinte"),
        ("SINT NIKLAAS", "Sint-Niklaas"),
        ("Borsbeek", "Antwerpen"),
    ],
)
def test_municipality_is_found_by_former_names_too(client, form_page, typed, name):
    send(client, form_page, municipality=typed)

    registration = Registration.objects.get()
    assert registration.municipality.name == name
    assert registration.municipality_text == typed


def test_unknown_municipality_suggests_the_nearest(client, form_page):
    response = send(client, form_page, municipality="Mechele")

    assert get_sentences(response) == [
        "We vinden ‘Mechele’ niet. Bedoel je Mechelen? Of vink aan dat je gemeente "
        "niet in de lijst staat"
    ]
    html = response.content.decode()
    assert "Mijn gemeente staat niet in de lijst" in html
    assert 'value="Mechele"' in html


def test_unknown_municipality_is_taken_when_ticked(client, form_page):
    send(client, form_page, municipality="Baarle-Nassau", municipality_other="on")

    registration = Registration.objects.get()
    assert registration.municipality is None
    assert registration.municipality_text == "Baarle-Nassau"
    assert registration.municipality_name == "Baarle-Nassau"


def test_all_of_flanders_is_an_answer(client, form_page):
    send(client, form_page, municipality="heel Vlaanderen")

    assert Registration.objects.get().municipality_name == "heel Vlaanderen"


def test_former_name_of_two_municipalities_is_not_guessed(client, form_page):
    for name in ("Gent", "Aalst"):
        FormerMunicipality.objects.create(
            name="Oud", municipality=Municipality.objects.get(name=name)
        )

    assert send(client, form_page, municipality="Oud").status_code == 422


def test_any_municipality_is_taken_without_a_list(client, form_page):
    Municipality.objects.all().delete()

    send(client, form_page, municipality="Waar dan ook")

    assert Registration.objects.get().municipality_text == "Waar dan ook"


# Previews.


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("form", 'value="nakijken"'),
        ("check", "Kijk je antwoorden na"),
        ("landing", "Wat gebeurt er nu?"),
        ("closed", "Inschrijven kan niet meer"),
    ],
)
def test_preview_shows_each_face_of_the_form(rf, form_page, mode, words):
    request = rf.get(form_page.get_url())

    response = form_page.make_preview_request(request, mode)

    assert response.status_code == 200
    assert words in response.content.decode()


def test_preview_of_a_closed_call_shows_the_form_to_the_editor(rf, form_page):
    close(form_page)

    response = reload(form_page).make_preview_request(rf.get("/"), "form")

    assert 'value="nakijken"' in response.content.decode()
