"""The order of somebody: what waits, what is next, what was before, how far they are."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.enums import ReviewPhase, TieKind
from registrations.models import Assignment, InformationRequest, ReviewRound
from registrations.services.queue import (
    get_next,
    get_overview,
    get_queue,
    get_way,
    is_waiting_for,
)
from registrations.services.ties import declare_tie
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .scores import make_round, put_in_reading, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    return FormPageFactory()


def walk(user, start, length):
    """Return what `user` meets, going on from `start`."""
    walked = [start]
    while len(walked) < length:
        walked.append(get_way(user=user, at=walked[-1]).following)
    return walked


def walk_back(user, start, length):
    walked = [start]
    while len(walked) < length:
        walked.append(get_way(user=user, at=walked[-1]).previous)
    return walked


def screen(form_page, count):
    return [RegistrationFactory(page=form_page, received=True) for _ in range(count)]


def test_queue_holds_what_waits_for_this_reader(team, form_page):
    first = put_in_reading(form_page, team.reader)
    (second,) = screen(form_page, 1)
    RegistrationFactory(page=form_page, held=True)
    # Screening goes first: others wait for it.
    assert list(get_queue(user=team.reader)) == [second, first]
    read(first, team.reader)
    assert list(get_queue(user=team.reader)) == [second]
    assert list(get_queue(user=team.reader_two)) == [second, first]
    assert list(get_queue(user=team.editor)) == []
    read(first, team.reader_two)
    assert list(get_queue(user=team.decider)) == [first, second]
    assert list(get_queue(user=team.reader_two)) == [second]


def test_next_goes_through_the_screening_and_on_to_the_reading(team, form_page):
    to_read = [put_in_reading(form_page, team.reader) for _ in "123"]
    to_screen = screen(form_page, 2)
    expected = list(get_queue(user=team.reader))
    assert expected[:2] == to_screen
    assert set(expected[2:]) == set(to_read)
    assert get_next(user=team.reader) == expected[0]
    # All of them, and round again.
    assert walk(team.reader, expected[0], 6) == [*expected, expected[0]]
    # From one that was read just now to the other, and back to it.
    read(expected[2], team.reader)
    way = get_way(user=team.reader, at=expected[2])
    assert (way.previous, way.following) == (expected[1], expected[3])
    assert get_way(user=team.reader, at=expected[3]).previous == expected[2]


def test_previous_leads_back_over_every_step_to_the_first(team, form_page):
    for _ in "12":
        put_in_reading(form_page, team.reader)
    screen(form_page, 2)
    order = list(get_queue(user=team.reader))
    assert walk_back(team.reader, order[-1], 5) == [*reversed(order), None]


def test_samples_are_read_first_and_never_skipped(team, form_page):
    rows = [put_in_reading(form_page, team.reader) for _ in range(5)]
    review_round = make_round(form_page)
    for row in rows:
        # Whichever of them is last by lot, as a sample it is the first.
        review_round.samples.set([row])
        order = list(get_queue(user=team.reader))
        assert order[0] == row
        assert walk(team.reader, row, 6) == [*order, row]


def test_order_is_stable_and_another_for_each_reader(team, form_page):
    for _ in range(6):
        put_in_reading(form_page, team.reader)
    one, two = (
        [list(get_queue(user=user)) for _ in "12"]
        for user in (team.reader, team.reader_two)
    )
    assert one[0] == one[1]
    assert two[0] == two[1]
    assert set(one[0]) == set(two[0])
    assert one[0] != two[0]


def test_answer_to_a_question_comes_first_until_it_is_read(team, form_page):
    back = put_in_reading(form_page, team.reader)
    put_in_reading(form_page, team.reader)
    screen(form_page, 1)
    InformationRequest.objects.create(
        registration=back,
        question="Welke dag?",
        answer="De tweede.",
        asked_by=team.reader,
        answered_at=timezone.now(),
    )
    order = list(get_queue(user=team.reader))
    assert order[0] == back
    assert walk(team.reader, back, 4) == [*order, back]
    assert list(get_queue(user=team.reader_two)).index(back) > 0
    read(back, team.reader)
    assert back not in get_queue(user=team.reader)


def test_who_was_asked_reads_that_and_who_was_not_reads_all(team, form_page):
    rows = [put_in_reading(form_page, team.reader) for _ in "123"]
    Assignment.objects.create(registration=rows[1], reader=team.reader)
    assert list(get_queue(user=team.reader)) == [rows[1]]
    assert set(get_queue(user=team.reader_two)) == set(rows)
    way = get_way(user=team.reader, at=rows[1])
    assert (way.following, way.previous) == (None, None)
    # On another form nothing was assigned.
    other = put_in_reading(FormPageFactory(), team.reader)
    assert set(get_queue(user=team.reader)) == {rows[1], other}


def test_third_reader_finds_it_after_its_step_while_people_talk(team, form_page):
    row = put_in_reading(form_page, team.reader)
    review_round = make_round(form_page, phase=ReviewPhase.DISCUSSING)
    read(row, team.reader)
    read(row, team.reader_two)
    Assignment.objects.create(registration=row, reader=team.lead)
    assert list(get_queue(user=team.lead)) == [row]
    assert get_overview(user=team.lead).to_read == row
    ReviewRound.objects.filter(pk=review_round.pk).update(phase=ReviewPhase.SELECTING)
    assert list(get_queue(user=team.lead)) == []


def test_overview_tells_how_many_wait_how_far_and_where_to_go_on(team, form_page):
    other_page = FormPageFactory()
    rows = [put_in_reading(form_page, team.reader) for _ in "123"]
    put_in_reading(other_page, team.reader)
    (to_screen,) = screen(form_page, 1)
    read(rows[0], team.reader)
    overview = get_overview(user=team.reader)
    assert overview.count == 4
    assert [(row.form_page, row.done, row.total) for row in overview.progress] == [
        (other_page, 0, 1),
        (form_page, 1, 3),
    ]
    assert overview.progress[1].title == form_page.get_parent().title
    assert overview.to_read == get_queue(user=team.reader).exclude(pk=to_screen.pk)[0]
    progress = get_way(user=team.reader, at=rows[1]).progress
    assert (progress.done, progress.total) == (1, 3)
    # Who does not read has nothing to be far with.
    assert get_overview(user=team.chair).progress == []
    assert get_way(user=team.chair, at=rows[1]).progress is None


def test_tied_registration_is_on_no_way_and_in_no_number(team, form_page):
    rows = [put_in_reading(form_page, team.reader) for _ in "12"]
    declare_tie(registration=rows[0], user=team.reader, kind=TieKind.PERSONAL)
    assert list(get_queue(user=team.reader)) == [rows[1]]
    assert not is_waiting_for(team.reader, rows[0])
    way = get_way(user=team.reader, at=rows[1])
    assert (way.following, way.previous) == (None, None)
    assert way.progress.total == 1
    assert get_overview(user=team.reader).count == 1


def test_forwarding_leads_to_what_waits_behind_it_at_the_screening(
    client, team, form_page
):
    for _ in "12":
        put_in_reading(form_page, team.reader)
    first, second, third = screen(form_page, 3)
    client.force_login(team.reader)
    step = second.current_workflow_state.current_task_state
    response = client.post(
        reverse("registrations:workflow_action", args=[second.pk, "approve", step.pk]),
        follow=True,
    )
    desk = response.context["desk"]
    assert desk.registration == second
    assert desk.next_in_queue == third
    assert first in get_queue(user=team.reader)


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999"])
def test_promise_that_is_none_changes_nothing(client, team, form_page, number):
    rows = [put_in_reading(form_page, team.reader) for _ in "12"]
    client.force_login(team.reader)
    url = reverse("registrations:edit", args=[rows[0].pk])
    response = client.get(url, {"next": number})
    assert response.context["desk"].next_in_queue == rows[1]


def test_dashboard_and_desk_ask_as_much_for_three_as_for_one(
    client, team, form_page, django_assert_max_num_queries
):
    """With one other that waits, and with three."""
    counts = {}
    for size in (2, 4):
        while get_queue(user=team.reader).count() < size:
            put_in_reading(form_page, team.reader)
        row = get_next(user=team.reader)
        client.force_login(team.reader)
        for url in (
            reverse("wagtailadmin_home"),
            reverse("registrations:edit", args=[row.pk]),
        ):
            client.get(url)
            with django_assert_max_num_queries(500) as captured:
                assert client.get(url).status_code == 200
            counts.setdefault(size, []).append(len(captured))
    assert counts[2] == counts[4]
