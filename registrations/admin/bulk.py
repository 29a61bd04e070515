"""Bulk actions on the list: the same services as one by one, after a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ..enums import AWAITS_TEAM
from ..filters import read_listing
from ..models import Decision, Registration
from ..permissions import user_can_decide, user_can_review
from ..services.decision import release_decisions
from ..services.errors import RegistrationError
from ..services.registration import release_hold
from ..views.decisions import tell_released


class RegistrationBulkAction(SnippetBulkAction):
    """What our bulk actions share: the scope, the filter, and one refusal for all."""

    models = [Registration]
    template_name = "registrations/admin/bulk_confirm.html"
    question: Any = ""
    button: Any = ""
    # The same function as the service asks.
    permission: Callable[[Any], bool]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        """The rows of the list as it was filtered; Wagtail would take the table."""
        return read_listing(self.request).queryset.values_list("pk", flat=True)

    def get_actionable_objects(self) -> tuple[list[Registration], dict[str, list]]:
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            ids = list(self.get_all_objects_in_listing_query(None))
        registrations = (
            Registration.objects.visible_to(self.request.user)
            .for_listing()
            .with_proposals()
            .filter(pk__in=[pk for pk in ids if str(pk).isdecimal()])
            .order_by("reference")
        )
        fitting, others = [], []
        for registration in registrations:
            fits = self.check_perm(registration)
            (fitting if fits else others).append(registration)
        return fitting, {"items_with_no_access": others}

    def object_context(self, obj: Registration) -> dict[str, Any]:
        return {"item": obj}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": self.display_name,
            "question": self.question,
            "button": self.button,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RegistrationError as error:
            messages.error(self.request, str(error))
            return redirect(self.next_url)


class ReleaseProposals(RegistrationBulkAction):
    """Release the open proposals of the chosen registrations, all or none."""

    display_name = _("Release decisions")
    action_type = "release_decisions"
    aria_label = _("Release the open proposals of the chosen registrations")
    action_priority = 10
    permission = staticmethod(user_can_decide)
    question = _(
        "Release the proposals of these registrations? Their state changes at once; "
        "the letters wait in the outbox."
    )
    button = _("Release")

    def check_perm(self, obj: Registration) -> bool:
        return obj.state in AWAITS_TEAM and obj.has_proposal

    @classmethod
    def execute_action(cls, objects: list, **kwargs: Any) -> tuple[int, int]:
        user = kwargs["self"].request.user
        decisions = Decision.objects.open().filter(registration__in=objects)
        return len(release_decisions(decisions=decisions, released_by=user)), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return tell_released(count)


class ReleaseHolds(RegistrationBulkAction):
    """Let held registrations through, all or none."""

    display_name = _("Let held ones through")
    action_type = "release_holds"
    aria_label = _("Let the chosen held registrations through")
    action_priority = 20
    permission = staticmethod(user_can_review)
    question = _(
        "Let these registrations through? Each person gets the receipt as if they had "
        "registered just now."
    )
    button = _("Let them through")

    def check_perm(self, obj: Registration) -> bool:
        return obj.is_held

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list, **kwargs: Any) -> tuple[int, int]:
        user = kwargs["self"].request.user
        for registration in objects:
            release_hold(registration=registration, user=user)
        return len(objects), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d registration has been let through.",
            "%(count)d registrations have been let through.",
            count,
        ) % {"count": count}


BULK_ACTIONS = (ReleaseProposals, ReleaseHolds)


def refuse_bulk_delete() -> None:
    """Take Wagtail's "Delete" away from our snippets.

    It asks a permission that no group can have, but every superuser has; nobody
    deletes a registration or a letter in bulk. Called when the addresses of the
    admin are made, after every bulk action has been registered.
    """
    bulk_action_registry.get_bulk_actions_for_model("registrations", "registration")
    for actions in bulk_action_registry.actions.get("registrations", {}).values():
        actions.pop("delete", None)
