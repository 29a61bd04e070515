"""The dashboard: what waits for the team, and Wagtail's own panels for pages only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from ..enums import MessageState
from ..models import Message, Registration
from ..permissions import (
    user_can_judge,
    user_can_send_messages,
    user_can_view_registrations,
)
from ..services.health import get_health
from ..services.queue import get_first, get_overview
from ..services.waiting import FreePlaces, find_free_places

ROWS = 10


class QueuePanel(Component):
    """What waits for this member of the team, how far they are, and where to go on."""

    name = "registration_queue"
    template_name = "registrations/admin/queue_panel.html"
    order = 150

    class Media:
        css = {"all": ["registrations/css/desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        keys = get_first(user=user, count=ROWS)
        shown = Registration.objects.filter(pk__in=keys).with_sight(user).for_listing()
        return {
            "overview": get_overview(user=user),
            "rows": sorted(shown, key=lambda row: keys.index(row.pk)),
            "held": _count_held(user),
        }


def _count_held(user: Any) -> int:
    """How many wait until somebody looks; for who can let them through."""
    if not user_can_judge(user):
        return 0
    return Registration.objects.visible_to(user).to_look_at().count()


class FreePlacesPanel(Component):
    """Places that came free while somebody waits; nobody is offered one by itself."""

    name = "free_places"
    template_name = "registrations/admin/free_places_panel.html"
    order = 140

    def __init__(self, rows: list[FreePlaces]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": self.rows}


class OutboxPanel(Component):
    """Whether mail leaves, and what of it needs a person, for who sends letters."""

    name = "outbox"
    template_name = "registrations/admin/outbox_panel.html"
    order = 160

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        letters = Message.objects.visible_to(user)
        counts = letters.aggregate(
            drafts=Count("pk", filter=Q(state=MessageState.DRAFT)),
            failed=Count("pk", filter=Q(state=MessageState.FAILED)),
            bounced=Count("pk", filter=Q(state=MessageState.BOUNCED)),
            held=Count("pk", filter=Q(held_at__isnull=False)),
        )
        visible = Registration.objects.visible_to(user)
        return counts | {
            "returned": visible.exclude(mail_returned_at=None).count(),
            "health": get_health(),
        }


class PagesToModeratePanel(WorkflowObjectsToModeratePanel):
    """Wagtail's panel without registrations.

    A group approval between our steps may have been given to a group of editors.
    """

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["states"] = [
            state
            for state in context["states"]
            if not isinstance(state["obj"], Registration)
        ]
        return context


class PagesInModerationPanel(UserObjectsInWorkflowModerationPanel):
    """Wagtail's panel without registrations."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["workflow_states"] = [
            state
            for state in context["workflow_states"]
            if not isinstance(state.content_object, Registration)
        ]
        return context


def arrange_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels in place of Wagtail's, and add the queue for the team."""
    replacements = {
        WorkflowObjectsToModeratePanel: PagesToModeratePanel,
        UserObjectsInWorkflowModerationPanel: PagesInModerationPanel,
    }
    for number, panel in enumerate(panels):
        if type(panel) in replacements:
            panels[number] = replacements[type(panel)]()
    if user_can_send_messages(request.user):
        panels.append(OutboxPanel())
    if user_can_view_registrations(request.user):
        panels.append(QueuePanel())
    if free_places := find_free_places(user=request.user):
        panels.append(FreePlacesPanel(free_places))
