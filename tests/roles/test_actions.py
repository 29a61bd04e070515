"""Every action of the admin, as every role: what docs/roles.md says, and no more."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from registrations.admin.bulk import BULK_ACTIONS
from registrations.admin.message_bulk import BULK_ACTIONS as MESSAGE_BULK_ACTIONS
from registrations.admin.message_remake import RemakeDrafts
from registrations.models import Message, Registration
from registrations.models.tasks import ReviewTask, ScreeningTask, SelectionTask
from registrations.views.desk_actions import DESK_ACTIONS

from .house import House
from .table import NO_GROUP, find_row, read_rows
from .trying import RoleClient

pytestmark = pytest.mark.django_db

STEPS = {
    ScreeningTask: ("approve", "ask", "not_eligible"),
    ReviewTask: ("ask", "approve"),
    SelectionTask: ("propose", "ask"),
}
LETTER_ACTIONS = ("save", "send", "plan", "hold", "cancel")


def list_actions(house: House) -> dict[str, tuple[str, dict]]:
    """Return every action by the name it has in docs/roles.md: path and data."""
    actions = {}
    read_now = house.registrations["ReviewTask"]
    for action in DESK_ACTIONS:
        path = reverse("registrations:act", args=[read_now.pk, action.name])
        actions[f"desk {action.name}"] = (path, {})
    for task, names in STEPS.items():
        registration = house.registrations[task.__name__]
        task_state = registration.current_workflow_task_state
        for name in names:
            path = reverse(
                "registrations:workflow_action",
                args=[registration.pk, name, task_state.pk],
            )
            # A step that asks for nothing is done; the others miss their text.
            actions[f"{task.__name__} {name}"] = (path, {"text": "Waarom niet?"})
    for model, bulk_actions in (
        (Registration, BULK_ACTIONS),
        (Message, (*MESSAGE_BULK_ACTIONS, RemakeDrafts)),
    ):
        pk = model.objects.order_by("pk").first().pk
        for bulk_action in bulk_actions:
            path = reverse(
                "wagtail_bulk_action",
                args=["registrations", model._meta.model_name, bulk_action.action_type],
            )
            actions[f"bulk {bulk_action.action_type}"] = (f"{path}?id={pk}", {})
    draft = Message.objects.filter(state="draft").order_by("pk").first()
    for name in LETTER_ACTIONS:
        path = reverse("messages:edit", args=[draft.pk])
        actions[f"letter {name}"] = (
            path,
            {"action": name, "subject": "Over jou", "body": "Dag"},
        )
    return actions


def is_done(client: RoleClient, name: str, path: str, data: dict) -> bool:
    """Whether the admin does what is asked, or would with what is missing.

    A button of a step is refused by its service: the desk comes back with 422.
    """
    kind = name.split()[0]
    found = client.is_let_in("POST", path, data)
    if not found or kind not in {task.__name__ for task in STEPS}:
        return bool(found)
    return client.last_status == 302


def test_steps_offer_no_action_that_is_not_tried(house):
    boss = house.people["Beheer"]
    for task, names in STEPS.items():
        registration = house.registrations[task.__name__]
        task_state = TaskState.objects.get(
            pk=registration.current_workflow_task_state.pk
        )
        offered = task_state.task.specific.get_actions(registration, boss)
        assert sorted(name for name, *_rest in offered) == sorted(names)


def test_each_action_is_for_the_roles_of_the_table(house):
    rows = read_rows("Actions")
    actions = list_actions(house)
    assert [name for name in actions if find_row(rows, name) is None] == []
    written = [pattern for row in rows for pattern in row.patterns]
    assert sorted(written) == sorted(actions)
    differences = []
    for role, user in house.people.items():
        client = RoleClient(user)
        for name, (path, data) in actions.items():
            expected = role != NO_GROUP and role in find_row(rows, name).allowed
            if is_done(client, name, path, data) != expected:
                differences.append(f"{role}: {name}, {client.last_status}")
    assert "\n".join(differences) == ""
