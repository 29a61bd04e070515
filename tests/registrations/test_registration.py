"""Taking in a registration: numbers, answers, duplicates, holds and seats."""

import pytest
from wagtail.models import ModelLogEntry

from registrations.enums import (
    MessageKind,
    MessageState,
    RegistrationSource,
    RegistrationState,
)
from registrations.models import (
    Message,
    Registration,
)
from registrations.services.answers import get_answers
from registrations.services.message import write_letter
from registrations.services.registration import register
from tests.factories.registrations import get_places
from tests.registrations.form_scene import (
    bind,
    fill_settings,
    make_call_form,
    make_day_form,
)

from .registration_scene import add_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(db):
    return make_call_form()


# Where the answers go.


def test_core_answers_land_in_columns(form_page):
    places = get_places(form_page)
    form = bind(form_page, workplace_second=str(places[1].pk), phone="0470 12 34 56")

    registration = register(form_page=form_page, form=form).registration

    registration.refresh_from_db()
    assert registration.full_name == "Lotte Peeters"
    assert registration.email == "lotte@voorbeeld.be"
    assert registration.organisation_type.code == "cultural_centre"
    assert registration.municipality.name == "Gent"
    assert registration.workplace_first == places[0]
    assert registration.workplace_second == places[1]
    assert [option.code for option in registration.perspectives.all()] == [
        "policy",
        "youth",
    ]
    assert registration.engagement is True
    assert registration.newsletter is False
    assert registration.source == RegistrationSource.WEB


def test_other_answers_land_in_form_data_under_their_key(form_page):
    form_page, question = add_question(form_page)
    key = question.clean_name

    form = bind(form_page, **{key: "Via een collega"})
    registration = register(form_page=form_page, form=form).registration

    assert key.startswith("q_")
    assert registration.form_data == {key: "Via een collega"}


def test_availability_is_one_row_per_meeting(form_page):
    sessions = form_page.call.live_sessions

    form = bind(form_page, availability=[sessions[0].key, sessions[2].key])
    registration = register(form_page=form_page, form=form).registration

    assert dict(registration.availability.values_list("session_key", "can_attend")) == {
        sessions[0].key: True,
        sessions[1].key: False,
        sessions[2].key: True,
    }


def test_registration_keeps_the_questions_as_they_were_asked(form_page):
    form_page, question = add_question(form_page, label="Oude woorden?")
    form = bind(form_page, **{question.clean_name: "ja"})
    registration = register(form_page=form_page, form=form).registration

    question.label = "Nieuwe woorden?"
    question.save()

    registration = Registration.objects.get(pk=registration.pk)
    answer = get_answers(registration)[-1]
    assert (answer.label, answer.value_text) == ("Oude woorden?", "ja")
    assert [row["key"] for row in registration.questions] == [
        row.clean_name for row in form_page.form_fields.all()
    ]


def test_registration_names_the_privacy_notice_as_it_was_shown(form_page):
    privacy_page = fill_settings().privacy_page
    shown = privacy_page.live_revision

    registration = register(form_page=form_page, form=bind(form_page)).registration
    privacy_page.title = "Privacy, nieuwe versie"
    privacy_page.save_revision().publish()

    registration.refresh_from_db()
    assert registration.privacy_notice == shown


def test_new_registration_is_received_and_gets_its_receipt(form_page):
    result = register(form_page=form_page, form=bind(form_page))

    message = Message.objects.get()
    assert result.is_new is True
    assert result.registration.state == RegistrationState.RECEIVED
    assert message.kind == MessageKind.RECEIPT
    assert message.state == MessageState.QUEUED
    assert "Wij verbouwen en willen het samen doen." in write_letter(message).text
    assert "Cultuurcentrum of gemeenschapscentrum" in write_letter(message).text


def test_registration_without_own_questions_passes_full_clean(form_page):
    registration = register(form_page=form_page, form=bind(form_page)).registration

    assert registration.form_data == {}
    registration.full_clean()


def test_registering_is_logged_without_a_name(form_page):
    registration = register(form_page=form_page, form=bind(form_page)).registration

    entry = ModelLogEntry.objects.get(action="registrations.register")
    assert entry.label == registration.reference
    assert "Lotte" not in str(entry.data)


# Numbers.


def test_numbers_follow_each_other_per_prefix(form_page):
    day_page = make_day_form()

    numbers = [
        register(
            form_page=page, form=bind(page, email=f"{number}@voorbeeld.be")
        ).registration.reference
        for number, page in enumerate((form_page, form_page, day_page, form_page))
    ]

    year = f"{day_page.subject.date:%y}"
    assert numbers == ["CVM-0001", "CVM-0002", f"DAG{year}-0001", "CVM-0003"]
