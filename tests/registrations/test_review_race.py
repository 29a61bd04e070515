"""Readers at the same moment: real threads, real transactions."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import ReviewPhase
from registrations.models import CompletedStep, ReviewVersion, SelectionTask
from registrations.services.errors import RegistrationError
from registrations.services.rounds import change_phase
from tests.factories.registrations import FormPageFactory, StaffFactory

from .scores import fresh, make_criteria, make_round, put_in_reading, read

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def run_at_once(*acts):
    """Do each act in a thread of its own; return the name of what refused it, or ""."""
    start = Barrier(len(acts), timeout=60)

    def run(act):
        start.wait()
        try:
            return run_until_heard(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def run_until_heard(act):
    """Do it; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            act()
        except RegistrationError as error:
            return type(error).__name__
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))
        else:
            return ""


@pytest.fixture
def readers():
    create_groups_and_workflows()
    return StaffFactory.create_batch(3, groups=["Lezers"])


@pytest.fixture
def registration(readers):
    form_page = FormPageFactory()
    make_criteria(form_page, 1)
    make_round(form_page)
    return put_in_reading(form_page, readers[0])


def test_two_reviews_at_once_both_count_and_the_registration_goes_on_once(
    readers, registration
):
    outcomes = run_at_once(
        lambda: read(registration, readers[0], 3),
        lambda: read(registration, readers[1], 1, advice="no"),
    )
    assert outcomes == ["", ""]
    after = fresh(registration)
    assert (after.review_count, after.score_mean, after.score_spread) == (2, 2, 2)
    assert isinstance(after.current_workflow_task.specific, SelectionTask)
    steps = CompletedStep.objects.filter(registration=registration)
    assert steps.count() == 2  # the screening, and the reading once


def test_one_reader_who_saves_twice_at_once_has_one_review(readers, registration):
    outcomes = run_at_once(
        lambda: read(registration, readers[0], 3),
        lambda: read(registration, readers[0], 1),
    )
    assert outcomes == ["", ""]
    assert registration.reviews.count() == 1
    assert ReviewVersion.objects.count() == 1
    assert fresh(registration).review_count == 1


def test_no_review_slips_through_a_phase_that_closes(readers, registration):
    lead = StaffFactory()
    lead.groups.add(Group.objects.get(name="Leesverantwoordelijken"))
    outcomes = run_at_once(
        lambda: change_phase(
            form_page=registration.page, to=ReviewPhase.SELECTING, user=lead
        ),
        lambda: read(registration, readers[0], 3),
        lambda: read(registration, readers[1], 3),
    )
    assert outcomes[0] == ""
    assert set(outcomes[1:]) <= {"", "ScoresAreFixed"}
    assert fresh(registration).review_count == outcomes[1:].count("")
    assert run_until_heard(lambda: read(registration, readers[2], 3)) != ""
