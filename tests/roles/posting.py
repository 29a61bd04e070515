"""Posts what the screens of the team take, and returns what they say to it.

Mistakes, refusals, plans and results: each is a place where a hidden word could slip
out. Whatever a post changed is rolled back.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from registrations.admin.bulk import BULK_ACTIONS
from registrations.admin.message_bulk import BULK_ACTIONS as MESSAGE_BULK_ACTIONS
from registrations.models import Message, Registration, RegistrationTag
from registrations.views.desk_actions import DESK_ACTIONS

from .house import House

STEP_ACTIONS = ("approve", "ask", "not_eligible", "propose", "reject", "onbekend")


def post_everything(house: House, user: Any, registration: Registration) -> dict:
    """Return what `user` reads after each post, by its address.

    Args:
        house: with what the posts name.
        user: who posts.
        registration: the one about which it is.
    """
    client = Client(raise_request_exception=False)
    client.force_login(user)
    answers = {
        "text": "Waarom niet?",
        "reason": "Daarom.",
        "advice": "yes",
        "state": "declined",
        "tags": [RegistrationTag.objects.first().pk],
        "tag": RegistrationTag.objects.first().pk,
        "readers": [house.people["Lezers"].pk],
        "reader": house.people["Lezers"].pk,
    }
    posts = [
        *_list_desk(registration),
        *_list_bulk(registration),
        (
            reverse("registrations:ties"),
            {"registration": registration.pk, "member": house.people["Lezers"].pk},
        ),
        (reverse("registrations:round", args=[registration.page_id]), {}),
        (reverse("registrations:share_out", args=[registration.page_id]), {}),
        (reverse("registrations:release"), {"decision": ["1", "x"]}),
        (reverse("registrations:fast_track", args=[registration.page_id]), {}),
    ]
    texts = {}
    for path, data in posts:
        for name, more in (("empty", {}), ("filled in", answers)):
            texts[f"POST {path} {name}"] = _post(client, path, {**data, **more})
    return texts


def _list_desk(registration: Registration) -> list[tuple[str, dict]]:
    paths = [
        reverse("registrations:act", args=[registration.pk, action.name])
        for action in DESK_ACTIONS
    ]
    step = registration.current_workflow_task_state
    paths += [
        reverse("registrations:workflow_action", args=[registration.pk, name, step.pk])
        for name in STEP_ACTIONS
    ]
    return [(path, {}) for path in paths]


def _list_bulk(registration: Registration) -> list[tuple[str, dict]]:
    """The plan of each bulk action, and its result: about this row among the others."""
    others = Registration.objects.exclude(pk=registration.pk).order_by("pk")[:3]
    letters = Message.objects.filter(registration=registration)
    rows = {
        Registration: [registration.pk, *others.values_list("pk", flat=True)],
        Message: list(letters.values_list("pk", flat=True)),
    }
    posts = []
    for model, actions in (
        (Registration, BULK_ACTIONS),
        (Message, MESSAGE_BULK_ACTIONS),
    ):
        ids = "&".join(f"id={pk}" for pk in rows[model])
        plan = ",".join(f"{pk}:x" for pk in rows[model])
        for action in actions:
            path = reverse(
                "wagtail_bulk_action",
                args=["registrations", model._meta.model_name, action.action_type],
            )
            posts += [(f"{path}?{ids}", {}), (f"{path}?{ids}", {"plan": plan})]
    return posts


def _post(client: Client, path: str, data: dict) -> str:
    with transaction.atomic():
        response = client.post(path, data, follow=True)
        transaction.set_rollback(True)
    if response.status_code >= 500:
        raise AssertionError(f"POST {path}: {response.status_code}")
    return response.content.decode(errors="replace")
