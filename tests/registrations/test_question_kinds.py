"""Every kind of question that an editor can add: asked, stored, shown and exported."""

import pytest

from registrations.exports.cells import get_cell
from registrations.models import Registration, RegistrationFormField
from registrations.models.field_kinds import OWN_QUESTION_CHOICES
from registrations.services.answers import get_answers
from registrations.services.registration import register

from .form_scene import bind, make_day_form, reload

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
    assert f'name="inschrijving-{key}"' in client.get(page.get_url()).content.decode()


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
