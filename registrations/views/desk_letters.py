"""Letters on the desk: the whole correspondence, and another address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..forms.desk import CorrectAddressForm
from ..models import Message
from ..permissions import user_can_view_messages
from ..services.address import can_correct, correct_address, user_can_correct_address
from .desk_action import DeskAction

if TYPE_CHECKING:
    from .desk_screen import Desk


def get_letters(desk: Desk) -> list[Message]:
    """Return every letter about this registration that the user may open, newest first."""
    if not user_can_view_messages(desk.user):
        return []
    letters = Message.objects.visible_to(desk.user)
    return list(
        letters.filter(registration=desk.registration)
        .for_listing()
        .order_by("-created_at", "-pk")
    )


def _correct(desk: Desk, data: dict[str, Any]) -> None:
    correct_address(
        registration=desk.registration,
        email=data["email"],
        reason=data["reason"],
        user=desk.user,
    )


LETTER_ACTIONS = (
    DeskAction(
        name="address",
        heading=_("Another address"),
        button=_("Correct the address"),
        done=_(
            "The address has been corrected. What came back leaves again, and the "
            "links that went to the old address have ended."
        ),
        permission=user_can_correct_address,
        is_offered=lambda desk: can_correct(desk.registration),
        perform=_correct,
        form_class=CorrectAddressForm,
    ),
)
