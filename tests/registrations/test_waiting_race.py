"""One place, offered by two people at the same moment: real threads, real transactions."""

from functools import partial

import pytest

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind, RegistrationState
from registrations.models import Message, Offer, Registration
from registrations.services.waiting import offer_place
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
    get_places,
)

from .race import DONE, REFUSED, run_at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def offer_at_once(rows, place, user):
    acts = [
        partial(offer_place, registration=row, workplace=place, user=user)
        for row in rows
    ]
    return sorted(run_at_once(*acts))


def make_list(count, *, places):
    create_groups_and_workflows()
    form_page = FormPageFactory()
    place = get_places(form_page)[0]
    place.capacity_max = places
    place.save()
    rows = RegistrationFactory.create_batch(count, page=form_page, waitlisted=True)
    return rows, place, StaffFactory(groups=["Beslissers"])


def test_one_place_is_offered_to_one_of_four_people_at_once():
    rows, place, decider = make_list(4, places=1)
    outcomes = offer_at_once(rows, place, decider)
    assert outcomes == [DONE, REFUSED, REFUSED, REFUSED]
    assert Registration.objects.holding_seat().filter(placed_in=place).count() == 1
    assert Offer.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.OFFERED).count() == 1


def test_one_person_is_offered_one_place_however_many_click():
    (row,), place, decider = make_list(1, places=3)
    assert offer_at_once([row] * 3, place, decider) == [DONE, REFUSED, REFUSED]
    row.refresh_from_db()
    assert row.state == RegistrationState.SELECTED
    assert Offer.objects.count() == 1
