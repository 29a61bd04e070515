"""Asking a third reader, on the desk: one row of the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..forms.third_reader import ThirdReaderForm
from ..services.rounds import user_can_arrange
from ..services.third_reader import ask_third_reader, can_ask_third_reader
from .desk_action import DeskAction

if TYPE_CHECKING:
    from .desk_screen import Desk


def _is_offered(desk: Desk) -> bool:
    """Where readers differ, for whoever arranges the reading and may know it."""
    return can_ask_third_reader(desk.registration, desk.user)


def _perform(desk: Desk, data: dict[str, Any]) -> None:
    """Hand over whom to ask."""
    ask_third_reader(
        registration=desk.registration, reader=data["reader"], user=desk.user
    )


THIRD_READER_ACTIONS = (
    DeskAction(
        name="third-reader",
        heading=_("Ask a third reader"),
        button=_("Ask this colleague"),
        done=_("Your colleague was asked, and finds it in the own queue."),
        permission=user_can_arrange,
        is_offered=_is_offered,
        perform=_perform,
        form_class=ThirdReaderForm,
    ),
)
