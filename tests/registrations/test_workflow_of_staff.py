"""The workflow is the staff's: they make, rename and move steps, and screens follow.

Everything here is done as they do it, through Settings → Workflows.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowTask

from registrations.enums import RegistrationState
from registrations.models import Registration, ReviewTask
from registrations.services.fast_track import plan_fast_track
from registrations.services.queue import get_queue

from .scene import make_scene
from .test_workflow import click, read_by, receive

pytestmark = pytest.mark.django_db

S = RegistrationState


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def boss(scene):
    return type(scene.reader).objects.create_superuser("beheer", "beheer@intern.be")


@pytest.fixture
def office(client, boss):
    """The browser of whoever looks after the settings."""
    client.force_login(boss)
    return client


def rename(office, task, name):
    data = {"name": name, "groups": [group.pk for group in task.groups.all()]}
    if isinstance(task, ReviewTask):
        data["reviews_needed"] = task.reviews_needed
    url = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    assert office.post(url, data).status_code == 302


def arrange(office, workflow, tasks):
    """Put these steps in this order, as the screen of a workflow posts it."""
    wanted = [task.pk for task in tasks]
    rows = list(workflow.workflow_tasks.order_by("sort_order"))
    # As the browser does: what stands there keeps its place in the form, and says
    # at which place of the order it comes.
    posted = [
        (row.pk, row.task_id, wanted.index(row.task_id) + 1, "")
        if row.task_id in wanted
        else (row.pk, row.task_id, 99, "on")
        for row in rows
    ]
    known = {row.task_id for row in rows}
    posted += [("", pk, wanted.index(pk) + 1, "") for pk in wanted if pk not in known]
    data = {
        "name": workflow.name,
        "active": "on",
        "workflow_tasks-TOTAL_FORMS": len(posted),
        "workflow_tasks-INITIAL_FORMS": len(rows),
        "workflow_tasks-MIN_NUM_FORMS": 0,
        "workflow_tasks-MAX_NUM_FORMS": 1000,
        "pages-TOTAL_FORMS": 0,
        "pages-INITIAL_FORMS": 0,
        "pages-MIN_NUM_FORMS": 0,
        "pages-MAX_NUM_FORMS": 1000,
        "content_types": [ContentType.objects.get_for_model(Registration).pk],
    }
    for number, (pk, task, order, deleted) in enumerate(posted):
        prefix = f"workflow_tasks-{number}"
        data |= {f"{prefix}-id": pk, f"{prefix}-task": task}
        data |= {f"{prefix}-ORDER": order, f"{prefix}-DELETE": deleted}
    url = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
    response = office.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    order = WorkflowTask.objects.filter(workflow=workflow).order_by("sort_order")
    assert [row.task_id for row in order] == [task.pk for task in tasks]


def add_step(office, model, name, *groups) -> Task:
    """Make a new step on the screen where its kind was chosen."""
    url = reverse(
        "wagtailadmin_workflows:add_task",
        args=[model._meta.app_label, model._meta.model_name],
    )
    data = {"name": name, "groups": [group.pk for group in groups]}
    if model is ReviewTask:
        data["reviews_needed"] = 1
    assert office.post(url, data).status_code == 302
    return model.objects.get(name=name)


def open_desk(client, user, registration) -> str:
    client.force_login(user)
    response = client.get(reverse("registrations:edit", args=[registration.pk]))
    assert response.status_code == 200
    return response.text


def get_step(registration) -> str:
    registration = Registration.objects.get(pk=registration.pk)
    return registration.current_workflow_state.current_task_state.task.name


def waits_for(user) -> list[Registration]:
    return list(get_queue(user=user))


def test_renamed_step_is_called_so_on_the_desk(office, scene):
    registration = receive(scene)
    rename(office, scene.tasks["screening"], "Ontvankelijkheid")
    rename(office, scene.tasks["reading"], "Samen lezen")
    text = open_desk(office, scene.reader, registration)
    assert "Ontvankelijkheid" in text
    assert "Samen lezen" in text
    assert "screening" not in text.casefold().replace("screeningtask", "")


def test_renamed_step_is_called_so_in_the_list_of_fast_approval(office, scene):
    receive(scene)
    rename(office, scene.tasks["screening"], "Ontvankelijkheid")
    plan = plan_fast_track(form_page=scene.form_page, user=scene.decider)
    assert ["Ontvankelijkheid" in row.why for row in plan.left_out] == [True]


def test_number_of_reviews_is_a_setting(office, scene):
    task = scene.tasks["reading"]
    task.reviews_needed = 1
    rename(office, task, "reading")
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    read_by(scene, registration, scene.reader)
    assert get_step(registration) == "selection"


def test_other_order_is_walked_from_desk_to_queue(office, scene):
    steps = [scene.tasks[name] for name in ("reading", "screening", "selection")]
    arrange(office, scene.workflow, steps)
    registration = receive(scene)
    assert get_step(registration) == "reading"
    assert waits_for(scene.reader) == [registration]
    read_by(scene, registration)
    assert get_step(registration) == "screening"
    click(Registration.objects.get(pk=registration.pk), scene.reader, "approve")
    assert get_step(registration) == "selection"
    assert waits_for(scene.decider) == [registration]


def test_step_between_is_followed_by_those_under_way(office, scene):
    registration = receive(scene)
    second = add_step(office, ReviewTask, "Tweede lezing", scene.readers)
    names = ("screening", "reading", "selection")
    steps = [scene.tasks[name] for name in names]
    arrange(office, scene.workflow, [*steps[:2], second, steps[2]])
    click(registration, scene.reader, "approve")
    assert get_step(registration) == "reading"
    assert "Tweede lezing" in open_desk(office, scene.reader, registration)
    read_by(scene, registration)
    assert get_step(registration) == "Tweede lezing"


def test_wagtails_group_approval_between_works_from_the_desk(office, scene):
    approval = add_step(
        office, GroupApprovalTask, "Akkoord van de partners", scene.deciders
    )
    names = ("screening", "reading", "selection")
    steps = [scene.tasks[name] for name in names]
    arrange(office, scene.workflow, [*steps[:2], approval, steps[2]])
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    read_by(scene, registration)
    assert get_step(registration) == "Akkoord van de partners"
    text = open_desk(office, scene.decider, registration)
    url = reverse(
        "registrations:workflow_action",
        args=[
            registration.pk,
            "approve",
            Registration.objects.get(
                pk=registration.pk
            ).current_workflow_state.current_task_state.pk,
        ],
    )
    assert url in text
    assert office.post(url, {"text": "Akkoord."}).status_code == 302
    assert get_step(registration) == "selection"
    text = open_desk(office, scene.decider, registration)
    assert "Akkoord van de partners" in text  # in what happened


def test_new_step_is_offered_with_its_own_kind(office):
    response = office.get(reverse("wagtailadmin_workflows:select_task_type"))
    for model in (ReviewTask, GroupApprovalTask):
        name = f"/{model._meta.app_label}/{model._meta.model_name}/"
        assert name in response.text


def test_workflow_that_staff_made_themselves_takes_over(office, scene):
    other = Workflow.objects.create(name="Kort")
    WorkflowTask.objects.create(workflow=other, task=scene.tasks["selection"])
    scene.workflow.workflow_content_types.all().delete()
    arrange(office, other, [scene.tasks["selection"]])
    registration = receive(scene)
    assert get_step(registration) == "selection"
    assert waits_for(scene.decider) == [registration]
