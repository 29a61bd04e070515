"""Two of the team, or the person and the team, with one person at the same moment."""

import pytest
from django.utils import timezone

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind, MessageState
from registrations.models import DataRequest, Message, Registration
from registrations.services.delivery import send_due
from registrations.services.person import ask_copy, erase_person, find_person
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
)

from .mailroom import make_message
from .race import DONE, REFUSED, run_at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EMAIL = "an@voorbeeld.be"


@pytest.fixture
def keepers():
    create_groups_and_workflows()
    RegistrationFactory(page=FormPageFactory(), confirmed=True, email=EMAIL)
    return [StaffFactory(groups=["Gegevensbeheer"]) for _ in range(2)]


def test_two_who_erase_at_once_erase_once_and_write_one_letter(keepers):
    seen = find_person(email=EMAIL, user=keepers[0]).version

    def erase(user):
        return lambda: erase_person(email=EMAIL, user=user, reason="Mail", seen=seen)

    came = run_at_once(
        erase(keepers[0]), erase(keepers[1]), lambda: erase_person(email=EMAIL)
    )
    assert sorted(came) == [DONE, REFUSED, REFUSED]
    assert DataRequest.objects.count() == 1
    letters = Message.objects.filter(kind=MessageKind.PERSON_ERASED)
    assert letters.count() == 1
    assert not Registration.objects.exclude(email="").exists()


def test_copy_that_two_ask_for_at_once_is_one(keepers):
    def ask(user):
        return lambda: ask_copy(email=EMAIL, user=user, reason="Mail")

    assert run_at_once(ask(keepers[0]), ask(keepers[1])) == [DONE, DONE]
    assert DataRequest.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.DATA_COPY).count() == 1


def test_letter_that_leaves_while_somebody_is_erased_is_sent_or_cancelled(keepers):
    registration = Registration.objects.get(email=EMAIL)
    Message.objects.update(state=MessageState.CANCELLED)
    letters = [make_message(registration, queued_at=timezone.now()) for _ in range(3)]
    run_at_once(send_due, lambda: erase_person(email=EMAIL))
    left = Message.objects.filter(pk__in=[letter.pk for letter in letters])
    assert not left.filter(state__in=["queued", "sending", "draft"]).exists() or (
        # The worker had one in its hands: then nothing was erased.
        Registration.objects.filter(email=EMAIL).exists()
    )
    if not Registration.objects.filter(email=EMAIL).exists():
        assert set(left.values_list("recipient", flat=True)) == {""}
