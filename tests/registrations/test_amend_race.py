"""An edit and something else at the same moment: real threads, real transactions."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind, RegistrationState
from registrations.models import AnswerChange, Message, Registration
from registrations.permissions import Actor
from registrations.services.amend import (
    ChangedMeanwhile,
    amend_registration,
    get_version,
)
from registrations.services.amendable import NotAmendable
from registrations.services.decision import propose_decision, release_decisions
from registrations.services.participant import withdraw
from registrations.services.seats import lock_form_page
from registrations.services.state import change_state
from tests.factories.registrations import StaffFactory

from .amend_scene import bind_amend, fresh, make_registered

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = RegistrationState


def at_once(*acts: Callable[[], str]) -> list[str]:
    """Do everything at the same moment; return what each gave."""
    start = Barrier(len(acts), timeout=60)

    def do(act):
        start.wait()
        try:
            return until_heard(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(do, acts))


def until_heard(act: Callable[[], str]) -> str:
    """Again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return act()
        except ChangedMeanwhile:
            return "changed"
        except NotAmendable:
            return "refused"
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))


def editing(registration: Registration, **changes) -> Callable[[], str]:
    """Return an edit by whoever sees the present answers."""
    form = bind_amend(registration, **changes)
    seen = get_version(registration)

    def act() -> str:
        amend_registration(
            registration=registration,
            form=form,
            seen_version=seen,
            actor=Actor.applicant(),
        )
        return "saved"

    return act


def test_of_many_edits_at_once_one_is_saved_and_none_is_overwritten():
    registration = make_registered()
    names = [f"Lies {number}" for number in range(5)]
    outcomes = at_once(*(editing(registration, first_name=name) for name in names))
    assert sorted(outcomes) == ["changed"] * 4 + ["saved"]
    assert fresh(registration).first_name == names[outcomes.index("saved")]
    assert AnswerChange.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.AMENDED).count() == 1


def test_same_edit_at_once_is_one():
    registration = make_registered()
    act = editing(registration, first_name="Lies")
    assert at_once(act, act, act) == ["saved"] * 3
    assert AnswerChange.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.AMENDED).count() == 1


def test_edit_against_a_withdrawal_is_before_it_or_not_at_all():
    registration = make_registered()
    form_page = registration.page
    for number in range(3):
        registration = make_registered(form_page, email=f"lotte{number}@voorbeeld.be")
        edit = editing(registration, first_name="Lies")
        outcome, _withdrawn = at_once(
            edit, lambda row=registration: withdraw(registration=row).state
        )
        now = fresh(registration)
        assert now.state == S.WITHDRAWN
        assert (outcome, now.first_name) in {("saved", "Lies"), ("refused", "Lotte")}
        assert now.answer_changes.count() == (outcome == "saved")


def test_edit_against_a_release_is_before_it_or_not_at_all():
    create_groups_and_workflows()
    decider = StaffFactory(groups=["Beslissers"])
    releaser = StaffFactory(groups=["Beslissers"])
    registration = make_registered()
    change_state(registration=registration, to=S.IN_REVIEW, actor=Actor.staff(decider))
    decision = propose_decision(
        registration=registration,
        state=S.SELECTED,
        workplace=registration.workplace_first,
        reason="",
        proposed_by=decider,
    )

    def release() -> str:
        release_decisions(decisions=[decision], released_by=releaser)
        return "released"

    edit = editing(registration, first_name="Lies")
    outcome, released = at_once(edit, release)
    now = fresh(registration)
    assert (released, now.state) == ("released", S.SELECTED)
    assert (outcome, now.first_name) in {("saved", "Lies"), ("refused", "Lotte")}


def test_edit_that_waits_past_the_deadline_is_too_late():
    registration = make_registered()
    call = registration.page.call
    edit = editing(registration, first_name="Lies")
    # The closing minute itself still counts.
    closing = timezone.now() + timedelta(seconds=1.5)
    call.closes_at = closing - timedelta(minutes=1)
    call.save()
    held = Event()

    def hold() -> str:
        with transaction.atomic():
            lock_form_page(form_page_id=registration.page_id)
            held.set()
            while timezone.now() <= closing:
                time.sleep(0.05)
        return "held"

    def wait_and_edit() -> str:
        held.wait(timeout=60)
        return edit()

    assert at_once(wait_and_edit, hold) == ["refused", "held"]
    assert fresh(registration).first_name == "Lotte"
