"""A small call with everything the stream needs, built from the real models.

Kept apart from the demo: tests of the heart must not change when its words do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    ModelLogEntry,
    Page,
    Site,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowState,
    WorkflowTask,
)

from home.models import HomePage
from registrations.enums import FormKind, RegistrationState, Role
from registrations.models import (
    Decision,
    InformationRequest,
    Message,
    Registration,
    RegistrationFormPage,
    Review,
    ReviewTask,
    ScreeningTask,
    SelectionTask,
    StateChange,
)
from registrations.permissions import Actor
from workplaces.models import (
    CallPage,
    InspirationDayIndexPage,
    InspirationDayPage,
    WorkplacePage,
)

_numbers = count(1)


@dataclass
class Scene:
    """A call with two workplaces, a day, a form for each, the team, and the steps."""

    call: CallPage
    workplaces: list[WorkplacePage]
    form_page: RegistrationFormPage
    day_form_page: RegistrationFormPage
    readers: Group
    deciders: Group
    reader: User
    other_reader: User
    decider: User
    workflow: Workflow | None = None
    tasks: dict[str, Any] = field(default_factory=dict)

    def form_page_of(self, kind: FormKind) -> RegistrationFormPage:
        return self.day_form_page if kind == FormKind.DIRECT else self.form_page

    def actor(self, role: Role) -> Actor:
        """Return somebody who has `role` and no other."""
        return {
            Role.APPLICANT: Actor.applicant(),
            Role.SYSTEM: Actor.system(),
            Role.REVIEWER: Actor.staff(self.reader),
            Role.DECIDER: Actor.staff(self.decider),
        }[role]


def make_scene(*, with_workflow: bool = True, seats: int | None = None) -> Scene:
    """Build the scene; `seats` is the maximum of each workplace and of the day."""
    home = make_home()
    now = timezone.now()
    call = home.add_child(
        instance=CallPage(
            title="Oproep",
            slug="oproep",
            opens_at=now - timedelta(days=9),
            closes_at=now + timedelta(days=9),
            decide_by=now + timedelta(days=30),
        )
    )
    workplaces = [
        call.add_child(instance=WorkplacePage(title=title, capacity_max=seats))
        for title in ("Participatie", "Gedeeld Ruimtegebruik")
    ]
    form_page = call.add_child(
        instance=RegistrationFormPage(title="Inschrijven", reference_prefix="TST")
    )
    index = home.add_child(instance=InspirationDayIndexPage(title="Dagen"))
    day = index.add_child(
        instance=InspirationDayPage(
            title="Dag", date=timezone.localdate() + timedelta(days=40)
        )
    )
    day_form_page = day.add_child(
        instance=RegistrationFormPage(
            title="Inschrijven",
            kind=FormKind.DIRECT,
            reference_prefix="DAG",
            capacity=seats,
        )
    )
    readers = make_group("Lezers", "view_registration", "review_registration")
    deciders = make_group("Beslissers", "view_registration", "decide_registration")
    scene = Scene(
        call=call,
        workplaces=workplaces,
        form_page=form_page,
        day_form_page=day_form_page,
        readers=readers,
        deciders=deciders,
        reader=make_user("lezer1", readers),
        other_reader=make_user("lezer2", readers),
        decider=make_user("beslisser", deciders),
    )
    if with_workflow:
        assign_workflow(scene)
    return scene


def make_home() -> HomePage:
    """Return the home page, made by the migration or made here."""
    existing = HomePage.objects.first()
    if existing:
        return existing
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root")
    )
    home = root.add_child(instance=HomePage(title="Thuis", slug="thuis"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


def make_group(name: str, *codenames: str) -> Group:
    """Return a group with exactly these permissions of ours, and the admin."""
    group, _new = Group.objects.get_or_create(name=name)
    group.permissions.set(
        Permission.objects.filter(
            content_type__app_label="registrations", codename__in=codenames
        )
        | Permission.objects.filter(codename="access_admin")
    )
    return group


def make_user(name: str, *groups: Group) -> User:
    """Return a user of these groups, without rights of their own."""
    user = User.objects.create_user(name, f"{name}@team.example", "geheim")
    user.groups.set(groups)
    return user


def assign_workflow(scene: Scene, *steps: str) -> Workflow:
    """Assign a workflow of these steps; screening, reading and selection if none.

    Steps may be any of "screening", "reading", "selection" and "approval" (Wagtail's
    own group approval).
    """
    WorkflowContentType.objects.filter(
        content_type=ContentType.objects.get_for_model(Registration)
    ).delete()
    workflow = Workflow.objects.create(name="Beoordeling")
    for order, step in enumerate(steps or ("screening", "reading", "selection")):
        task = make_task(scene, step)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        scene.tasks[step] = task
    WorkflowContentType.objects.create(
        workflow=workflow,
        content_type=ContentType.objects.get_for_model(Registration),
    )
    scene.workflow = workflow
    return workflow


def make_task(scene: Scene, step: str) -> Any:
    """Return a task of the kind that `step` names, for the groups that do it."""
    model, groups = {
        "screening": (ScreeningTask, [scene.readers, scene.deciders]),
        "reading": (ReviewTask, [scene.readers]),
        "selection": (SelectionTask, [scene.deciders]),
        "approval": (GroupApprovalTask, [scene.readers, scene.deciders]),
    }[step]
    task = model.objects.create(name=step)
    task.groups.set(groups)
    return task


def make_registration(
    scene: Scene,
    state: RegistrationState = RegistrationState.DRAFT,
    *,
    kind: FormKind = FormKind.SELECTION,
    **values: Any,
) -> Registration:
    """Return a registration in `state`, as if it had got there; no workflow runs."""
    number = next(_numbers)
    defaults = {
        "page": scene.form_page_of(kind),
        "reference": f"TST-{number:04d}",
        "state": state,
        "state_changed_at": timezone.now(),
        "first_name": "Noor",
        "last_name": "Peeters",
        "email": f"noor{number}@example.org",
        "workplace_first": scene.workplaces[0],
        "workplace_second": scene.workplaces[1],
    }
    return Registration.objects.create(**(defaults | values))


# What must not change when a step is refused.
LEDGER = (
    StateChange,
    ModelLogEntry,
    Message,
    WorkflowState,
    TaskState,
    Decision,
    Review,
    InformationRequest,
)


def take_snapshot() -> dict[str, list]:
    """Return everything that a step could have written."""
    return {
        "registrations": list(
            Registration.objects.order_by("pk").values_list(
                "pk", "state", "state_changed_at", "placed_in_id", "answer_by"
            )
        )
    } | {
        model.__name__: list(model.objects.order_by("pk").values_list())
        for model in LEDGER
    }
