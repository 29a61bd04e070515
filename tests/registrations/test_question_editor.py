"""The questions in the page editor: conditions, limits, help, what stays as it was."""

import pytest
from django.urls import reverse

from registrations.models import ArchivedQuestion, RegistrationFormField
from registrations.question_panels import describe_length
from registrations.question_words import find_touchy
from registrations.services.answers import get_answers

from .form_scene import bind, fill_settings, make_call_form, reload
from .test_form_editor import edit, get_errors, get_keys, new_row, read_rows


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def form_page(db):
    fill_settings()
    return make_call_form()


def row_of(form_page, label):
    return reload(form_page).form_fields.get(label=label)


def take_in(form_page, **changes):
    from registrations.services.registration import register

    page = reload(form_page)
    form = bind(page, **changes)
    return register(form_page=page, form=form).registration


def condition(key, *labels, when="any"):
    return {
        "show_if_key": key,
        "show_if_condition": when,
        "show_if_values": "\n".join(labels),
    }


# Conditions.


def test_labels_become_stable_codes(editor, form_page):
    rows = [
        *read_rows(form_page),
        new_row(**condition("practice_link", "Een lopend traject", "  onderzoek ")),
    ]

    edit(editor, form_page, rows, action="publish")

    row = row_of(form_page, "Hoe kom je?")
    assert row.show_if_key == "practice_link"
    assert row.show_if_values == ["running", "research"]


def test_stored_conditions_survive_another_save(editor, form_page):
    before = list(
        form_page.form_fields.values_list(
            "clean_name", "show_if_key", "show_if_condition", "show_if_values"
        )
    )
    rows = read_rows(form_page)

    edit(editor, form_page, rows, action="publish")

    assert (
        list(
            reload(form_page).form_fields.values_list(
                "clean_name", "show_if_key", "show_if_condition", "show_if_values"
            )
        )
        == before
    )


def test_question_may_depend_on_one_that_was_just_added(editor, form_page):
    rows = read_rows(form_page)
    rows += [
        new_row(label="Kom je met de trein?", field_type="radio", choices="Ja\nNee"),
        new_row(
            label="Welk station?", **condition(f"row:form_fields-{len(rows)}", "ja")
        ),
    ]

    edit(editor, form_page, rows, action="publish")

    row = row_of(form_page, "Welk station?")
    assert row.show_if_key == get_keys(form_page)["Kom je met de trein?"]
    assert row.show_if_values == ["Ja"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            condition("practice_link", "Zomaar"),
            "Zomaar",
        ),
        (condition("q_0000000000"), "staat niet meer op het formulier"),
        (condition("motivation"), "heeft geen antwoorden om uit te kiezen"),
        (condition("row:form_fields-24"), "zelf"),
        (condition("row:form_fields-25"), "staat na deze vraag"),
    ],
)
def test_condition_that_cannot_be_judged_is_refused(
    editor, form_page, fields, sentence
):
    rows = read_rows(form_page)
    number = len(rows)
    fields = {
        key: value.replace("-24", f"-{number}").replace("-25", f"-{number + 1}")
        for key, value in fields.items()
    }
    rows += [
        new_row(**fields),
        new_row(label="Later", field_type="checkbox"),
    ]

    response = edit(editor, form_page, rows)

    assert any(sentence in error for error in get_errors(response))


def test_two_questions_cannot_wait_for_each_other(editor, form_page):
    rows = read_rows(form_page)
    number = len(rows)
    rows += [
        new_row(
            label="Een",
            field_type="checkbox",
            **condition(f"row:form_fields-{number + 1}"),
        ),
        new_row(
            label="Twee",
            field_type="checkbox",
            **condition(f"row:form_fields-{number}"),
        ),
    ]

    assert get_errors(edit(editor, form_page, rows))
    assert "Een" not in get_keys(form_page)


def test_taking_away_what_others_depend_on_is_told(editor, form_page):
    rows = read_rows(form_page)
    number = next(
        index for index, row in enumerate(rows) if row["clean_name"] == "practice_link"
    )
    rows[number]["DELETE"] = "1"

    errors = get_errors(edit(editor, form_page, rows))

    assert any("Wat is je link met de praktijk?" in error for error in errors)


def test_what_the_form_needs_is_asked_of_all(editor, form_page):
    rows = read_rows(form_page)
    for row in rows:
        if row["clean_name"] == "contribution":
            row |= condition("practice_link", "Een lopend traject")

    errors = get_errors(edit(editor, form_page, rows, action="publish"))

    assert any("vraag het aan iedereen" in error for error in errors)


# Limits.


def test_limit_of_an_own_question_and_of_a_core_text(editor, form_page):
    rows = read_rows(form_page)
    for row in rows:
        if row["clean_name"] == "motivation":
            row["max_length"] = "200"
    rows.append(new_row(field_type="multiline", max_length="50"))
    edit(editor, form_page, rows, action="publish")

    page = reload(form_page)
    key = get_keys(page)["Hoe kom je?"]
    fields = page.get_form_class().base_fields

    assert fields["motivation"].longest == 200
    assert fields["motivation"].widget_attrs(None)["data-longest"] == 200
    assert fields[key].longest == 50


@pytest.mark.parametrize("limit", ["0", "1201"])
def test_limit_stays_within_the_column(editor, form_page, limit):
    rows = [*read_rows(form_page), new_row(field_type="multiline", max_length=limit)]

    errors = get_errors(edit(editor, form_page, rows))

    assert "Kies een getal van 1 tot 1200." in errors


def test_hidden_field_needs_its_value_and_is_no_question(editor, form_page):
    rows = read_rows(form_page)
    empty = [*rows, new_row(label="Via", field_type="hidden")]
    full = [*rows, new_row(label="Via", field_type="hidden", default_value="Leden")]

    refused = get_errors(edit(editor, form_page, empty))
    edit(editor, form_page, full, action="publish")

    assert "Niemand vult een verborgen veld in: zeg hier wat erin staat." in refused
    assert row_of(form_page, "Via").default_value == "Leden"
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[form_page.pk]))
    assert describe_length(len(rows)) in html.content.decode()


# What people answered.


def add_transport(editor, form_page):
    rows = [
        *read_rows(form_page),
        new_row(field_type="radio", choices="Fiets\nTrein", required="on"),
    ]
    edit(editor, form_page, rows, action="publish")
    return get_keys(form_page)["Hoe kom je?"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": "Waarmee kom je?"}, "oude woorden"),
        ({"choices": "Fiets\nBus"}, "oude woorden"),
        ({"field_type": "singleline"}, "nieuwe vraag"),
        ({"DELETE": "1"}, "haal je weg"),
    ],
)
def test_change_of_an_answered_question_is_confirmed(editor, form_page, change, words):
    key = add_transport(editor, form_page)
    registration = take_in(form_page, **{key: "Trein"})
    rows = read_rows(form_page)
    rows[-1] |= change

    refused = edit(editor, form_page, rows, action="publish")
    errors = get_errors(refused)
    assert any("1 persoon" in error and words in error for error in errors)
    assert row_of(form_page, "Hoe kom je?").choices == "Fiets\nTrein"

    edit(editor, form_page, rows, action="publish", confirms_changes="on")

    registration.refresh_from_db()
    answer = get_answers(registration)[-1]
    assert (answer.label, answer.value_text) == ("Hoe kom je?", "Trein")


def test_another_kind_is_another_question(editor, form_page):
    key = add_transport(editor, form_page)
    take_in(form_page, **{key: "Trein"})
    rows = read_rows(form_page)
    rows[-1]["field_type"] = "singleline"

    edit(editor, form_page, rows, action="publish", confirms_changes="on")

    archived = ArchivedQuestion.objects.get()
    assert (archived.key, archived.field_type) == (key, "radio")
    assert get_keys(form_page)["Hoe kom je?"] != key


def test_unanswered_question_changes_freely(editor, form_page):
    key = add_transport(editor, form_page)
    rows = read_rows(form_page)
    rows[-1] |= {"label": "Waarmee kom je?", "field_type": "singleline"}

    edit(editor, form_page, rows, action="publish")

    assert get_keys(form_page)["Waarmee kom je?"] == key


def test_core_question_with_answers_is_confirmed_too(editor, form_page):
    take_in(form_page)
    rows = read_rows(form_page)
    rows[0]["label"] = "Roepnaam"

    errors = get_errors(edit(editor, form_page, rows, action="publish"))

    assert any("‘Voornaam’" in error for error in errors)


# Help.


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("Heb je een allergie of een dieet?", 1),
        ("Wat is je geboortedatum?", 1),
        ("Wat is je rijksregisternummer en je thuisadres?", 1),
        ("Man of vrouw?", 1),
        ("Hoe oud ben je, en welk geloof heb je?", 2),
        ("Wat wil je bijdragen aan de werkplaats?", 0),
        ("Welke partij ontwierp het gebouw?", 0),
    ],
)
def test_words_that_ask_too_much_are_found(text, touched):
    assert len(find_touchy(text)) == touched


def test_editor_warns_and_counts(editor, form_page):
    from django.urls import reverse

    RegistrationFormField.objects.create(
        page=form_page, label="Volg je een dieet?", field_type="singleline"
    )
    page = reload(form_page)
    page.save_revision().publish()

    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
    html = editor.get(url).content.decode()

    assert "Waarom heb je dit nodig?" in html
    assert f"{len(read_rows(page))} vragen, ongeveer" in html
