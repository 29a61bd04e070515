"""Whether a letter can leave, and if not: why it stays."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from ...enums import LETTER_STATES, TEAM_LETTERS, TRANSITIONS
from ...models import Message
from .errors import IsHeld, MessageError, NoAddress, OutOfDate

# As part of a sentence: "5 letters stay: somebody holds it."
WORDS_OF_STAYING = {
    IsHeld: pgettext_lazy("letters left out", "somebody holds it"),
    NoAddress: pgettext_lazy("letters left out", "there is no address"),
    OutOfDate: pgettext_lazy("letters left out", "it no longer fits the registration"),
}


def fits_state(message: Message) -> bool:
    """Whether a letter of the team, or a reminder, still tells what is so.

    A letter that answers the applicant's own act stays true: it tells what they did.
    """
    if message.registration and message.kind in LETTER_STATES:
        return message.registration.state in LETTER_STATES[message.kind]
    if message.kind not in TEAM_LETTERS or message.registration is None:
        return True
    return any(
        step.message == message.kind and to == message.registration.state
        for (_from, to), step in TRANSITIONS.items()
    )


def is_sendable(message: Message) -> bool:
    """Whether nothing stands in the way of a letter but the button."""
    return _find_fault(message) is None


def why_it_stays(message: Message) -> str:
    """Why a letter cannot be sent now, as part of a sentence; empty where it can."""
    fault = _find_fault(message)
    return str(WORDS_OF_STAYING[fault]) if fault else ""


def ensure_sendable(message: Message) -> None:
    """Let nothing leave that stays.

    Raises:
        IsHeld, NoAddress, OutOfDate: why it stays.
    """
    if fault := _find_fault(message):
        raise fault


def _find_fault(message: Message) -> type[MessageError] | None:
    if message.is_held:
        return IsHeld
    if not message.recipient:
        return NoAddress
    return None if fits_state(message) else OutOfDate
