"""Starting a form with an earlier one, and what Wagtail's own copy does."""

import pytest
from django.urls import reverse

from home.models import ContentPage
from registrations.enums import FormKind
from registrations.models import (
    ArchivedQuestion,
    RegistrationFormField,
    RegistrationFormPage,
)
from registrations.services.form_copy import copy_questions
from registrations.services.form_page import create_default_form
from tests.factories.registrations import OpenCallFactory, PlaceFactory

from .form_scene import fill_settings, fresh, make_call_form, reload
from .scene import make_group, make_user
from .test_form_editor import make_data, read_rows


@pytest.fixture
def source(db):
    fill_settings()
    page = make_call_form()
    page.intro = "<p>Een warm welkom</p>"
    page.capacity = 12
    page.save()
    box = RegistrationFormField.objects.create(
        page=page, label="Kom je met de trein?", field_type="checkbox", sort_order=80
    )
    RegistrationFormField.objects.create(
        page=page,
        label="Welk station?",
        field_type="singleline",
        section="closing",
        sort_order=81,
        show_if_key=box.clean_name,
        show_if_values=["ja"],
    )
    RegistrationFormField.objects.create(
        page=page,
        label="Over werkplaats 2",
        field_type="singleline",
        section="closing",
        sort_order=82,
        show_if_key="workplace_first",
        show_if_values=["werkplaats-2"],
    )
    RegistrationFormField.objects.filter(label="Kom je met de trein?").update(
        section="closing"
    )
    ArchivedQuestion.objects.create(
        page=page, key="q_old", label="Oud", field_type="singleline", section="closing"
    )
    return reload(page)


@pytest.fixture
def next_call(source):
    call = OpenCallFactory(slug="volgend-jaar")
    PlaceFactory(parent=call, title="Andere plek", slug="andere-plek")
    return fresh(call)


def get_add_url(call):
    return reverse(
        "wagtailadmin_pages:add",
        args=["registrations", "registrationformpage", call.pk],
    )


def test_add_screen_offers_earlier_forms(admin_client, source, next_call):
    html = admin_client.get(get_add_url(next_call)).content.decode()

    assert f'href="?from={source.pk}"' in html


def test_copy_takes_words_and_drops_what_does_not_exist_here(source, next_call):
    copied = copy_questions(source=source, parent=next_call)

    rows = {row.label: row for row in copied.fields}
    assert copied.texts["intro"] == "<p>Een warm welkom</p>"
    assert "capacity" not in copied.texts
    assert rows["Welk station?"].show_if_values == ["ja"]
    assert rows["Over werkplaats 2"].show_if_key == ""
    assert ["Over werkplaats 2" in sentence for sentence in copied.left_out] == [True]


def test_copy_has_a_title_so_that_it_can_be_saved_at_once(
    admin_client, source, next_call
):
    url = get_add_url(next_call)
    form = admin_client.get(url, {"from": source.pk}).context["form"]
    assert (form["title"].value(), form["slug"].value()) == (
        "Schrijf je in",
        "schrijf-je-in",
    )
    # Beside its like, an editor must be able to tell which is which.
    beside = copy_questions(source=source, parent=source.get_parent())
    assert beside.texts["title"] == "Schrijf je in (kopie)"
    assert beside.texts["slug"] == "schrijf-je-in-kopie"
    source.get_parent().add_child(
        instance=ContentPage(title="x", slug="schrijf-je-in-kopie")
    )
    taken = copy_questions(source=source, parent=source.get_parent())
    assert taken.texts["slug"] == "schrijf-je-in-kopie-2"


def test_sources_of_one_title_are_told_apart(admin_client, source, next_call):
    other = OpenCallFactory(slug="dit-jaar")
    for call, year in ((fresh(source.subject), 2025), (fresh(other), 2026)):
        call.title, call.edition_year = "Werkplaatsen", year
        call.save()
    create_default_form(
        parent=fresh(other), title="Schrijf je in", slug="in", kind=FormKind.SELECTION
    )
    html = admin_client.get(get_add_url(next_call)).content.decode()
    assert "‘Werkplaatsen (2025)’" in html
    assert "‘Werkplaatsen (2026)’" in html


def test_new_form_keeps_its_conditions_under_new_keys(admin_client, source, next_call):
    url = get_add_url(next_call)
    shown = admin_client.get(url, {"from": source.pk}).context["form"].instance
    assert shown.capacity is None
    assert RegistrationFormPage.objects.count() == 1

    rows = read_rows(shown, from_draft=False)
    admin_client.post(url, make_data(rows, action="publish", initial=0))

    page = RegistrationFormPage.objects.exclude(pk=source.pk).get()
    keys = {row.label: row.clean_name for row in page.form_fields.all()}
    station = page.form_fields.get(label="Welk station?")
    assert station.show_if_key == keys["Kom je met de trein?"]
    assert station.show_if_values == ["ja"]
    assert page.registrations.count() == 0


def test_form_that_one_may_not_edit_is_not_found(client, source, next_call):
    user = make_user("iemand", make_group("Lezers", "view_registration"))
    client.force_login(user)

    response = client.get(get_add_url(next_call), {"from": source.pk})

    assert response.status_code in (302, 403, 404)


@pytest.mark.parametrize("wrong", ["0", "999999", "x", ""])
def test_unknown_form_is_not_found(admin_client, next_call, wrong):
    response = admin_client.get(get_add_url(next_call), {"from": wrong})

    assert response.status_code == 404


def test_wagtails_own_copy_keeps_keys_and_leaves_people_and_archive(source, next_call):
    copy = source.copy(to=next_call, update_attrs={"slug": "inschrijven-2"})

    copy = reload(copy)
    assert [
        (row.clean_name, row.show_if_key, row.show_if_values)
        for row in copy.form_fields.all()
    ] == [
        (row.clean_name, row.show_if_key, row.show_if_values)
        for row in source.form_fields.all()
    ]
    assert copy.archived_questions.count() == 0
    assert copy.registrations.count() == 0
