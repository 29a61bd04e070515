"""The answers as text."""

import pytest

from registrations.enums import (
    RegistrationState,
)
from registrations.models import (
    AnswerOption,
    Registration,
    RegistrationFormField,
)
from registrations.services.answers import get_answers
from registrations.services.registration import register
from tests.registrations.form_scene import (
    bind,
    make_call_form,
)

from .registration_scene import add_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(db):
    return make_call_form()


def test_answers_read_as_the_person_gave_them(form_page):
    sessions = form_page.call.live_sessions
    form_page, question = add_question(
        form_page, field_type="checkboxes", choices="trein\nfiets", section="closing"
    )
    form = bind(
        form_page,
        availability=[sessions[1].key],
        municipality="De Pinte",
        **{question.clean_name: ["trein", "fiets"]},
    )
    registration = register(form_page=form_page, form=form).registration

    texts = {answer.key: answer.value_text for answer in get_answers(registration)}
    assert texts["first_name"] == "Lotte"
    assert texts["municipality"] == "Nazareth-De Pinte (De Pinte)"
    assert texts["availability"] == str(sessions[1])
    assert texts["perspectives"] == "Beleid, Jeugd"
    assert texts["workplace_second"] == "Enkel mijn eerste keuze"
    assert texts["engagement"] == "Ja"
    assert texts["newsletter"] == "Nee"
    assert texts["phone"] == ""
    assert texts[question.clean_name] == "trein, fiets"


@pytest.mark.parametrize(
    ("field_type", "typed", "text"),
    [
        ("number", "1,5", "1,5"),
        ("date", "2026-03-19", "19 maart 2026"),
        ("datetime", "2026-03-19T09:30", "19 maart 2026, 9.30"),
        ("checkbox", "on", "Ja"),
        ("url", "https://voorbeeld.be", "https://voorbeeld.be"),
        ("multiline", "een\r\ntwee", "een\ntwee"),
    ],
)
def test_own_questions_of_every_kind_read_well(form_page, field_type, typed, text):
    form_page, question = add_question(form_page, field_type=field_type)
    form = bind(form_page, **{question.clean_name: typed})

    registration = register(form_page=form_page, form=form).registration

    assert get_answers(registration)[-1].value_text == text


def test_answer_to_a_question_of_the_past_is_marked(form_page):
    form_page, question = add_question(form_page, label="Kom je met de trein?")
    form = bind(form_page, **{question.clean_name: "ja"})
    registration = register(form_page=form_page, form=form).registration

    RegistrationFormField.objects.filter(pk=question.pk).delete()

    answer = get_answers(Registration.objects.get(pk=registration.pk))[-1]
    assert answer.is_retired is True
    assert answer.full_label == "Kom je met de trein? (niet meer gevraagd)"


def test_option_that_was_chosen_stays_readable_when_switched_off(form_page):
    registration = register(form_page=form_page, form=bind(form_page)).registration
    AnswerOption.objects.update(is_active=False)

    texts = {answer.key: answer.value_text for answer in get_answers(registration)}

    assert texts["role"] == "Directeur of leidinggevende"


def test_wagtails_own_door_leads_to_the_same_service(form_page):
    registration = form_page.process_form_submission(bind(form_page))

    assert registration.state == RegistrationState.RECEIVED
    assert form_page.get_submission_class() is Registration
