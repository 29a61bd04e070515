"""Asking a third reader, on the desk: one row of the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..forms.third_reader import ThirdReaderForm
from ..services.rounds import user_can_arrange
from ..services.third_reader import ask_third_reader, can_ask_third_reader

if TYPE_CHECKING:
    from .desk_screen import Desk

NAME = "third-reader"


def is_offered(desk: Desk) -> bool:
    """Where readers differ, for whoever arranges the reading and may know it."""
    return can_ask_third_reader(desk.registration, desk.user)


def perform(desk: Desk, data: dict[str, Any]) -> None:
    """Hand over whom to ask."""
    ask_third_reader(
        registration=desk.registration, reader=data["reader"], user=desk.user
    )


form_class = ThirdReaderForm
permission = user_can_arrange
