"""The same person or the same answers twice."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.enums import (
    MessageKind,
    MessageState,
    RegistrationState,
)
from registrations.models import (
    Message,
    Registration,
)
from registrations.permissions import Actor
from registrations.services import registration as service
from registrations.services.delivery import build_mail
from registrations.services.known import MOST_REPEATS
from registrations.services.letter_marks import PRIVATE_LINK
from registrations.services.message import write_letter
from registrations.services.registration import register
from registrations.services.state import change_state
from tests.registrations.form_scene import (
    bind,
    make_call_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(db):
    return make_call_form()


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
