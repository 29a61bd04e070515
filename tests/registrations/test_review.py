"""Reviews: independent, counted, and open only while reading goes on."""

import pytest

from registrations.enums import RegistrationState
from registrations.models import Registration, Review, ReviewTask, SelectionTask
from registrations.services.actions import ask_for_information, take_action
from registrations.services.errors import NotAllowed
from registrations.services.history import get_history
from registrations.services.review import (
    NoteRequired,
    ReadingClosed,
    submit_review,
)
from registrations.services.review_sight import get_visible_reviews
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
S = RegistrationState


def read(registration, reader, advice="yes", note="Sterk."):
    return submit_review(
        registration=registration, reader=reader, advice=advice, note=note
    )


def fresh(registration):
    return Registration.objects.get(pk=registration.pk)


def forward(registration, user):
    step = registration.current_workflow_state.current_task_state
    take_action(
        registration=registration, task_state_id=step.pk, action="approve", user=user
    )
    return fresh(registration)


@pytest.fixture
def in_reading(team):
    return forward(RegistrationFactory(), team.reader)


def test_review_waits_until_the_screening_is_done(team):
    with pytest.raises(ReadingClosed):
        read(RegistrationFactory(), team.reader)


def test_review_needs_a_note(team, in_reading):
    with pytest.raises(NoteRequired):
        read(in_reading, team.reader, note=" ")


def test_review_is_for_readers_in_the_groups_of_the_step(team, in_reading):
    for user in (team.editor, team.guest):
        with pytest.raises(NotAllowed):
            read(in_reading, user)
    ReviewTask.objects.get().groups.set(team.chair.groups.all())
    with pytest.raises(NotAllowed):
        read(in_reading, team.reader)


def test_one_reader_counts_once(team, in_reading):
    read(in_reading, team.reader)
    read(in_reading, team.reader, note="Nog eens.")
    assert isinstance(fresh(in_reading).current_workflow_task.specific, ReviewTask)
    assert Review.objects.count() == 1


def test_review_of_a_received_registration_puts_it_in_review(team):
    """Where staff took the screening out of the workflow."""
    workflow = ReviewTask.objects.get().workflows.get()
    workflow.workflow_tasks.filter(sort_order=0).delete()
    registration = RegistrationFactory(received=True)
    read(registration, team.reader)
    assert fresh(registration).state == S.IN_REVIEW


def test_last_review_without_a_next_step_is_kept(team, in_reading):
    """Staff left the workflow without a selection: the review is not lost."""
    workflow = ReviewTask.objects.get().workflows.get()
    workflow.workflow_tasks.filter(task=SelectionTask.objects.get()).delete()
    read(in_reading, team.reader)
    read(in_reading, team.reader_two)
    assert Review.objects.count() == 2
    assert isinstance(fresh(in_reading).current_workflow_task.specific, ReviewTask)


def test_decider_who_may_read_too_writes_first_and_then_sees_others(team, in_reading):
    read(in_reading, team.reader)
    assert list(get_visible_reviews(registration=in_reading, user=team.boss)) == []
    history = get_history(registration=in_reading, user=team.boss)
    assert [entry for entry in history if entry.icon == "clipboard-list"] == []
    task = ReviewTask.objects.get()
    task.reviews_needed = 3
    task.save()
    read(in_reading, team.boss)
    seen = get_visible_reviews(registration=in_reading, user=team.boss)
    assert {review.reader for review in seen} == {team.reader, team.boss}


def test_pause_for_a_question_does_not_show_the_reviews_of_others(team, in_reading):
    read(in_reading, team.reader)
    paused = ask_for_information(
        registration=fresh(in_reading), user=team.reader, question="Welke dag?"
    ).registration
    seen = get_visible_reviews(registration=fresh(paused), user=team.boss)
    assert list(seen) == []


def test_decider_who_does_not_read_sees_all_reviews(team, in_reading):
    review = read(in_reading, team.reader)
    seen = get_visible_reviews(registration=in_reading, user=team.chair)
    assert list(seen) == [review]


def test_after_the_reading_a_decider_sees_all_reviews(team, in_reading):
    read(in_reading, team.reader)
    read(in_reading, team.reader_two)
    seen = get_visible_reviews(registration=fresh(in_reading), user=team.boss)
    assert len(seen) == 2
