"""Several deciders who move one card at the same moment: real threads."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import RegistrationState
from registrations.models import Decision
from registrations.services.decision import CardMoved, Column, move_card
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
    get_places,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = RegistrationState


def move_until_heard(card, to, user):
    """Move; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            move_card(registration=card, to=to, user=user, seen_proposal_id=None)
        except CardMoved:
            return "refused"
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))
        else:
            return to.key


def test_one_card_moved_at_once_goes_to_one_column_and_the_others_hear_it():
    create_groups_and_workflows()
    card = RegistrationFactory(page=FormPageFactory(), in_review=True)
    first, second = get_places(card.page)
    aims = [
        *(Column(S.SELECTED, first.pk), Column(S.SELECTED, second.pk)),
        *(Column(S.WAITLISTED), Column(S.DECLINED)),
    ]
    users = [StaffFactory(groups=["Beslissers"]) for _ in aims]
    start = Barrier(len(aims), timeout=60)

    def move(aim, user):
        start.wait()
        try:
            return move_until_heard(card, aim, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(aims)) as pool:
        outcomes = list(pool.map(move, aims, users))
    assert outcomes.count("refused") == len(aims) - 1
    decision = Decision.objects.get()
    column = Column.of(decision.proposed_state, decision.proposed_workplace_id)
    assert [one for one in outcomes if one != "refused"] == [column.key]
