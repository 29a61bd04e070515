"""Two people who arrange the reading at the same moment: real threads."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import ReviewPhase
from registrations.models import Assignment, PhaseChange, Review
from registrations.services.actions import take_action
from registrations.services.assignment import PlanChanged, carry_out, share_out
from registrations.services.review import submit_review
from registrations.services.rounds import (
    PhaseChanged,
    ScoresAreFixed,
    change_phase,
    get_round,
    save_round,
)
from registrations.services.workflow import ensure_workflow
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def scene():
    """A form of which three registrations are read by three readers, and two leads."""
    create_groups_and_workflows()
    leads = [
        StaffFactory(username=f"leider{n}", groups=["Leesverantwoordelijken"])
        for n in range(2)
    ]
    reader = StaffFactory(username="lezer", groups=["Lezers"])
    form_page = FormPageFactory()
    rows = []
    for _number in range(3):
        row = RegistrationFactory(page=form_page)
        ensure_workflow(registration=row)
        row.refresh_from_db()
        take_action(
            registration=row,
            task_state_id=row.current_workflow_state.current_task_state_id,
            action="approve",
            user=leads[0],
        )
        rows.append(type(row).objects.get(pk=row.pk))
    return form_page, leads, reader, rows


def do_at_once(*acts):
    """Do each of `acts` in a thread of its own; return the errors, or None."""
    start = Barrier(len(acts), timeout=60)

    def run(act):
        start.wait()
        try:
            return do_until_heard(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def do_until_heard(act):
    """Do it; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            act()
        except (PlanChanged, PhaseChanged, ScoresAreFixed) as error:
            return type(error)
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))
        else:
            return None


def test_two_leads_who_share_out_at_once_give_everything_out_once(scene):
    form_page, leads, _reader, rows = scene
    seen = share_out(form_page=form_page, user=leads[0]).fingerprint
    outcomes = do_at_once(
        *(
            lambda lead=lead: carry_out(form_page=form_page, user=lead, seen=seen)
            for lead in leads
        )
    )
    assert set(outcomes) == {None, PlanChanged}
    assert [row.assignments.count() for row in rows] == [2, 2, 2]


def test_two_leads_who_close_a_phase_at_once_close_it_once(scene):
    form_page, leads, _reader, _rows = scene
    save_round(form_page=form_page, user=leads[0])
    outcomes = do_at_once(
        *(
            lambda lead=lead: change_phase(
                form_page=form_page,
                to=ReviewPhase.DISCUSSING,
                user=lead,
                seen=ReviewPhase.READING,
            )
            for lead in leads
        )
    )
    assert set(outcomes) == {None, PhaseChanged}
    assert PhaseChange.objects.count() == 1


def test_no_score_slips_in_while_the_selection_begins(scene):
    form_page, leads, reader, rows = scene
    save_round(form_page=form_page, user=leads[0])
    closed, score = do_at_once(
        lambda: change_phase(
            form_page=form_page, to=ReviewPhase.SELECTING, user=leads[0]
        ),
        lambda: submit_review(
            registration=rows[0], reader=reader, advice="abstain", note="Ken ik."
        ),
    )
    assert closed is None
    assert get_round(form_page).phase == ReviewPhase.SELECTING
    # Either it was in before the phase closed, or it was refused: nothing between.
    assert Review.objects.count() == (0 if score is ScoresAreFixed else 1)
    if review := Review.objects.first():
        assert review.updated_at < PhaseChange.objects.get().changed_at
    assert Assignment.objects.count() == 0
