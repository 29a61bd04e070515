"""Asking readers, on the desk: one row of the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..forms.readers import ReadersForm
from ..services.assignment import READABLE, set_readers
from ..services.rounds import user_can_arrange
from .desk_action import DeskAction

if TYPE_CHECKING:
    from .desk_screen import Desk


def _is_offered(desk: Desk) -> bool:
    """While it is read; on an inspiration day nobody reads."""
    registration = desk.registration
    return (
        registration.state in READABLE
        and not registration.is_held
        and not registration.page.is_direct
    )


def _perform(desk: Desk, data: dict[str, Any]) -> None:
    """Hand over the ticks."""
    set_readers(
        registration=desk.registration,
        readers=data["readers"],
        seen=data["seen"],
        user=desk.user,
    )


ASSIGN_ACTIONS = (
    DeskAction(
        name="assign",
        heading=_("Who reads this?"),
        button=_("Save the readers"),
        done=_("Saved who reads this."),
        permission=user_can_arrange,
        is_offered=_is_offered,
        perform=_perform,
        form_class=ReadersForm,
        style="button-secondary",
        is_quiet=True,
    ),
)
