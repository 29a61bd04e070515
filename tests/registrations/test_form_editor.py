"""The form in the page editor: keys that last, what publishing needs, what stays."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from registrations.enums import FormKind
from registrations.models import (
    ArchivedQuestion,
    RegistrationFormField,
    RegistrationFormPage,
)
from registrations.models.core_questions import CORE_QUESTIONS, needed_questions
from registrations.services.registration import register
from tests.factories.registrations import OpenCallFactory, get_places, make_day
from tests.registrations.form_scene import (
    bind,
    fill_settings,
    fresh,
    make_call_form,
    make_day_form,
    reload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def form_page(db):
    fill_settings()
    return make_call_form()


def get_draft(form_page):
    """Return the page as its latest revision has it."""
    return reload(form_page).get_latest_revision_as_object()


def read_rows(form_page, *, from_draft=True):
    """Return the questions as the editor's screen holds them."""
    page = get_draft(form_page) if from_draft else form_page
    return [
        {
            "id": str(row.pk or ""),
            "clean_name": row.clean_name,
            "label": row.label,
            "help_text": row.help_text,
            "field_type": row.field_type,
            "section": row.section,
            "required": "on" if row.required else "",
            "choices": row.choices,
            "default_value": row.default_value,
            "max_length": str(row.max_length or ""),
            "show_if_key": row.show_if_key,
            "show_if_condition": row.show_if_condition,
            "show_if_values": "\n".join(row.show_if_values),
            "visibility": row.visibility,
            "retention": row.retention,
        }
        for row in page.form_fields.all()
    ]


def new_row(**fields):
    return {
        "id": "",
        "clean_name": "",
        "label": "Hoe kom je?",
        "help_text": "",
        "field_type": "singleline",
        "section": "closing",
        "required": "",
        "choices": "",
        "default_value": "",
        "max_length": "",
        "show_if_key": "",
        "show_if_condition": "any",
        "show_if_values": "",
        "visibility": "always",
        "retention": "registration",
    } | fields


def make_data(rows, *, action="", initial=None, **fields):
    """Return what the editor's screen posts."""
    rows = [{k: v for k, v in row.items() if v or k != "required"} for row in rows]
    data = nested_form_data(
        {
            "title": "Schrijf je in",
            "slug": "inschrijven",
            "intro": rich_text("<p>Welkom</p>"),
            "landing_text": rich_text("<p>Dank je</p>"),
            "kind": "selection",
            "reference_prefix": "CVM26",
            "capacity": "",
            "comments": inline_formset([]),
            "form_fields": inline_formset(
                rows, initial=len(rows) if initial is None else initial
            ),
        }
        | fields
    )
    for number in range(len(rows)):
        data[f"form_fields-{number}-ORDER"] = str(number + 1)
    if action:
        data[f"action-{action}"] = action
    return data


def edit(editor, form_page, rows, **options):
    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
    return editor.post(url, make_data(rows, **options))


def get_keys(form_page):
    return {row.label: row.clean_name for row in reload(form_page).form_fields.all()}


def get_errors(response):
    form = response.context["form"]
    rows = [
        error
        for row in form.formsets["form_fields"].forms
        for errors in row.errors.values()
        for error in errors
    ]
    fields = [error for errors in form.errors.values() for error in errors]
    return [*fields, *rows]


# A new form.


def test_new_form_asks_every_core_question_of_the_call(form_page):
    assert [row.clean_name for row in form_page.form_fields.all()] == [
        core.column for core in CORE_QUESTIONS
    ]
    assert form_page.live is True
    assert form_page.reference_prefix == "CVM"


def test_new_form_of_a_day_asks_little():
    form_page = make_day_form()

    assert [(row.clean_name, row.required) for row in form_page.form_fields.all()] == [
        ("first_name", True),
        ("last_name", True),
        ("email", True),
        ("organisation", False),
        ("newsletter", False),
    ]


def test_add_screen_of_a_call_starts_with_the_questions(editor):
    call = OpenCallFactory()
    url = reverse(
        "wagtailadmin_pages:add",
        args=["registrations", "registrationformpage", call.pk],
    )

    formset = editor.get(url).context["form"].formsets["form_fields"]

    assert [row.instance.clean_name for row in formset.forms] == [
        core.column for core in CORE_QUESTIONS
    ]


def test_add_screen_of_a_day_starts_with_the_questions_of_a_day(editor):
    url = reverse(
        "wagtailadmin_pages:add",
        args=["registrations", "registrationformpage", make_day().pk],
    )

    form = editor.get(url).context["form"]

    assert form.instance.kind == FormKind.DIRECT
    assert len(form.formsets["form_fields"].forms) == 5


def test_prefilled_add_screen_can_be_published_as_it_is(editor):
    fill_settings()
    call = OpenCallFactory()
    url = reverse(
        "wagtailadmin_pages:add",
        args=["registrations", "registrationformpage", call.pk],
    )
    shown = editor.get(url).context["form"].instance

    editor.post(url, make_data(read_rows(shown, from_draft=False), action="publish"))

    page = RegistrationFormPage.objects.get()
    assert page.live is True
    assert [row.clean_name for row in page.form_fields.all()] == [
        core.column for core in CORE_QUESTIONS
    ]


# Keys that last.


def test_key_outlives_draft_draft_publish_publish(editor, form_page):
    edit(editor, form_page, [*read_rows(form_page), new_row()])
    first = read_rows(form_page)[-1]["clean_name"]
    edit(editor, form_page, read_rows(form_page))
    edit(editor, form_page, read_rows(form_page), action="publish")
    published = get_keys(form_page)["Hoe kom je?"]
    edit(editor, form_page, read_rows(form_page), action="publish")

    assert first.startswith("q_")
    assert published == first
    assert get_keys(form_page)["Hoe kom je?"] == first


def test_key_outlives_a_new_label_and_a_new_order(editor, form_page):
    edit(editor, form_page, [*read_rows(form_page), new_row()], action="publish")
    key = get_keys(form_page)["Hoe kom je?"]
    rows = read_rows(form_page)
    rows[-1]["label"] = "Met welk vervoer kom je?"

    edit(editor, form_page, [rows[-1], *rows[:-1]], action="publish")

    assert get_keys(form_page)["Met welk vervoer kom je?"] == key


def test_key_from_the_client_is_never_taken_for_a_stored_row(editor, form_page):
    edit(editor, form_page, [*read_rows(form_page), new_row()], action="publish")
    key = get_keys(form_page)["Hoe kom je?"]
    rows = read_rows(form_page)
    rows[-1]["clean_name"] = "q_0123456789"
    rows[0]["clean_name"] = key

    edit(editor, form_page, rows, action="publish")

    keys = get_keys(form_page)
    assert keys["Hoe kom je?"] == key
    assert keys["Voornaam"] == "first_name"


@pytest.mark.parametrize("forged", ["q_0123456789", "first_name", "state"])
def test_key_from_the_client_is_never_taken_for_a_new_row(editor, form_page, forged):
    edit(
        editor,
        form_page,
        [*read_rows(form_page), new_row(clean_name=forged)],
        action="publish",
    )

    key = get_keys(form_page)["Hoe kom je?"]
    assert key != forged
    assert key.startswith("q_")


def test_core_question_that_becomes_an_own_one_gets_a_new_key(editor, form_page):
    rows = read_rows(form_page)
    phone = next(row for row in rows if row["clean_name"] == "phone")
    phone["field_type"] = "singleline"

    edit(editor, form_page, rows, action="publish")

    assert get_keys(form_page)["Telefoonnummer"].startswith("q_")


def test_autosave_hands_the_key_back_to_the_open_screen(editor, form_page):
    rows = [*read_rows(form_page), new_row()]
    number = len(rows) - 1
    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])

    response = editor.post(
        url, make_data(rows, initial=number), headers={"accept": "application/json"}
    )

    updates = json.loads(response.content)["field_updates"]
    saved = get_draft(form_page).form_fields.last()
    assert updates[f"form_fields-{number}-clean_name"] == saved.clean_name
    assert saved.clean_name.startswith("q_")


def test_two_own_questions_may_have_the_same_label(editor, form_page):
    edit(
        editor,
        form_page,
        [*read_rows(form_page), new_row(), new_row()],
        action="publish",
    )

    rows = RegistrationFormField.objects.filter(page=form_page, label="Hoe kom je?")
    assert len({row.clean_name for row in rows}) == 2


def test_row_made_in_code_has_a_key():
    own = RegistrationFormField(field_type="singleline", label="Hoe kom je?")
    core = RegistrationFormField(field_type="core_email", label="Mail")

    assert own.get_field_clean_name().startswith("q_")
    assert core.get_field_clean_name() == "email"


# What publishing needs.


@pytest.mark.parametrize("action", ["", "publish"])
def test_core_question_stands_on_a_form_once(editor, form_page, action):
    rows = [*read_rows(form_page), new_row(field_type="core_phone")]

    response = edit(editor, form_page, rows, action=action)

    assert get_errors(response) == ["Deze vraag staat al op het formulier."]


def test_publishing_names_the_core_questions_that_are_missing(editor, form_page):
    rows = [
        row
        for row in read_rows(form_page)
        if row["clean_name"] not in {"email", "motivation"}
    ]

    draft = edit(editor, form_page, rows)
    published = edit(editor, form_page, rows, action="publish")

    assert draft.status_code == 302
    assert get_errors(published) == [
        "Voeg deze kernvragen toe voor je publiceert: E-mailadres, Motivatie."
    ]
    assert "email" in get_keys(form_page).values()


@pytest.mark.parametrize(
    "column", [core.column for core in needed_questions(FormKind.SELECTION)]
)
def test_needed_question_cannot_be_left_open(editor, form_page, column):
    rows = read_rows(form_page)
    next(row for row in rows if row["clean_name"] == column)["required"] = ""

    response = edit(editor, form_page, rows, action="publish")

    assert get_errors(response) == [
        "Dit formulier kan niet zonder een antwoord hierop."
    ]


def test_consent_can_never_be_required(editor, form_page):
    rows = read_rows(form_page)
    next(row for row in rows if row["clean_name"] == "newsletter")["required"] = "on"

    response = edit(editor, form_page, rows)

    assert get_errors(response) == [
        "Toestemming is vrij: dit kan nooit verplicht zijn."
    ]


def test_publishing_needs_deadline_contact_and_privacy_page(editor):
    form_page = make_call_form(closes_at=None)

    response = edit(editor, form_page, read_rows(form_page), action="publish")

    assert get_errors(response) == [
        "Vul op de oproep in wanneer ze sluit, en publiceer dan dit formulier.",
        "Vul een contact in bij Instellingen → Site-instellingen, en publiceer dan dit "
        "formulier.",
        "Kies een gepubliceerde privacypagina bij Instellingen → Site-instellingen, en "
        "publiceer dan dit formulier.",
    ]


def test_kind_cannot_change_once_people_registered(editor, form_page):
    register(form_page=form_page, form=bind(form_page))

    response = edit(editor, form_page, read_rows(form_page), kind="direct")

    assert get_errors(response) == [
        "Er zijn al inschrijvingen: het soort kan niet meer veranderen."
    ]


def test_form_of_a_day_cannot_select(editor):
    form_page = make_day_form()

    response = edit(editor, form_page, read_rows(form_page), kind="selection")

    assert get_errors(response) == [
        "Alleen een oproep selecteert. Kies voor een dag ‘wie eerst komt’."
    ]


# Questions of the past.


def take_off(editor, form_page, label):
    rows = read_rows(form_page)
    number = next(n for n, row in enumerate(rows) if row["label"] == label)
    data = make_data(rows, action="publish")
    data |= {f"form_fields-{number}-DELETE": "1", "confirms_changes": "on"}
    editor.post(reverse("wagtailadmin_pages:edit", args=[form_page.pk]), data)


def test_question_with_answers_is_archived_when_it_is_taken_off(editor, form_page):
    edit(editor, form_page, [*read_rows(form_page), new_row()], action="publish")
    form_page = reload(form_page)
    key = get_keys(form_page)["Hoe kom je?"]
    register(form_page=form_page, form=bind(form_page, **{key: "fiets"}))

    take_off(editor, form_page, "Hoe kom je?")

    archived = ArchivedQuestion.objects.get()
    assert (archived.key, archived.label) == (key, "Hoe kom je?")
    assert key not in get_keys(form_page).values()


def test_question_without_answers_leaves_no_trace(editor, form_page):
    edit(editor, form_page, [*read_rows(form_page), new_row()], action="publish")

    take_off(editor, form_page, "Hoe kom je?")

    assert ArchivedQuestion.objects.count() == 0


def test_draft_without_a_question_archives_nothing_yet(editor, form_page):
    register(form_page=form_page, form=bind(form_page))
    rows = [row for row in read_rows(form_page) if row["clean_name"] != "phone"]

    edit(editor, form_page, rows)

    assert ArchivedQuestion.objects.count() == 0
    assert "phone" in get_keys(form_page).values()


def test_question_that_is_asked_again_leaves_the_archive(editor, form_page):
    register(form_page=form_page, form=bind(form_page))
    take_off(editor, form_page, "Telefoonnummer")
    assert ArchivedQuestion.objects.get().key == "phone"
    form_page = reload(form_page)

    rows = [*read_rows(form_page), new_row(field_type="core_phone", label="Telefoon")]
    edit(editor, form_page, rows, action="publish")

    assert ArchivedQuestion.objects.count() == 0


# What cannot be deleted.


@pytest.fixture
def taken_form(form_page):
    register(form_page=form_page, form=bind(form_page))
    return form_page


@pytest.mark.parametrize("which", ["form", "call", "home"])
def test_page_above_registrations_cannot_be_deleted(editor, taken_form, which):
    page = {
        "form": taken_form,
        "call": taken_form.get_parent(),
        "home": taken_form.get_parent().get_parent(),
    }[which]

    response = editor.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True
    )

    assert [str(message).strip() for message in response.context["messages"]] == [
        "Dit kan niet verwijderd worden: er zijn inschrijvingen op het formulier "
        "‘Schrijf je in’ (1). Haal het offline in plaats van het te verwijderen."
    ]
    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("which", ["form", "call"])
def test_page_above_registrations_cannot_be_deleted_in_bulk(editor, taken_form, which):
    page = taken_form if which == "form" else taken_form.get_parent()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = editor.post(f"{url}?id={page.pk}", follow=True)

    assert "er zijn inschrijvingen" in str(next(iter(response.context["messages"])))
    assert Page.objects.filter(pk=taken_form.pk).exists()


def test_workplace_that_was_chosen_cannot_be_deleted(editor, taken_form):
    chosen, other = get_places(taken_form)[:2]

    editor.post(reverse("wagtailadmin_pages:delete", args=[chosen.pk]))
    editor.post(reverse("wagtailadmin_pages:delete", args=[other.pk]))

    assert [place.pk for place in get_places(taken_form)][0] == chosen.pk
    assert not Page.objects.filter(pk=other.pk).exists()


def test_form_without_registrations_can_be_deleted(editor, form_page):
    editor.post(reverse("wagtailadmin_pages:delete", args=[form_page.pk]))

    assert not Page.objects.filter(pk=form_page.pk).exists()


def test_wagtails_list_of_submissions_shows_nothing(editor, taken_form):
    index = editor.get(reverse("wagtailforms:index"))
    url = reverse("wagtailforms:list_submissions", args=[taken_form.pk])
    submissions = editor.get(url)

    assert "Schrijf je in" not in index.content.decode()
    assert submissions.status_code == 302  # away, with "no permission"
    assert "lotte@voorbeeld.be" not in editor.get(url, follow=True).content.decode()


def test_form_stands_below_a_call_or_a_day_only_once(form_page):
    call = fresh(form_page.get_parent())

    assert RegistrationFormPage.can_create_at(call) is False
    assert RegistrationFormPage.can_create_at(OpenCallFactory()) is True
    assert RegistrationFormPage.can_create_at(call.get_parent().specific) is False
