"""What is held for a look; first come, first served."""

import pytest
from wagtail.models import ModelLogEntry

from registrations.enums import (
    HoldReason,
    MessageKind,
    RegistrationState,
)
from registrations.models import (
    Message,
)
from registrations.services.errors import AnotherIsLive, IllegalTransition, NotAllowed
from registrations.services.holds import release_hold
from registrations.services.registration import register
from tests.factories.registrations import StaffFactory
from tests.registrations.form_scene import (
    bind,
    make_call_form,
    make_day_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(db):
    return make_call_form()


def make_reader():
    return StaffFactory(is_superuser=True)


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
