"""Asking readers, on the desk: one row of the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..forms.rounds import ReadersForm
from ..services.assignment import READABLE, set_readers
from ..services.rounds import user_can_arrange

if TYPE_CHECKING:
    from .desk_screen import Desk

NAME = "assign"


def is_offered(desk: Desk) -> bool:
    """While it is read; on an inspiration day nobody reads."""
    registration = desk.registration
    return (
        registration.state in READABLE
        and not registration.is_held
        and not registration.page.is_direct
    )


def perform(desk: Desk, data: dict[str, Any]) -> None:
    """Hand over the ticks."""
    set_readers(
        registration=desk.registration,
        readers=data["readers"],
        seen=data["seen"],
        user=desk.user,
    )


form_class = ReadersForm
permission = user_can_arrange
