"""Taking in a registration: numbers, answers, duplicates, holds and seats."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from registrations.enums import (
    HoldReason,
    MessageKind,
    MessageState,
    RegistrationSource,
    RegistrationState,
)
from registrations.models import (
    AnswerOption,
    Message,
    Registration,
    RegistrationFormField,
)
from registrations.permissions import Actor
from registrations.services import registration as service
from registrations.services.answers import get_answers
from registrations.services.delivery import build_mail
from registrations.services.errors import AnotherIsLive, IllegalTransition, NotAllowed
from registrations.services.holds import release_hold
from registrations.services.known import MOST_REPEATS
from registrations.services.letter_marks import PRIVATE_LINK
from registrations.services.message import write_letter
from registrations.services.registration import register
from registrations.services.state import change_state
from tests.factories.registrations import StaffFactory, get_places
from tests.registrations.form_scene import (
    bind,
    fill_settings,
    make_call_form,
    make_day_form,
    reload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(db):
    return make_call_form()


def make_reader():
    return StaffFactory(is_superuser=True)


def add_question(form_page, label="Hoe hoorde je ervan?", **fields):
    question = RegistrationFormField.objects.create(
        page=form_page,
        **{"label": label, "field_type": "singleline", "sort_order": 90} | fields,
    )
    return reload(form_page), question


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


# Twice.


def test_double_click_is_one_registration_and_one_receipt(form_page):
    first = register(form_page=form_page, form=bind(form_page))
    second = register(form_page=form_page, form=bind(form_page))

    assert (second.registration, second.is_new) == (first.registration, False)
    assert Registration.objects.count() == 1
    assert [row.kind for row in Message.objects.all()] == [MessageKind.RECEIPT]


def test_same_answers_after_ten_minutes_are_answered_by_letter(form_page):
    first = register(form_page=form_page, form=bind(form_page))

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        second = register(form_page=form_page, form=bind(form_page))

    assert (second.registration, second.is_new) == (first.registration, False)
    assert Message.objects.filter(kind=MessageKind.ALREADY_REGISTERED).count() == 1


def test_known_address_gets_a_letter_with_what_was_typed(form_page):
    first = register(form_page=form_page, form=bind(form_page)).registration

    form = bind(form_page, email="LOTTE@voorbeeld.be", motivation="Een nieuwe tekst.")
    result = register(form_page=form_page, form=form)

    letter = Message.objects.get(kind=MessageKind.ALREADY_REGISTERED)
    assert (result.registration, result.is_new) == (first, False)
    assert Registration.objects.get().motivation != "Een nieuwe tekst."
    assert letter.recipient == "lotte@voorbeeld.be"
    assert "Een nieuwe tekst." in write_letter(letter).text
    assert PRIVATE_LINK in write_letter(letter).text


@pytest.mark.parametrize(
    "typed",
    [
        PRIVATE_LINK,
        "[[[persoonlijke-link]]]",
        "[[private-link]]",
        "[[[private-link]]]",
        "[[[[private-link]]]]]",
        "[\\[private-link]]",
    ],
)
def test_stranger_cannot_have_the_link_of_a_known_address_put_in_theirs(
    typed, form_page
):
    # Whoever pressed it would hand the key of their page to that address.
    trap = f"https://evil.example/?{typed}"
    register(form_page=form_page, form=bind(form_page))
    form = bind(form_page, first_name=trap, motivation=f"Dag\n{trap}\n- {trap}")
    register(form_page=form_page, form=form)

    letter = Message.objects.get(kind=MessageKind.ALREADY_REGISTERED)
    mail = build_mail(letter)
    for body in (mail.body, mail.alternatives[0].content):
        keys = re.findall(r"evil\.example/\S*mijn-inschrijving", body)
        assert (keys, body.count("/mijn-inschrijving/")) == ([], 1)


def test_each_other_form_of_a_known_address_is_kept_in_a_letter(form_page):
    registration = register(form_page=form_page, form=bind(form_page)).registration

    texts = [f"Een {number}e versie." for number in range(MOST_REPEATS + 2)]
    for text in [*texts, texts[0]]:
        register(form_page=form_page, form=bind(form_page, motivation=text))

    letters = registration.messages.filter(
        kind=MessageKind.ALREADY_REGISTERED
    ).order_by("pk")
    assert [
        next(text for text in texts if text in write_letter(letter).text)
        for letter in letters
    ] == texts
    # Nobody's mailbox is flooded: the last ones wait for a person.
    assert [letter.state for letter in letters] == [
        *[MessageState.QUEUED] * MOST_REPEATS,
        *[MessageState.DRAFT] * 2,
    ]


def test_withdrawn_address_can_register_again(form_page):
    first = register(form_page=form_page, form=bind(form_page)).registration
    change_state(
        registration=first, to=RegistrationState.WITHDRAWN, actor=Actor.applicant()
    )

    again = register(form_page=form_page, form=bind(form_page, phone="0470123456"))

    assert again.is_new is True
    assert again.registration != first


def test_withdrawn_person_can_register_again_at_once_with_the_same_answers(form_page):
    first = register(form_page=form_page, form=bind(form_page)).registration
    change_state(
        registration=first, to=RegistrationState.WITHDRAWN, actor=Actor.applicant()
    )

    again = register(form_page=form_page, form=bind(form_page))

    assert again.is_new is True
    assert again.registration != first


def test_known_address_is_as_much_work_as_a_new_one(form_page):
    """A stop-watch tells nobody who is registered: both are written, one is undone."""
    done = []
    for email in ("lotte@voorbeeld.be", "noor@voorbeeld.be", "LOTTE@voorbeeld.be"):
        form = bind(form_page, email=email, motivation=f"Tekst {len(done)}.")
        with CaptureQueriesContext(connection) as queries:
            register(form_page=form_page, form=form)
        # What each statement does, and with which table.
        statements = [query["sql"].split('"')[:2] for query in queries]
        done.append([row for row in statements if row[0][:6] in ("INSERT", "UPDATE")])

    _first, new, known = done
    step = known.index(["UPDATE ", "registrations_registration"])
    # Up to the step that the database refuses; then a letter, as for the other.
    assert known[: step + 1] == new[: step + 1]
    assert known[step + 1 :] == new[-1:] == [["INSERT INTO ", "registrations_message"]]
    assert Registration.objects.count() == 2


def test_other_integrity_errors_are_not_swallowed(form_page, monkeypatch):
    register(form_page=form_page, form=bind(form_page))
    monkeypatch.setattr(service, "_take_number", lambda prefix: "CVM-0001")

    with pytest.raises(IntegrityError):
        register(form_page=form_page, form=bind(form_page, email="noor@voorbeeld.be"))


# Held for a look.


def test_doubt_holds_without_a_letter(form_page):
    result = register(
        form_page=form_page, form=bind(form_page), doubts=[HoldReason.HONEYPOT]
    )

    registration = result.registration
    assert registration.is_held is True
    assert registration.hold_reasons == ["honeypot"]
    assert registration.state == RegistrationState.DRAFT
    assert registration.current_workflow_state is None
    assert Message.objects.count() == 0


def test_held_one_does_not_stand_in_the_way_of_the_real_person(form_page):
    register(form_page=form_page, form=bind(form_page), doubts=["cross_site"])

    result = register(form_page=form_page, form=bind(form_page, phone="0470123456"))

    assert result.is_new is True
    assert result.registration.state == RegistrationState.RECEIVED


def test_doubtful_post_in_a_known_name_sends_no_letter(form_page):
    register(form_page=form_page, form=bind(form_page))

    form = bind(form_page, motivation="Nepbericht.")
    result = register(form_page=form_page, form=form, doubts=["cross_site"])

    assert result.registration.is_held is True
    assert [row.kind for row in Message.objects.all()] == [MessageKind.RECEIPT]


def test_release_lets_a_held_one_go_on(form_page):
    held = register(
        form_page=form_page, form=bind(form_page), doubts=["rate"]
    ).registration
    user = make_reader()

    released = release_hold(registration=held, user=user)

    assert released.state == RegistrationState.RECEIVED
    assert released.is_held is False
    assert released.hold_reasons == ["rate"]
    assert Message.objects.get().kind == MessageKind.RECEIPT
    entry = ModelLogEntry.objects.get(action="registrations.release_hold")
    assert entry.user == user


def test_release_is_for_who_may_read(form_page):
    held = register(
        form_page=form_page, form=bind(form_page), doubts=["rate"]
    ).registration

    with pytest.raises(NotAllowed):
        release_hold(registration=held, user=StaffFactory())

    held.refresh_from_db()
    assert held.is_held is True


def test_release_happens_once(form_page):
    held = register(
        form_page=form_page, form=bind(form_page), doubts=["rate"]
    ).registration
    release_hold(registration=held, user=make_reader())

    with pytest.raises(IllegalTransition):
        release_hold(registration=held, user=make_reader())


def test_release_is_refused_when_the_person_registered_since(form_page):
    held = register(
        form_page=form_page, form=bind(form_page), doubts=["rate"]
    ).registration
    register(form_page=form_page, form=bind(form_page, phone="0470123456"))

    with pytest.raises(AnotherIsLive):
        release_hold(registration=held, user=make_reader())


# First come, first served.


def test_day_gives_seats_and_then_the_waiting_list():
    form_page = make_day_form(capacity=2)

    states = [
        register(
            form_page=form_page, form=bind(form_page, email=f"{n}@voorbeeld.be")
        ).registration.state
        for n in range(3)
    ]

    assert states == ["confirmed", "confirmed", "waitlisted"]


def test_held_one_takes_no_seat_until_it_is_released():
    form_page = make_day_form(capacity=1)
    held = register(
        form_page=form_page, form=bind(form_page), doubts=["rate"]
    ).registration
    other = register(
        form_page=form_page, form=bind(form_page, email="noor@voorbeeld.be")
    ).registration

    released = release_hold(registration=held, user=make_reader())

    assert other.state == RegistrationState.CONFIRMED
    assert released.state == RegistrationState.WAITLISTED


# The answers as text.


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
