"""A letter before there is one: as it would be written if a proposal were released."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable

from django.template import (
    TemplateDoesNotExist,
    TemplateSyntaxError,
    VariableDoesNotExist,
)
from django.utils import timezone

from ...enums import TRANSITIONS, MessageKind, RegistrationState
from ...models import Decision, Registration
from ..letter_html import Letter
from ..letters import render_letter
from ..placement import get_answer_by

logger = logging.getLogger(__name__)

# What words that somebody wrote, and left half, raise when a letter is made of them.
BROKEN = (TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist)


def preview_letter(*, decision: Decision) -> Letter:
    """Return the letter that the release of `decision` makes; writes nothing."""
    return render_letter(
        registration=_as_released(decision),
        kind=get_letter_kind(decision),
        reason=decision.reason,
    )


def get_letter_kind(decision: Decision) -> MessageKind:
    """Return which letter follows the release, as the table of steps has it."""
    step = (RegistrationState.IN_REVIEW, RegistrationState(decision.proposed_state))
    return TRANSITIONS[step].message


def find_unreadable(decisions: Iterable[Decision]) -> list[MessageKind]:
    """Return the kinds of letters without words, or whose words cannot be written.

    One letter of each kind is written: the words are the same for all of a call.
    """
    examples = {get_letter_kind(decision): decision for decision in decisions}
    return [
        kind for kind, decision in examples.items() if not _is_readable(kind, decision)
    ]


def _is_readable(kind: MessageKind, decision: Decision) -> bool:
    try:
        letter = preview_letter(decision=decision)
    except BROKEN as error:
        logger.warning("Letter %s: %s", kind, type(error).__name__)
        return False
    return bool(letter.subject.strip() and letter.text.strip())


def _as_released(decision: Decision) -> Registration:
    """Return a copy of the registration as the release would leave it, unsaved."""
    registration = copy.copy(decision.registration)
    registration.state = decision.proposed_state
    registration.placed_in = decision.proposed_workplace
    registration.answer_by = None
    if decision.proposed_state == RegistrationState.SELECTED:
        registration.answer_by = get_answer_by(now=timezone.now())
    return registration
