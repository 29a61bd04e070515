"""Assigning: by hand with a result for each, shared out by a plan that takes nothing away."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.enums import RegistrationState, TieKind, TieState
from registrations.models import (
    Assignment,
    ReaderProfile,
    Registration,
    ReviewTask,
    Tie,
)
from registrations.services.assignment import (
    AlreadyRead,
    NoReadingStep,
    PlanChanged,
    assign,
    carry_out,
    get_readers_overview,
    get_standing,
    set_readers,
    share_out,
    take_back,
    unassign,
)
from registrations.services.errors import NotAllowed
from registrations.services.review import submit_review
from registrations.services.rounds import save_round
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db


def start_reading(registration):
    """Bring a registration to the reading step, as the screening does."""
    from registrations.services.actions import take_action
    from registrations.services.workflow import ensure_workflow

    ensure_workflow(registration=registration)
    registration = type(registration).objects.get(pk=registration.pk)
    step = registration.current_workflow_state.current_task_state
    boss = StaffFactory._meta.model.objects.get(username="beheer")
    take_action(
        registration=registration, task_state_id=step.pk, action="approve", user=boss
    )
    return type(registration).objects.get(pk=registration.pk)


def read(registration, reader, advice="yes"):
    return submit_review(
        registration=registration, reader=reader, advice=advice, note="Sterk."
    )


def tie(registration, user):
    Tie.objects.create(
        registration=registration,
        user=user,
        kind=TieKind.COLLEAGUE,
        state=TieState.DECLARED,
    )


def give_out(form_page, user):
    plan = share_out(form_page=form_page, user=user)
    return carry_out(form_page=form_page, user=user, seen=plan.fingerprint)


def count_loads():
    return Counter(Assignment.objects.values_list("reader__username", flat=True))


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def three(form_page):
    return [start_reading(RegistrationFactory(page=form_page)) for _n in range(3)]


def test_lead_asks_readers_and_hears_of_each(team, three):
    tie(three[1], team.reader)
    results = assign(registrations=three, readers=[team.reader], user=team.lead)
    assert [(row.registration, row.is_assigned, bool(row.why)) for row in results] == [
        (three[0], True, False),
        (three[1], False, True),
        (three[2], True, False),
    ]
    assert Assignment.objects.get(registration=three[0]).assigned_by_name == "leider"


def test_asking_twice_changes_nothing(team, three):
    assign(registrations=three[:1], readers=[team.reader], user=team.lead)
    (result,) = assign(registrations=three[:1], readers=[team.reader], user=team.lead)
    assert result.is_assigned is False
    assert Assignment.objects.count() == 1


def test_reader_assigns_nobody(team, three, form_page):
    with pytest.raises(NotAllowed):
        assign(registrations=three, readers=[team.reader], user=team.reader)
    with pytest.raises(NotAllowed):
        share_out(form_page=form_page, user=team.reader)
    with pytest.raises(NotAllowed):
        take_back(form_page=form_page, reader=team.reader_two, user=team.reader)


def test_lead_with_a_tie_assigns_nothing_of_it(team, three, form_page):
    tie(three[0], team.lead)
    (result,) = assign(registrations=three[:1], readers=[team.reader], user=team.lead)
    assert result.is_assigned is False
    plan = share_out(form_page=form_page, user=team.lead)
    assert {row.registration for row in plan.shares} == set(three[1:])
    with pytest.raises(NotAllowed):
        unassign(registration=three[0], reader=team.reader, user=team.lead)


def test_what_was_read_is_not_taken_back(team, three, form_page):
    assign(registrations=three[:2], readers=[team.reader], user=team.lead)
    read(three[0], team.reader)
    with pytest.raises(AlreadyRead):
        unassign(registration=three[0], reader=team.reader, user=team.lead)
    assert take_back(form_page=form_page, reader=team.reader, user=team.lead) == 1
    assert Assignment.objects.get().registration == three[0]


def test_ticks_change_only_what_the_user_changed(team, three):
    first = three[0]
    assign(registrations=[first], readers=[team.reader], user=team.lead)
    # In between a colleague asks the second reader; this screen does not know yet.
    assign(registrations=[first], readers=[team.reader_two], user=team.decider)
    set_readers(
        registration=first, readers=[team.lead], seen=[team.reader], user=team.lead
    )
    assert sorted(count_loads()) == ["leider", "lezer2"]


def test_sharing_out_gives_each_as_many_readers_as_the_step_asks(team, form_page):
    rows = [start_reading(RegistrationFactory(page=form_page)) for _n in range(6)]
    assert give_out(form_page, team.lead) == 12
    for row in rows:
        assert row.assignments.count() == 2
    assert sorted(count_loads().values()) == [3, 3, 3, 3]
    assert Assignment.objects.filter(is_automatic=True).count() == 12


def test_sharing_out_again_disturbs_nothing(team, form_page, three):
    give_out(form_page, team.lead)
    before = list(Assignment.objects.order_by("pk").values_list())
    plan = share_out(form_page=form_page, user=team.lead)
    assert (plan.shares, plan.lacks) == ([], [])
    start_reading(RegistrationFactory(page=form_page))
    assert give_out(form_page, team.lead) == 2
    assert list(Assignment.objects.order_by("pk").values_list())[:6] == before


def test_abstaining_asks_for_another_reader(team, three, form_page):
    give_out(form_page, team.lead)
    reader = three[0].assignments.first().reader
    read(three[0], reader, advice="abstain")
    plan = share_out(form_page=form_page, user=team.lead)
    assert [row.registration for row in plan.shares] == [three[0]]
    assert plan.shares[0].reader not in {
        row.reader for row in three[0].assignments.all()
    }


def test_tie_that_is_found_later_asks_for_another_reader(team, three, form_page):
    give_out(form_page, team.lead)
    tied = three[0].assignments.exclude(reader=team.lead).first().reader
    tie(three[0], tied)
    plan = share_out(form_page=form_page, user=team.lead)
    assert [row.registration for row in plan.shares] == [three[0]]
    assert tied not in {row.reader for row in plan.shares}


def test_what_cannot_be_filled_is_explained(team, three, form_page):
    for user in (team.reader, team.reader_two, team.decider):
        tie(three[0], user)
    plan = share_out(form_page=form_page, user=team.lead)
    (lack,) = plan.lacks
    assert (lack.registration, lack.missing) == (three[0], 1)
    assert lack.why.startswith("3 ")


def test_most_that_a_reader_wants_is_respected(team, three, form_page):
    ReaderProfile.objects.create(user=team.reader, most_assigned=1)
    ReaderProfile.objects.create(user=team.reader_two, most_assigned=0)
    give_out(form_page, team.lead)
    assert count_loads() == {"lezer1": 1, "leider": 3, "beslisser": 2} or (
        count_loads() == {"lezer1": 1, "leider": 2, "beslisser": 3}
    )


def test_who_knows_the_workplace_reads_it(team, three, form_page):
    ReviewTask.objects.update(reviews_needed=1)
    profile = ReaderProfile.objects.create(user=team.reader)
    profile.workplaces.set([three[1].workplace_first])
    type(three[0]).objects.exclude(pk=three[1].pk).update(
        workplace_first=None, workplace_second=None
    )
    plan = share_out(form_page=form_page, user=team.lead)
    (share,) = [row for row in plan.shares if row.registration == three[1]]
    assert share.reader == team.reader
    assert three[1].workplace_first.title in share.why


def test_samples_go_to_everybody(team, three, form_page):
    save_round(form_page=form_page, user=team.lead, samples=three[:1])
    give_out(form_page, team.lead)
    assert three[0].assignments.count() == 4
    assert three[1].assignments.count() == 2


def test_plan_that_changed_is_shown_again(team, three, form_page):
    plan = share_out(form_page=form_page, user=team.lead)
    share = plan.shares[0]
    assign(registrations=[share.registration], readers=[share.reader], user=team.lead)
    with pytest.raises(PlanChanged):
        carry_out(form_page=form_page, user=team.lead, seen=plan.fingerprint)
    assert Assignment.objects.count() == 1


def test_without_a_reading_step_nothing_is_shared_out(team, form_page):
    ReviewTask.objects.update(active=False)
    with pytest.raises(NoReadingStep):
        share_out(form_page=form_page, user=team.lead)


def test_what_waits_for_the_screening_is_counted_not_shared_out(team, form_page):
    RegistrationFactory(page=form_page, state=RegistrationState.RECEIVED)
    plan = share_out(form_page=form_page, user=team.lead)
    assert (plan.not_reading, plan.shares) == (1, [])


def test_overview_counts_what_each_was_asked_and_read(team, three, form_page):
    assign(registrations=three[:2], readers=[team.reader], user=team.lead)
    read(three[0], team.reader)
    read(three[0], team.reader_two)
    rows = {
        row.reader: (row.assigned, row.read, row.extra)
        for row in get_readers_overview(form_page=form_page, user=team.lead)
    }
    assert rows[team.reader] == (2, 1, 0)
    assert rows[team.reader_two] == (0, 0, 1)
    standing = get_standing(form_page=form_page, user=team.lead)
    assert (standing.total, standing.enough, standing.waiting) == (3, 1, 2)


def test_standing_counts_every_registration_of_the_list_once(team, form_page):
    """Whoever confirmed was decided; who withdrew stands beside the total."""
    for state in RegistrationState:
        if state != RegistrationState.DRAFT:
            RegistrationFactory(page=form_page, state=state)
    standing = get_standing(form_page=form_page, user=team.lead)
    assert (standing.total, standing.decided, standing.left_out) == (8, 5, 1)
    assert standing.total + standing.left_out == Registration.objects.count()


def test_colleague_who_left_stays_in_the_overview_while_something_waits(
    team, three, form_page
):
    assign(registrations=three[:1], readers=[team.reader], user=team.lead)
    team.reader.groups.clear()
    rows = get_readers_overview(form_page=form_page, user=team.lead)
    assert [row.reader for row in rows if not row.is_reader] == [team.reader]
    # Sharing out gives it to two others: somebody who left reads nothing.
    plan = share_out(form_page=form_page, user=team.lead)
    assert len([row for row in plan.shares if row.registration == three[0]]) == 2


@given(data=st.data())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_done_is_ever_disturbed(team, three, form_page, data):
    """Whatever was assigned, read and tied before: it is there afterwards, and twice
    sharing out is once."""
    Assignment.objects.all().delete()
    Tie.objects.all().delete()
    readers = [team.reader, team.reader_two, team.lead, team.decider]
    boss = team.boss
    for row in three:
        asked = data.draw(st.lists(st.sampled_from(readers), unique=True))
        assign(registrations=[row], readers=asked, user=boss)
        for user in data.draw(st.lists(st.sampled_from(readers[:2]), unique=True)):
            tie(row, user)
    before = set(Assignment.objects.values_list("pk", "registration", "reader"))
    tied = set(Tie.objects.values_list("registration", "user"))
    give_out(form_page, boss)
    after = set(Assignment.objects.values_list("pk", "registration", "reader"))
    assert before <= after
    assert not {(row, reader) for _pk, row, reader in after - before} & tied
    assert share_out(form_page=form_page, user=boss).shares == []
