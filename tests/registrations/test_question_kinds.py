"""Every kind of question that an editor can add: asked, stored, shown and exported."""

from urllib.parse import urlsplit

import pytest

from registrations.exports.cells import get_cell
from registrations.forms.amend import build_amend_form
from registrations.models import Registration, RegistrationFormField
from registrations.models.field_kinds import OWN_QUESTION_CHOICES
from registrations.services.access import mint_link
from registrations.services.answers import get_answers
from registrations.services.registration import register

from .form_scene import BROWSER, answers, bind, make_day_form, reload

CHOICES = {"choices": "Fiets\nTrein, met fiets\nAuto"}
# kind → its settings, what is posted, what is stored, shown, and exported
KINDS = {
    "singleline": ({}, "Een zin", "Een zin", "Een zin", "Een zin"),
    "multiline": ({}, "Twee\r\nregels", "Twee\nregels", "Twee\nregels", "Twee\nregels"),
    "email": (
        {},
        "an@voorbeeld.be",
        "an@voorbeeld.be",
        "an@voorbeeld.be",
        "an@voorbeeld.be",
    ),
    "number": ({}, "1,5", "1.5", "1,5", "1.5"),
    "url": ({}, "https://a.be/b", "https://a.be/b", "https://a.be/b", "https://a.be/b"),
    "checkbox": ({}, "on", True, "Ja", "ja"),
    "checkboxes": (
        CHOICES,
        ["Fiets", "Auto"],
        ["Fiets", "Auto"],
        "Fiets, Auto",
        "Fiets, Auto",
    ),
    "dropdown": (CHOICES, "Auto", "Auto", "Auto", "Auto"),
    "multiselect": (CHOICES, ["Fiets"], ["Fiets"], "Fiets", "Fiets"),
    "radio": (CHOICES, "Trein, met fiets", *["Trein, met fiets"] * 3),
    "date": ({}, "2026-03-19", "2026-03-19", "19 maart 2026", "2026-03-19"),
    "datetime": (
        {},
        "2026-03-19T10:30",
        "2026-03-19T10:30:00+01:00",
        "19 maart 2026, 10.30",
        "2026-03-19T10:30:00+01:00",
    ),
    # Whatever is posted: it is the editor's.
    "hidden": (
        {"default_value": "Via de bibliotheken"},
        "x",
        *["Via de bibliotheken"] * 3,
    ),
}


def ask(kind, **settings):
    page = make_day_form()
    row = RegistrationFormField.objects.create(
        page=page, label="Vraag", field_type=kind, section="closing", **settings
    )
    return reload(page), row.clean_name


def test_every_kind_is_tested():
    assert set(KINDS) == {kind for kind, _label in OWN_QUESTION_CHOICES}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_kind_goes_all_the_way(client, kind):
    settings, posted, stored, shown, exported = KINDS[kind]
    page, key = ask(kind, required=True, **settings)

    register(form_page=page, form=bind(page, **{key: posted}))

    registration = Registration.objects.get()
    assert registration.form_data == {key: stored}
    texts = {answer.key: answer.value_text for answer in get_answers(registration)}
    assert texts[key] == shown
    assert get_cell(registration, key) == exported
    html = client.get(page.get_url()).content.decode()
    assert (f'name="inschrijving-{key}"' in html) is (kind != "hidden")


@pytest.mark.django_db
def test_hidden_field_is_told_to_who_it_is_about_and_asks_nothing(client):
    page, key = ask("hidden", required=True, default_value="Via de bibliotheken")

    client.post(page.get_url(), answers(page, **{key: "x"}), headers=BROWSER)
    asked = client.get(page.get_url()).content.decode()

    registration = Registration.objects.get()
    assert registration.form_data == {key: "Via de bibliotheken"}
    assert "Via de bibliotheken" not in asked
    own = client.get(urlsplit(mint_link(registration=registration)).path)
    assert "Via de bibliotheken" in own.content.decode()
    form = build_amend_form(registration)
    assert key not in [
        bound.name for fieldset in form.get_fieldsets() for bound in fieldset.fields
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "default", "initial"),
    [
        ("singleline", "Gent", "Gent"),
        ("checkbox", "ja", True),
        ("checkbox", "", False),
        ("checkbox", "nee", False),
        ("radio", "Auto", "Auto"),
        ("dropdown", "Auto", "Auto"),
        ("checkboxes", "Fiets\nAuto", ["Fiets", "Auto"]),
        ("date", "morgen", None),
        ("number", "veel", None),
    ],
)
def test_default_value_is_filled_in_beforehand(kind, default, initial):
    settings = CHOICES if kind in {"radio", "dropdown", "checkboxes"} else {}
    page, key = ask(kind, default_value=default, **settings)

    assert page.get_form(page=page)[key].value() == initial
