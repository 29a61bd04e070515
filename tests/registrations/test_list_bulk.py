"""Bulk actions on the list: a plan first, then a result for each item."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import WorkflowState

from registrations.admin.bulk import get_bulk_actions
from registrations.enums import MessageKind, MessageState, RegistrationState, TieState
from registrations.models import (
    Assignment,
    Decision,
    InformationRequest,
    Message,
    Registration,
    RegistrationTag,
    Review,
    ReviewRound,
    TagUse,
    Tie,
)
from registrations.services.workflow import ensure_workflow
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    get_places,
)
from tests.registrations.test_list import forward

pytestmark = pytest.mark.django_db
S = RegistrationState
LIST = "/admin/registrations/"


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def bulk(client):
    """Walk through a bulk action as a person: the form, the plan, the result."""

    def get_url(action, query="id=all"):
        return f"/admin/bulk/registrations/registration/{action}/?{query}&next={LIST}"

    class Bulk:
        def look(self, user, action, query="id=all"):
            client.force_login(user)
            return client.get(get_url(action, query))

        def plan(self, user, action, data=None, query="id=all"):
            client.force_login(user)
            return client.post(get_url(action, query), data or {})

        def carry_out(self, user, action, data=None, query="id=all"):
            plan = self.plan(user, action, data, query).context["plan"]
            return self.confirm(user, action, plan, data, query)

        def confirm(self, user, action, plan, data=None, query="id=all"):
            client.force_login(user)
            return client.post(get_url(action, query), (data or {}) | {"plan": plan})

    return Bulk()


def get_texts(outcomes):
    return {one.registration.reference: one.text for one in outcomes}


def get_obstacles(response):
    return {
        row.registration.reference: row.obstacle for row in response.context["left_out"]
    }


def get_going(response):
    return [row.registration.reference for row in response.context["going"]]


def bring_to_selection(registration, team):
    """Complete screening and reading, as the team would."""
    forward(registration, team.decider)
    Registration.objects.filter(pk=registration.pk).update(state=S.IN_REVIEW)
    registration.refresh_from_db()
    forward(registration, team.boss)
    return registration


# Who may what


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("reader", ["forward", "ask", "tag", "release_holds"]),
        ("lead", ["assign", "forward", "ask", "tag", "release_holds"]),
        (
            "decider",
            [
                "assign",
                "forward",
                "ask",
                "tag",
                "propose",
                "release_decisions",
                "release_holds",
                "write",
                "delay",
                "publication",
            ],
        ),
        ("editor", []),
        ("guest", []),
    ],
)
def test_list_offers_what_somebody_may(team, who, names):
    user = getattr(team, who)
    assert [action.action_type for action in get_bulk_actions(user)] == names


@pytest.mark.parametrize("action", ["assign", "propose"])
def test_action_is_refused_to_who_may_not(bulk, team, form_page, action):
    RegistrationFactory(page=form_page)
    assert bulk.look(team.reader, action).status_code == 302
    assert bulk.confirm(team.reader, action, "1:").status_code == 302


@pytest.mark.parametrize("action", ["assign", "forward", "ask", "tag", "propose"])
def test_looking_and_planning_change_nothing(bulk, team, form_page, action):
    registration = RegistrationFactory(page=form_page)
    RegistrationTag.objects.create(label="brengt een case mee")
    step = registration.current_workflow_state.current_task_state_id
    data = {
        "readers": [team.reader.pk],
        "text": "Welke dag?",
        "tag": RegistrationTag.objects.get().pk,
        "state": "declined",
        "reason": "Omdat.",
        "workplace": "first",
    }
    assert bulk.look(team.decider, action).status_code == 200
    assert bulk.plan(team.decider, action, data).status_code == 200
    ledger = (Assignment, InformationRequest, TagUse, Decision)
    assert [model.objects.count() for model in ledger] == [0, 0, 0, 0]
    assert WorkflowState.objects.get().current_task_state_id == step


@pytest.mark.parametrize("action", ["assign", "forward", "ask", "tag", "propose"])
def test_plan_takes_as_many_queries_for_three_as_for_one(bulk, team, form_page, action):
    tag = RegistrationTag.objects.create(label="brengt een case mee")
    data = {
        "readers": [team.reader.pk, team.reader_two.pk],
        "text": "Welke dag?",
        "tag": tag.pk,
        "state": "selected",
        "workplace": "first",
    }

    def count():
        with CaptureQueriesContext(connection) as queries:
            response = bulk.plan(team.decider, action, data)
        return len(queries), len(get_going(response))

    def add(number):
        for _each in range(number):
            row = RegistrationFactory(page=form_page)
            if action == "propose":
                bring_to_selection(row, team)

    add(1)
    count()
    one, rows = count()
    add(2)
    assert (count(), rows) == ((one, 3), 1)


# The plan and the result


def test_forward_says_who_goes_where_and_who_does_not(bulk, team, form_page):
    new = RegistrationFactory(page=form_page)
    done = RegistrationFactory(page=form_page, declined=True)
    response = bulk.look(team.reader, "forward")
    row = response.context["going"][0]
    assert row.goes == "Ontvankelijkheid → Lezen en scoren"
    assert list(get_obstacles(response)) == [done.reference]
    assert str(S.DECLINED.label) in get_obstacles(response)[done.reference]
    result = bulk.carry_out(team.reader, "forward")
    assert list(get_texts(result.context["done"])) == [new.reference]
    step = new.current_workflow_state.current_task_state.task.name
    assert step == "Lezen en scoren"


def test_forward_goes_one_step_however_often_it_is_confirmed(bulk, team, form_page):
    RegistrationFactory(page=form_page)
    plan = bulk.plan(team.boss, "forward").context["plan"]
    bulk.confirm(team.boss, "forward", plan)
    again = bulk.confirm(team.boss, "forward", plan)
    assert len(again.context["done"]) == 0
    assert len(again.context["failed"]) == 1
    step = WorkflowState.objects.get().current_task_state.task.name
    assert step == "Lezen en scoren"


def test_nobody_who_was_not_in_the_plan_is_touched(bulk, team, form_page):
    planned = RegistrationFactory(page=form_page)
    plan = bulk.plan(team.reader, "forward").context["plan"]
    later = RegistrationFactory(page=form_page)
    bulk.confirm(team.reader, "forward", plan)
    steps = {
        row.reference: row.current_workflow_state.current_task_state.task.name
        for row in (planned, later)
    }
    assert steps == {
        planned.reference: "Lezen en scoren",
        later.reference: "Ontvankelijkheid",
    }


def test_plan_cannot_name_what_was_not_chosen(bulk, team, form_page):
    chosen, other = RegistrationFactory.create_batch(2, page=form_page)
    tag = RegistrationTag.objects.create(label="brengt een case mee")
    plan = f"{chosen.pk}:,{other.pk}:"
    bulk.confirm(team.reader, "tag", plan, {"tag": tag.pk}, f"id={chosen.pk}")
    assert list(TagUse.objects.values_list("registration", flat=True)) == [chosen.pk]


def test_all_respects_filter_and_ties(bulk, team, form_page):
    first, second = get_places(form_page)
    here = RegistrationFactory(
        page=form_page, workplace_first=first, workplace_second=None
    )
    RegistrationFactory(page=form_page, workplace_first=second, workplace_second=None)
    tied = RegistrationFactory(
        page=form_page, workplace_first=first, workplace_second=None
    )
    Tie.objects.create(registration=tied, user=team.reader, state=TieState.DECLARED)
    response = bulk.look(team.reader, "forward", f"id=all&workplace={first.pk}")
    assert get_going(response) == [here.reference]
    assert get_obstacles(response) == {}


def test_question_goes_to_each_and_waits_in_the_outbox(bulk, team, form_page):
    asked = RegistrationFactory.create_batch(2, page=form_page)
    held = RegistrationFactory(page=form_page, held=True)
    data = {"text": "Kan je ook in maart?"}
    plan = bulk.plan(team.reader, "ask", data)
    assert str(MessageKind.INFO_REQUEST.label) in plan.context["going"][0].letter
    assert list(get_obstacles(plan)) == [held.reference]
    # Word for word, before it is in every letter.
    words = BeautifulSoup(plan.content, "html.parser").select("blockquote")
    assert [row.get_text() for row in words] == ["Kan je ook in maart?"]
    result = bulk.carry_out(team.reader, "ask", data)
    assert list(get_texts(result.context["done"])) == [row.reference for row in asked]
    letters = Message.objects.filter(kind=MessageKind.INFO_REQUEST)
    assert [letter.state for letter in letters] == [MessageState.DRAFT] * 2


def test_one_that_fails_does_not_keep_the_others_back(bulk, team, form_page):
    good, gone = RegistrationFactory.create_batch(2, page=form_page)
    data = {"text": "Kan je ook in maart?"}
    plan = bulk.plan(team.reader, "ask", data).context["plan"]
    Registration.objects.filter(pk=gone.pk).update(state=S.WITHDRAWN)
    result = bulk.confirm(team.reader, "ask", plan, data)
    assert list(get_texts(result.context["done"])) == [good.reference]
    assert list(get_texts(result.context["failed"])) == [gone.reference]
    assert InformationRequest.objects.get().registration == good


def test_what_there_is_no_time_for_goes_on_with_a_click(
    bulk, team, form_page, monkeypatch
):
    monkeypatch.setattr("registrations.admin.bulk.plan.SECONDS_AT_ONCE", -1)
    rows = RegistrationFactory.create_batch(2, page=form_page)
    data = {"tag": RegistrationTag.objects.create(label="brengt een case mee").pk}
    first = bulk.carry_out(team.reader, "tag", data)
    assert (first.context["waiting"], TagUse.objects.count()) == (2, 0)
    monkeypatch.undo()
    then = bulk.confirm(team.reader, "tag", first.context["plan"], data)
    assert list(get_texts(then.context["done"])) == [row.reference for row in rows]


def test_form_with_a_mistake_is_shown_again(bulk, team, form_page):
    RegistrationFactory(page=form_page)
    response = bulk.confirm(team.reader, "ask", "1:", {"text": ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]


def test_assigning_leaves_out_who_cannot_read_it(bulk, team, form_page):
    free, tied, read = RegistrationFactory.create_batch(3, page=form_page)
    Tie.objects.create(registration=tied, user=team.reader, state=TieState.DECLARED)
    Review.objects.create(registration=read, reader=team.reader, advice="yes")
    data = {"readers": [team.reader.pk]}
    plan = bulk.plan(team.lead, "assign", data)
    assert get_going(plan) == [free.reference]
    assert sorted(get_obstacles(plan)) == [tied.reference, read.reference]
    bulk.carry_out(team.lead, "assign", data)
    assert Assignment.objects.get().registration == free


def test_tag_is_put_once(bulk, team, form_page):
    RegistrationFactory.create_batch(2, page=form_page)
    data = {"tag": RegistrationTag.objects.create(label="brengt een case mee").pk}
    bulk.carry_out(team.reader, "tag", data)
    again = bulk.plan(team.reader, "tag", data)
    assert (TagUse.objects.count(), get_going(again)) == (2, [])


def test_proposal_follows_each_first_choice(bulk, team, form_page):
    first, second = get_places(form_page)
    rows = [
        bring_to_selection(
            RegistrationFactory(
                page=form_page, workplace_first=place, workplace_second=None
            ),
            team,
        )
        for place in (first, second)
    ]
    early = RegistrationFactory(page=form_page)
    data = {"state": "selected", "workplace": "first"}
    plan = bulk.plan(team.decider, "propose", data)
    assert list(get_obstacles(plan)) == [early.reference]
    assert str(MessageKind.SELECTED.label) in plan.context["going"][0].letter
    assert len(plan.context["notes"]) == 2
    bulk.carry_out(team.decider, "propose", data)
    placed = Decision.objects.open().values_list("registration", "proposed_workplace")
    assert sorted(placed) == [(rows[0].pk, first.pk), (rows[1].pk, second.pk)]
    assert Message.objects.filter(kind=MessageKind.SELECTED).count() == 0


def test_proposal_leaves_out_who_did_not_choose_the_workplace(bulk, team, form_page):
    first, second = get_places(form_page)
    row = RegistrationFactory(
        page=form_page, workplace_first=first, workplace_second=None
    )
    other = RegistrationFactory(page=form_page, workplace_first=second)
    for registration in (row, other):
        bring_to_selection(registration, team)
    data = {"state": "waitlisted", "workplace": str(second.pk)}
    plan = bulk.plan(team.decider, "propose", data)
    assert get_going(plan) == [other.reference]
    assert list(get_obstacles(plan)) == [row.reference]


def test_place_is_not_proposed_while_the_round_reads(bulk, team, form_page):
    row = bring_to_selection(RegistrationFactory(page=form_page), team)
    ReviewRound.objects.create(form_page=form_page)
    data = {"state": "selected", "workplace": "first"}
    assert list(get_obstacles(bulk.plan(team.decider, "propose", data))) == [
        row.reference
    ]
    declined = {"state": "declined", "reason": "Niet ontvankelijk."}
    assert get_going(bulk.plan(team.decider, "propose", declined)) == [row.reference]


def test_proposal_that_came_in_between_is_not_wiped_out(bulk, team, form_page):
    row = bring_to_selection(RegistrationFactory(page=form_page), team)
    data = {"state": "selected", "workplace": "first"}
    plan = bulk.plan(team.decider, "propose", data).context["plan"]
    other = Decision.objects.create(
        registration=row, proposed_state=S.DECLINED, reason="x", proposed_by=team.boss
    )
    result = bulk.confirm(team.decider, "propose", plan, data)
    assert len(result.context["failed"]) == 1
    assert list(Decision.objects.open()) == [other]


def test_plan_shows_names_only_where_the_user_may_see_them(bulk, team, form_page):
    row = RegistrationFactory(page=form_page, last_name="Aardappel")
    assert "Aardappel" in bulk.look(team.reader, "forward").content.decode()
    ReviewRound.objects.create(form_page=form_page, hides_names=True)
    html = bulk.look(team.reader, "forward").content.decode()
    assert row.reference in html
    assert "Aardappel" not in html


def test_new_registration_without_a_running_step_is_left_out(bulk, team, form_page):
    row = RegistrationFactory(page=form_page)
    WorkflowState.objects.all().delete()
    row.refresh_from_db()
    ensure_workflow(registration=row)
    response = bulk.look(team.reader, "forward")
    assert get_going(response) + list(get_obstacles(response)) == [row.reference]
