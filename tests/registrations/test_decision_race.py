"""Two deciders at the same moment: real threads, real transactions."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind, RegistrationState
from registrations.models import Message, Registration
from registrations.services.decision import (
    ReleaseFailed,
    propose_decision,
    release_decisions,
)
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
    get_places,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = RegistrationState


def release_at_once(decisions, user):
    """Release each decision from a thread of its own; return who was refused."""
    start = Barrier(len(decisions), timeout=60)

    def release(decision):
        start.wait()
        try:
            return release_until_heard(decision, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(decisions)) as pool:
        return list(pool.map(release, decisions))


def release_until_heard(decision, user):
    """Release; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            release_decisions(decisions=[decision], released_by=user)
        except ReleaseFailed:
            return "refused"
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))
        else:
            return "released"


def make_proposals(count):
    create_groups_and_workflows()
    decider = StaffFactory(groups=["Beslissers"])
    form_page = FormPageFactory()
    rows = RegistrationFactory.create_batch(count, page=form_page, in_review=True)
    decisions = [
        propose_decision(
            registration=row,
            state=S.SELECTED,
            workplace=row.workplace_first,
            reason="",
            proposed_by=decider,
        )
        for row in rows
    ]
    return form_page, decider, decisions


def test_last_seat_is_given_once_however_many_release_at_once():
    form_page, decider, decisions = make_proposals(4)
    place = get_places(form_page)[0]
    place.capacity_max = 1
    place.save()
    outcomes = release_at_once(decisions, decider)
    assert sorted(outcomes) == ["refused", "refused", "refused", "released"]
    assert Registration.objects.holding_seat().filter(placed_in=place).count() == 1


def test_same_decision_released_at_once_makes_one_letter():
    _form_page, decider, (decision,) = make_proposals(1)
    outcomes = release_at_once([decision] * 3, decider)
    assert sorted(outcomes) == ["refused", "refused", "released"]
    assert Message.objects.filter(kind=MessageKind.SELECTED).count() == 1
