"""Revisions, publishing, and what has just come in."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.models import ContentPage
from registrations.models import Registration
from registrations.services.participant import withdraw
from registrations.services.workflow import (
    start_new_reviews,
)

from .scene import (
    assign_workflow,
    make_home,
    make_scene,
)
from .workflow_scene import (
    CANCELLED,
    IN_PROGRESS,
    S,
    bring_to_selection,
    decide,
    read_state,
    receive,
    receive_new,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


# Revisions and publishing.


def test_revision_holds_nothing_that_a_person_answered(scene):
    registration = receive(
        scene, first_name="Noor", phone="0470 00 00 00", form_data={"q_1": "Gevoelig"}
    )
    revision = registration.latest_revision
    assert set(revision.content) == {"pk", "reference"}
    assert revision.object_str == registration.reference


def test_revision_never_restores_a_column(scene):
    registration = receive(scene)
    revision = registration.latest_revision
    Registration.objects.filter(pk=registration.pk).update(
        state=S.SELECTED, first_name="Veranderd"
    )
    restored = revision.as_object()
    assert (restored.state, restored.first_name) == (S.SELECTED, "Veranderd")
    with_json = registration.with_content_json({"pk": registration.pk, "state": "x"})
    assert with_json.state == S.SELECTED


def test_finishing_leaves_later_changes_of_the_row_alone(scene):
    registration = bring_to_selection(scene)
    Registration.objects.filter(pk=registration.pk).update(phone="0470 11 11 11")
    decide(scene, registration, S.SELECTED)
    assert Registration.objects.get().phone == "0470 11 11 11"


def test_page_workflow_still_publishes(scene):
    home = make_home()
    task = GroupApprovalTask.objects.create(name="Eindredactie")
    task.groups.add(scene.deciders)
    workflow = Workflow.objects.create(name="Pagina's")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    GroupPagePermission.objects.create(
        group=scene.deciders,
        page=home,
        permission=Permission.objects.get(codename="publish_page"),
    )
    page = home.add_child(instance=ContentPage(title="Oud", live=False))
    page.title = "Nieuw"
    page.save_revision()
    workflow_state = workflow.start(page, scene.reader)
    workflow_state.current_task_state.specific.approve(user=scene.decider)
    stored = Page.objects.get(pk=page.pk)
    assert (stored.title, stored.live) == ("Nieuw", True)


def test_finished_workflow_cannot_be_approved_again(scene):
    registration = decide(scene, bring_to_selection(scene), S.SELECTED)
    task_state = TaskState.objects.order_by("-pk").first()
    with pytest.raises(PermissionDenied):
        task_state.approve(user=scene.decider)
    assert Registration.objects.get(pk=registration.pk).state == S.SELECTED


# What has just come in.


def test_new_registration_is_started_by_the_worker_once(scene):
    registration = receive_new(scene)
    assert read_state(registration) == (S.RECEIVED, None, None)
    assert (start_new_reviews(), start_new_reviews()) == (1, 0)
    assert read_state(registration) == (S.RECEIVED, IN_PROGRESS, "screening")


def test_who_acts_before_the_worker_starts_it_first(scene):
    registration = receive_new(scene)
    withdraw(registration=registration)
    assert read_state(registration) == (S.WITHDRAWN, CANCELLED, "screening")
    assert start_new_reviews() == 0


def test_what_staff_stopped_is_not_new(scene):
    registration = receive(scene)
    registration.current_workflow_state.cancel(user=scene.decider)
    Registration.objects.update(latest_revision=None)
    assert start_new_reviews() == 0


def test_new_registrations_wait_for_a_workflow_with_a_step(scene):
    WorkflowContentType.objects.all().delete()
    registration = receive_new(scene)
    assert start_new_reviews() == 0
    assign_workflow(scene)
    assert start_new_reviews() == 1
    assert read_state(registration) == (S.RECEIVED, IN_PROGRESS, "screening")
