"""Releasing in bulk: open proposals, and registrations that were held."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...enums import AWAITS_TEAM
from ...models import Decision, Registration
from ...permissions import user_can_decide, user_can_judge
from ...services.holds import release_hold
from .base import RegistrationBulkAction


class ReleaseProposals(RegistrationBulkAction):
    """Lead to the release of the open proposals of the chosen registrations.

    Nobody releases without the checks and the letters before their eyes: this asks
    nothing itself.
    """

    display_name = _("Release decisions")
    action_type = "release_decisions"
    aria_label = _("Release the open proposals of the chosen registrations")
    action_priority = 60
    permission = staticmethod(user_can_decide)

    def check_perm(self, obj: Registration) -> bool:
        return obj.state in AWAITS_TEAM and obj.has_proposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission(request.user):
            return super().dispatch(request, *args, **kwargs)  # which refuses
        chosen = [row.pk for row in self.get_chosen() if self.check_perm(row)]
        decisions = Decision.objects.open().filter(registration__in=chosen)
        query = urlencode(
            {"decision": list(decisions.values_list("pk", flat=True))}, doseq=True
        )
        return redirect(f"{reverse('registrations:release')}?{query}")


class ReleaseHolds(RegistrationBulkAction):
    """Let held registrations through, all or none."""

    display_name = _("Let held ones through")
    action_type = "release_holds"
    aria_label = _("Let the chosen held registrations through")
    action_priority = 70
    permission = staticmethod(user_can_judge)
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
