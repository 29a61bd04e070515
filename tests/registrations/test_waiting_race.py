"""One place, offered by two people at the same moment: real threads, real transactions."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind, RegistrationState
from registrations.models import Message, Offer, Registration
from registrations.services.errors import RegistrationError
from registrations.services.waiting import offer_place
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
    get_places,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def offer_until_heard(registration, place, user):
    """Offer; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            offer_place(registration=registration, workplace=place, user=user)
        except RegistrationError:
            return "refused"
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))
        else:
            return "offered"


def offer_at_once(rows, place, user):
    start = Barrier(len(rows), timeout=60)

    def offer(registration):
        start.wait()
        try:
            return offer_until_heard(registration, place, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(rows)) as pool:
        return sorted(pool.map(offer, rows))


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
    assert outcomes == ["offered", "refused", "refused", "refused"]
    assert Registration.objects.holding_seat().filter(placed_in=place).count() == 1
    assert Offer.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.OFFERED).count() == 1


def test_one_person_is_offered_one_place_however_many_click():
    (row,), place, decider = make_list(1, places=3)
    assert offer_at_once([row] * 3, place, decider) == ["offered", "refused", "refused"]
    row.refresh_from_db()
    assert row.state == RegistrationState.SELECTED
    assert Offer.objects.count() == 1
