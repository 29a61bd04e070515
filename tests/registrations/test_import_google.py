"""A whole file of the old Google Form, taken in by the office from its upload to its end."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registrations.models import Message, Registration, RegistrationImport
from registrations.services.answers import get_answers
from registrations.services.imports.columns import guess_mapping
from registrations.services.imports.unread import MOST_TEXTS, find_unread
from tests.factories.registrations import MunicipalityFactory, PlaceFactory
from workplaces.models import Session

from .form_scene import fresh, make_call_form
from .import_file import make_row, start, write_csv

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Tijdstempel",
    "Gebruikersnaam",
    "Naam",
    "Voornaam",
    "Voor welke organisatie of welk bestuur werk je?",
    "In welke stad of gemeente werk je?",
    "Aan welke werkplaats wil je deelnemen?",
    "Waarom kies je voor deze werkplaats? Wat wil je er zelf bijdragen?",
    "Vanuit welke invalshoek kijk je? (meerdere antwoorden mogelijk)",
    "Op welke data ben je aanwezig?",
    "Opmerkingen",
    "Opmerkingen",
]


def answer(stamp, mail, last, first, place, angles, data, *rest, town="Gent"):
    why = 'Wij verbouwen;\nwij zeggen: "doe mee".\n\nEn dan verder.'
    return [
        *(stamp, mail, last, first, "GC De Zandloper", town, place),
        *(why, angles, data),
        *(rest or ("", "")),
    ]


def write_google_csv(*rows) -> bytes:
    """As Excel saves it again: mark, semicolons, CRLF between the rows."""

    def quote(cell):
        return (
            f'"{cell.replace(chr(34), chr(34) * 2)}"'
            if re.search(r'[;"\n]', cell)
            else cell
        )

    lines = [";".join(map(quote, row)) for row in (HEADINGS, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


ROWS = [
    answer(
        "3-12-2025 14:15:22",
        "zoe@voorbeeld.be",
        "Müller-Özdemir",
        "Zoë",
        "Participatie",
        "Beleid, Jeugd",
        "19 maart, 4 juni, 15 oktober",
        "Eerste opmerking",
        "Tweede opmerking",
    ),
    answer(
        "4-12-2025 9:00:00",
        "jef@voorbeeld.be",
        "Claes",
        "Jef",
        "Samen bouwen met buren",
        "Beleid, Dromen",
        "Alle drie",
    ),
    answer(
        "5-12-2025 9:00:00",
        "ZOE@voorbeeld.be",
        "Müller-Özdemir",
        "Zoë",
        "Gedeeld ruimtegebruik",
        "Beleid",
        "Alle data behalve 4 juni",
    ),
    answer(
        "6-12-2025 9:00:00",
        "geen adres",
        "Maes",
        "An",
        "Participatie",
        "Beleid",
        "Alle",
    ),
    answer(
        "7-12-2025 9:00:00",
        "mo@voorbeeld.be",
        "El Amrani",
        "Mo",
        "Weet ik nog niet",
        "Jeugd",
        "Alle drie",
    ),
]


@pytest.fixture
def page():
    page = make_call_form(places=0)
    call = fresh(page.subject)
    for number, title in enumerate(("Participatie", "Gedeeld ruimtegebruik")):
        PlaceFactory(parent=call, title=f"Werkplaats {title}", slug=f"w-{number}")
    days = (datetime.date(2026, 3, 19), datetime.date(2026, 6, 4))
    for row, day in zip(
        call.sessions.all(), (*days, datetime.date(2026, 10, 15)), strict=True
    ):
        Session.objects.filter(pk=row.pk).update(date=day)
    MunicipalityFactory(name="Gent", region=None)
    return page


def upload(client, page, content):
    response = client.post(
        reverse("registrations:import_file"),
        {
            "page": page.pk,
            "file": SimpleUploadedFile("Antwoorden.csv", content),
            "notice": "De tekst onder het Google-formulier.",
        },
    )
    return RegistrationImport.objects.get(pk=response.url.split("/")[-2])


def choose_columns(client, job, **changes):
    chosen = {f"column-{number}": key for number, key in enumerate(job.mapping)}
    url = reverse("registrations:import", args=[job.pk])
    return client.post(
        url, chosen | {f"column-{n[1:]}": to for n, to in changes.items()}
    )


def get_field(response, text):
    return next(field for field in response.context["form"] if field.label == text)


def test_naam_beside_voornaam_is_the_last_name(page):
    assert guess_mapping(page, HEADINGS)[:4] == [
        "timestamp",
        "email",
        "last_name",
        "first_name",
    ]
    assert guess_mapping(page, ["Naam", "E-mail"])[0] == "full_name"
    assert guess_mapping(page, ["Naam", "Familienaam"]) == ["first_name", "last_name"]
    assert guess_mapping(page, ["Naam en voornaam", "E-mail"])[0] == "full_name"


def test_why_beside_which_workplace_is_the_motivation(page):
    assert guess_mapping(page, HEADINGS)[6:8] == ["workplace_first", "motivation"]
    turned = [HEADINGS[7], HEADINGS[6]]
    assert guess_mapping(page, turned) == ["motivation", "workplace_first"]


def test_whole_name_beside_a_first_name_is_taken(client, team, page):
    client.force_login(team.decider)
    job = upload(client, page, write_google_csv(ROWS[0]))
    response = choose_columns(client, job, c2="full_name")
    assert response.url == reverse("registrations:import_check", args=[job.pk])
    client.post(response.url)
    registration = Registration.objects.get()
    assert (registration.first_name, registration.last_name) == (
        "Zoë",
        "Müller-Özdemir",
    )


def test_google_file_is_taken_in_to_its_end_and_only_once(client, team, page):
    client.force_login(team.decider)
    job = upload(client, page, write_google_csv(*ROWS))
    response = choose_columns(client, job, c10="extra", c11="extra")
    assert response.url == reverse("registrations:import_answers", args=[job.pk])

    # What our form does not offer is asked; what it does is not.
    asked = client.get(response.url)
    assert {field.label for field in asked.context["form"]} == {
        "Samen bouwen met buren",
        "Weet ik nog niet",
        "Dromen",
        "Alle data behalve 4 juni",
    }
    place = get_field(asked, "Samen bouwen met buren")
    assert [label for _key, label in place.field.choices] == [
        "— deze rijen blijven eruit —",
        "Werkplaats Participatie",
        "Werkplaats Gedeeld ruimtegebruik",
    ]
    angle = get_field(asked, "Dromen")
    assert angle.field.choices[-1][1] == "— laat leeg —"
    said = {
        place.html_name: place.field.choices[1][0],
        angle.html_name: angle.field.choices[-1][0],
    }
    response = client.post(response.url, said)

    checked = client.get(response.url)
    outcomes = [row["outcome"] for row in checked.context["rows"]]
    assert outcomes == ["known", "ok", "warning", "error", "error"]
    assert checked.context["importable"] == 2
    client.post(response.url)

    jef, zoe = Registration.objects.order_by("pk")
    assert (zoe.first_name, zoe.last_name, zoe.organisation) == (
        "Zoë",
        "Müller-Özdemir",
        "GC De Zandloper",
    )
    assert [str(row.workplace_first) for row in (zoe, jef)] == [
        "Werkplaats Gedeeld ruimtegebruik",
        "Werkplaats Participatie",
    ]
    assert [option.label for option in jef.perspectives.all()] == ["Beleid"]
    assert jef.motivation == (
        'Wij verbouwen;\nwij zeggen: "doe mee".\n\nEn dan verder.'
    )
    assert zoe.availability.count() == 0
    answers = {one.label: one.value_text for one in get_answers(zoe)}
    assert answers["Op welke data ben je aanwezig?"] == "Alle data behalve 4 juni"
    assert Message.objects.count() == 0
    for url in (
        reverse("registrations:import", args=[job.pk]),
        reverse("registrations:import_file"),
    ):
        assert page.subject.title in client.get(url).content.decode()

    # The list and the registration say where they come from, and what they were told.
    listing = client.get(reverse("registrations:list"), {"source": "import"})
    assert {row.reference for row in listing.context["object_list"]} == {
        zoe.reference,
        jef.reference,
    }
    desk = client.get(reverse("registrations:edit", args=[zoe.pk])).content.decode()
    assert "De tekst onder het Google-formulier." in desk

    # Once more: the file as it was asks nothing again, and takes in nobody.
    again = upload(client, page, write_google_csv(*ROWS))
    response = choose_columns(client, again)
    assert response.url == reverse("registrations:import_check", args=[again.pk])
    checked = client.get(response.url)
    assert checked.context["importable"] == 0
    client.post(response.url)
    assert Registration.objects.count() == 2


def test_two_columns_with_one_heading_are_both_kept(client, team, page):
    client.force_login(team.decider)
    job = upload(client, page, write_google_csv(ROWS[0]))
    client.post(choose_columns(client, job, c10="extra", c11="extra").url)
    texts = [one.value_text for one in get_answers(Registration.objects.get())]
    assert [text for text in texts if "opmerking" in text] == [
        "Eerste opmerking",
        "Tweede opmerking",
    ]


def test_what_answers_mean_is_kept_without_the_answers(client, team, page):
    client.force_login(team.decider)
    job = upload(client, page, write_google_csv(*ROWS))
    response = choose_columns(client, job)
    client.post(response.url, {})
    client.post(reverse("registrations:import_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.rows == []
    kept = str(job.meanings)
    assert "workplace_first" in kept
    assert not any(word in kept.lower() for word in ("samen", "dromen", "behalve"))


def test_meaning_that_was_never_offered_is_refused(client, team, page):
    client.force_login(team.decider)
    job = upload(client, page, write_google_csv(*ROWS))
    url = choose_columns(client, job).url
    name = get_field(client.get(url), "Dromen").html_name
    assert client.post(url, {name: "iets anders"}).status_code == 422
    job.refresh_from_db()
    assert job.meanings == {}


def test_option_that_is_gone_is_asked_about_again(page, team):
    job = start(page, [make_row(invalshoek="Dromen")], user=team.decider)
    (_place, question) = find_unread(registration_import=job)
    (text,) = question.texts
    job.meanings = {"perspectives": {text.digest: "gone"}}
    (_place, question) = find_unread(registration_import=job)
    assert [one.meaning for one in question.texts] == [None]


def test_column_of_sentences_asks_about_some_of_them_only(page, team):
    rows = [make_row(n, invalshoek=f"Zin {n}") for n in range(MOST_TEXTS + 5)]
    job = start(page, rows, user=team.decider)
    questions = {one.key: one for one in find_unread(registration_import=job)}
    question = questions["perspectives"]
    assert (len(question.texts), question.left) == (MOST_TEXTS, 5)


def test_finished_import_asks_nothing_more(client, team, page):
    client.force_login(team.decider)
    job = upload(client, page, write_csv([make_row(werkplaats="Participatie")]))
    url = reverse("registrations:import_answers", args=[job.pk])
    client.post(reverse("registrations:import_cancel", args=[job.pk]))
    for response in (client.get(url), client.post(url)):
        assert response.url == reverse("registrations:import", args=[job.pk])
