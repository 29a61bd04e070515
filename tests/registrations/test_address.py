"""Another address for somebody of whom mail came back: narrow, told, and safe."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.enums import DigestFrequency, MessageKind, MessageState
from registrations.models import AddressChange, Message, ReaderProfile, Registration
from registrations.services.access import find_registration, mint_link
from registrations.services.address import (
    NothingCameBack,
    SameAddress,
    correct_address,
)
from registrations.services.delivery import send_message
from registrations.services.digest import count_waiting
from registrations.services.errors import (
    AlreadyRegistered,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.history import get_history
from registrations.services.message import queue_message, write_letter
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_message

pytestmark = pytest.mark.django_db

S = MessageState
OLD, NEW = "an@tesst.be", "an@test.be"


@pytest.fixture
def registration(team):
    registration = RegistrationFactory(
        page=FormPageFactory(),
        in_review=True,
        email=OLD,
        first_name="Annelies",
        mail_returned_at=timezone.now(),
    )
    # Its receipt waits too, and would go first.
    registration.messages.all().delete()
    return registration


@pytest.fixture
def receipt(registration):
    """A letter that came back, with a private link in it."""
    return make_message(registration, state=S.BOUNCED, next_attempt_at=None)


def correct(registration, user, **values):
    values = {"email": NEW, "reason": "Gebeld op 3 maart"} | values
    return correct_address(registration=registration, user=user, **values)


def test_letter_goes_again_to_the_new_address_and_the_old_links_end(
    registration, receipt, team
):
    token = mint_link(registration=registration).rstrip("/").rpartition("/")[2]
    assert find_registration(token) == registration
    values = {"kind": MessageKind.AMENDED, "next_attempt_at": None}
    sent = make_message(registration, state=S.DELIVERED, **values)
    draft = make_message(registration, state=S.DRAFT, **values)

    assert correct(registration, team.decider) == [receipt]
    registration.refresh_from_db()
    assert (registration.email, registration.mail_returned_at) == (NEW, None)
    assert find_registration(token) is None
    letters = {letter.pk: letter for letter in Message.objects.all()}
    assert (letters[receipt.pk].state, letters[receipt.pk].recipient) == (S.QUEUED, NEW)
    assert letters[draft.pk].recipient == NEW
    # What arrived at the old address stays as it was.
    assert (letters[sent.pk].state, letters[sent.pk].recipient) == (S.DELIVERED, OLD)
    assert send_message(message_id=receipt.pk) is True


def test_old_address_hears_of_it_and_no_name(registration, receipt, team):
    correct(registration, team.decider)
    warning = Message.objects.get(kind=MessageKind.ADDRESS_CHANGED)
    assert (warning.recipient, warning.state) == (OLD, S.QUEUED)
    letter = write_letter(warning)
    for word in ("Annelies", registration.reference, NEW, "[["):
        assert word not in letter.subject + letter.text + letter.html


def test_history_tells_who_and_why_and_no_address(registration, receipt, team):
    correct(registration, team.decider)
    change = AddressChange.objects.get()
    assert (change.before, change.after, change.user) == (OLD, NEW, team.decider)
    registration.refresh_from_db()
    entries = get_history(registration=registration, user=team.reader)
    told = [entry for entry in entries if entry.text == "Gebeld op 3 maart"]
    assert len(told) == 1
    assert "beslisser" in told[0].who
    assert OLD not in str(entries)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"reason": " "}, ReasonRequired),
        ({"email": OLD.upper()}, SameAddress),
        ({"email": "Taken@test.be"}, AlreadyRegistered),
    ],
)
def test_what_may_not_be_is_refused_and_changes_nothing(
    values, error, registration, receipt, team
):
    RegistrationFactory(page=registration.page, in_review=True, email="taken@test.be")
    before = Message.objects.count()
    with pytest.raises(error):
        correct(registration, team.decider, **values)
    registration.refresh_from_db()
    assert (registration.email, Message.objects.count()) == (OLD, before)
    assert AddressChange.objects.count() == 0


def test_door_is_closed_as_long_as_nothing_came_back(registration, team):
    Registration.objects.update(mail_returned_at=None)
    with pytest.raises(NothingCameBack):
        correct(registration, team.decider)


def test_door_is_closed_for_who_sends_no_letters_and_for_a_tie(registration, team):
    with pytest.raises(NotAllowed):
        correct(registration, team.reader)
    team.decider.email = OLD
    team.decider.save()
    with pytest.raises(NotAllowed):
        correct(registration, team.decider)


def test_letter_that_no_longer_fits_does_not_go_again(registration, receipt, team):
    Message.objects.filter(pk=receipt.pk).update(kind=MessageKind.SELECTED)
    assert correct(registration, team.decider) == []


# On the screens.


def test_desk_shows_the_letters_and_corrects_the_address(
    client, registration, receipt, team
):
    client.force_login(team.decider)
    desk = reverse("registrations:edit", args=[registration.pk])
    html = client.get(desk).content.decode()
    assert reverse("messages:edit", args=[receipt.pk]) in html
    act = reverse("registrations:act", args=[registration.pk, "address"])
    assert f'action="{act}"' in html
    assert client.post(act, {"email": "geen adres", "reason": "x"}).status_code == 422
    response = client.post(act, {"email": NEW, "reason": "Gebeld"})
    assert response.status_code == 302
    html = client.get(desk).content.decode()
    assert f'action="{act}"' not in html
    letter = reverse("messages:edit", args=[receipt.pk])
    assert f"{desk}#address" not in client.get(letter).content.decode()


def test_letter_that_came_back_leads_to_the_desk(client, registration, receipt, team):
    client.force_login(team.decider)
    letter = reverse("messages:edit", args=[receipt.pk])
    desk = reverse("registrations:edit", args=[registration.pk])
    assert f"{desk}#address" in client.get(letter).content.decode()


def test_reader_sees_no_letters_on_the_desk(client, registration, receipt, team):
    client.force_login(team.reader)
    html = client.get(
        reverse("registrations:edit", args=[registration.pk])
    ).content.decode()
    assert "desk-letters" not in html


def test_list_finds_whom_to_call(client, registration, team):
    other = RegistrationFactory(page=registration.page, in_review=True)
    client.force_login(team.decider)
    listing = reverse("registrations:list")
    rows = client.get(listing, {"mail": "returned"}).context["object_list"]
    assert [row.pk for row in rows] == [registration.pk]
    html = client.get(listing).content.decode()
    assert html.count("Mail kwam terug") >= 1
    assert other.reference in html


def test_office_hears_once_that_mail_came_back(registration, team):
    assert count_waiting(user=team.decider).returned == 1
    assert count_waiting(user=team.reader).returned == 0
    ReaderProfile.objects.update_or_create(
        user=team.decider, defaults={"digest": DigestFrequency.DAILY}
    )
    queue_message(
        team_member=team.decider,
        kind=MessageKind.TEAM_DIGEST,
        context={"day": "2026-11-23", "returned": 1},
    )
    letter = Message.objects.get(kind=MessageKind.TEAM_DIGEST)
    assert "1 inschrijver van wie een mail terugkwam" in write_letter(letter).text
    assert count_waiting(user=team.decider).returned == 0
