"""The promise of confidentiality, asked once and only in a round."""

import pytest
from django.urls import reverse

from registrations.models import (
    ReaderProfile,
    Review,
)
from registrations.services.errors import (
    NotAllowed,
)
from registrations.services.readers import must_promise, promise
from registrations.services.rounds import (
    save_round,
)
from registrations.services.workflow import ensure_workflow
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .rounds_scene import S

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def running(team, form_page):
    """A round in the phase of reading."""
    return save_round(form_page=form_page, user=team.lead)


@pytest.fixture
def registration(form_page):
    row = RegistrationFactory(page=form_page, state=S.IN_REVIEW)
    ensure_workflow(registration=row)
    return row


def test_promise_is_asked_once_and_only_in_a_round(
    team, form_page, registration, client
):
    desk = reverse("registrations:edit", args=[registration.pk])
    client.force_login(team.reader)
    assert must_promise(registration=registration, user=team.reader) is False
    save_round(form_page=form_page, user=team.lead)
    page = client.get(desk).content.decode()
    assert reverse("registrations:promise", args=[registration.pk]) in page
    assert registration.motivation not in page
    assert not ReaderProfile.objects.exists()  # looking promises nothing
    response = client.post(reverse("registrations:promise", args=[registration.pk]))
    assert response.url == desk
    moment = ReaderProfile.objects.get(user=team.reader).promised_at
    promise(user=team.reader)
    assert ReaderProfile.objects.get(user=team.reader).promised_at == moment
    assert registration.motivation in client.get(desk).content.decode()


def test_nothing_is_done_on_the_desk_before_the_promise(
    team, running, registration, client
):
    client.force_login(team.reader)
    client.post(
        reverse("registrations:act", args=[registration.pk, "review"]),
        {"advice": "yes", "note": "Sterk."},
    )
    assert Review.objects.count() == 0


def test_office_promises_nothing(team, running, registration):
    from tests.factories.registrations import StaffFactory

    office = StaffFactory(username="kantoor", groups=["Secretariaat"])
    assert must_promise(registration=registration, user=office) is False
    with pytest.raises(NotAllowed):
        promise(user=office)
