"""Bulk actions on the list: the same services as one by one, after a question."""

from typing import Any

from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from .base import RegistrationBulkAction
from .letters import TellDelay, TellPublication, WriteToGroup
from .people import AssignReaders
from .propose import ProposeDecisions
from .release import ReleaseHolds, ReleaseProposals
from .steps import AskForInformation, ForwardToNextStep
from .tags import PutTag

BULK_ACTIONS: tuple[type[RegistrationBulkAction], ...] = (
    AssignReaders,
    ForwardToNextStep,
    AskForInformation,
    PutTag,
    ProposeDecisions,
    ReleaseProposals,
    ReleaseHolds,
    WriteToGroup,
    TellDelay,
    TellPublication,
)


def get_bulk_actions(user: Any) -> list[type[RegistrationBulkAction]]:
    """Return what `user` may do with several registrations at once, in order."""
    return [action for action in BULK_ACTIONS if action.permission(user)]


def refuse_bulk_delete() -> None:
    """Take Wagtail's "Delete" away from our snippets.

    It asks a permission that no group can have, but every superuser has; nobody
    deletes a registration or a letter in bulk. Called when the addresses of the
    admin are made, after every bulk action has been registered.
    """
    bulk_action_registry.get_bulk_actions_for_model("registrations", "registration")
    for actions in bulk_action_registry.actions.get("registrations", {}).values():
        actions.pop("delete", None)


__all__ = ["BULK_ACTIONS", "get_bulk_actions", "refuse_bulk_delete"]
