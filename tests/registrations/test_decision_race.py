"""Two deciders at the same moment: real threads, real transactions."""

from functools import partial

import pytest

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind, RegistrationState
from registrations.models import Message, Registration, StateChange
from registrations.services.decision import (
    propose_decision,
    release_call,
    release_decisions,
)
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
    get_places,
)

from .race import DONE, REFUSED, run_at_once
from .release_scene import look

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = RegistrationState


def release_at_once(decisions, user):
    """Release each decision from a thread of its own; return what came of each."""
    acts = [
        partial(release_decisions, decisions=[decision], released_by=user)
        for decision in decisions
    ]
    return sorted(run_at_once(*acts))


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
    assert outcomes == [DONE, REFUSED, REFUSED, REFUSED]
    assert Registration.objects.holding_seat().filter(placed_in=place).count() == 1


def test_same_decision_released_at_once_makes_one_letter():
    _form_page, decider, (decision,) = make_proposals(1)
    outcomes = release_at_once([decision] * 3, decider)
    assert outcomes == [DONE, REFUSED, REFUSED]
    assert Message.objects.filter(kind=MessageKind.SELECTED).count() == 1


def test_call_released_by_two_at_once_is_released_once():
    form_page, decider, decisions = make_proposals(5)
    other = StaffFactory(groups=["Beslissers"])
    acts = [
        partial(
            release_call,
            form_page=form_page,
            user=user,
            seen=look(form_page=form_page, user=user),
        )
        for user in (decider, other)
    ]
    assert sorted(run_at_once(*acts)) == [DONE, REFUSED]
    assert Message.objects.filter(kind=MessageKind.SELECTED).count() == len(decisions)
    steps = StateChange.objects.filter(to_state=S.SELECTED)
    assert steps.count() == len(decisions)
    # All of them at one moment, by one person.
    assert len({(step.changed_at, step.user_id) for step in steps}) == 1


def test_proposal_changed_while_a_call_is_released_is_released_as_seen_or_not_at_all():
    form_page, decider, decisions = make_proposals(3)
    other = StaffFactory(groups=["Beslissers"])
    release = partial(
        release_call,
        form_page=form_page,
        user=decider,
        seen=look(form_page=form_page, user=decider),
    )
    change = partial(
        propose_decision,
        registration=decisions[0].registration,
        state=S.DECLINED,
        workplace=None,
        reason="Toch niet.",
        proposed_by=other,
    )
    released, changed = run_at_once(release, change)
    assert sorted([released, changed]) == [DONE, REFUSED]
    selected = Registration.objects.filter(state=S.SELECTED).count()
    assert selected == (len(decisions) if released == DONE else 0)
