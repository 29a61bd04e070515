"""Releasing in bulk: open proposals, and registrations that were held."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...enums import AWAITS_TEAM
from ...models import Decision, Registration
from ...permissions import user_can_decide, user_can_judge
from ...services.decision import release_decisions
from ...services.registration import release_hold
from ...views.decisions import tell_released
from .base import RegistrationBulkAction


class ReleaseProposals(RegistrationBulkAction):
    """Release the open proposals of the chosen registrations, all or none."""

    display_name = _("Release decisions")
    action_type = "release_decisions"
    aria_label = _("Release the open proposals of the chosen registrations")
    action_priority = 60
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
