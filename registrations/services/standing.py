"""Where a registration stands, told to the participant: in their words, on a line.

Reads what was released and nothing else: proposals, reviews and notes of the team
never come near this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from ..enums import IS_DECIDED, IS_FINAL, RegistrationState
from ..models import Registration, StateChange
from ..permissions import Actor
from .outlook import say_what_follows
from .questions import get_open_question
from .state import possible_steps

S = RegistrationState


class Place(Enum):
    """Where a step of the line lies, seen from now."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"

    @property
    def words(self) -> str:
        return str(PLACE_WORDS[self])


PLACE_WORDS = {
    Place.DONE: pgettext_lazy("step on the line", "done"),
    Place.CURRENT: pgettext_lazy("step on the line", "you are here"),
    Place.AHEAD: pgettext_lazy("step on the line", "still to come"),
}


@dataclass(frozen=True)
class Step:
    """One stop on the line: its name, its place, and when it was reached."""

    label: str
    place: Place
    reached_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        return self.place is Place.CURRENT


@dataclass(frozen=True)
class Standing:
    """Everything that the participant's page says about the present state.

    Attributes:
        label: the state in the participant's words.
        steps: the line, from the first stop to the last that can be foreseen.
        sentences: what happens next, and when.
        reason: why, where a decision was released with a reason.
        can_answer, can_confirm, can_withdraw: what the participant may do now.
    """

    label: str
    steps: list[Step]
    sentences: list[str]
    reason: str
    can_answer: bool
    can_confirm: bool
    can_withdraw: bool


def describe_standing(*, registration: Registration) -> Standing:
    """Return where `registration` stands, as the participant may know it."""
    state = registration.state_enum
    changes = list(registration.state_changes.all())
    possible = possible_steps(registration=registration, actor=Actor.applicant())
    return Standing(
        label=str(_held_label() if state == S.DRAFT else state.applicant_label),
        steps=_draw_line(registration, changes),
        sentences=say_what_follows(registration),
        reason=_released_reason(state, changes),
        can_answer=_has_open_question(registration),
        can_confirm=state == S.SELECTED and S.CONFIRMED in possible,
        can_withdraw=S.WITHDRAWN in possible,
    )


def _has_open_question(registration: Registration) -> bool:
    """Whether we asked something that has no answer; late is better than never."""
    return get_open_question(registration=registration) is not None


def _held_label() -> str:
    return _("Received, and being checked")


def _released_reason(state: RegistrationState, changes: list[StateChange]) -> str:
    if state not in IS_DECIDED or not changes:
        return ""
    return changes[-1].reason


# The line.


def _draw_line(registration: Registration, changes: list[StateChange]) -> list[Step]:
    """Return what was walked, where one is, and what can be foreseen."""
    state = registration.state_enum
    changes = _since_undo(changes)
    reached = {change.to_state: change.changed_at for change in changes}
    sent = Step(_name("sent"), Place.DONE, registration.submit_time)
    if registration.page.is_direct:
        return [sent, *_rest_of_direct_line(state, reached)]

    reading = Step(_name("reading"), Place.DONE, reached.get(S.IN_REVIEW))
    decided_at = reached.get(S.SELECTED) or reached.get(S.WAITLISTED)
    decision = Step(_name("decision"), Place.DONE, decided_at)
    to_read = Step(_name("reading"), Place.AHEAD)
    to_decide = Step(_name("decision"), Place.AHEAD)
    to_confirm = Step(_name("place"), Place.AHEAD)
    here = _here(state, reached)
    if state in {S.DRAFT, S.RECEIVED}:
        received = Step(here.label, Place.CURRENT, registration.submit_time)
        return [received, to_read, to_decide, to_confirm]
    if state in {S.IN_REVIEW, S.INFO_REQUESTED}:
        return [sent, here, to_decide, to_confirm]
    if state == S.WAITLISTED:
        return [sent, reading, here, to_confirm]
    walked = [sent]
    if S.IN_REVIEW in reached:
        walked.append(reading)
    if decided_at and state != S.DECLINED:
        walked.append(decision)
    if S.CONFIRMED in reached and state != S.CONFIRMED:
        walked.append(Step(_name("place"), Place.DONE, reached[S.CONFIRMED]))
    return [*walked, here]


def _rest_of_direct_line(state: RegistrationState, reached: dict) -> list[Step]:
    here = _here(state, reached)
    if state == S.WAITLISTED:
        return [here, Step(_name("seat"), Place.AHEAD)]
    return [here]


def _here(state: RegistrationState, reached: dict) -> Step:
    label = _held_label() if state == S.DRAFT else str(state.applicant_label)
    return Step(label, Place.CURRENT, reached.get(state))


def _since_undo(changes: list[StateChange]) -> list[StateChange]:
    """Leave out what a later undo took back."""
    settled = IS_DECIDED | IS_FINAL
    start = 0
    for number, change in enumerate(changes):
        if change.to_state == S.IN_REVIEW and change.from_state in settled:
            start = number
    return changes[start:]


def _name(stop: str) -> str:
    return {
        "sent": pgettext("step on the line", "Sent in"),
        "reading": pgettext("step on the line", "Read"),
        "decision": pgettext("step on the line", "Decision"),
        "place": pgettext("step on the line", "Your place"),
        "seat": pgettext("step on the line", "A place for you"),
    }[stop]
