"""The table of legal steps; only `services.state` acts on it (design.md, "States")."""

from dataclasses import dataclass

from .forms import FormKind
from .messages import Dispatch, MessageKind
from .states import CAN_BE_SUGGESTED_TO, IS_UNDOABLE, RegistrationState, Role


@dataclass(frozen=True)
class Transition:
    """One legal step.

    Attributes:
        roles: who may take it.
        needs_reason: a member of the team who takes it must say why; an
            applicant or the system never has to.
        message: the letter that follows, if any.
        dispatch: whether that letter goes at once or waits in the outbox.
        form_kind: the only kind of form that knows this step; None for both.
    """

    roles: frozenset[Role]
    needs_reason: bool = False
    message: MessageKind | None = None
    dispatch: Dispatch = Dispatch.OUTBOX
    form_kind: FormKind | None = None


def _by(*roles: Role, **options) -> Transition:
    return Transition(roles=frozenset(roles), **options)


_S = RegistrationState
_SELECTION = {"form_kind": FormKind.SELECTION}
_DIRECT = {"form_kind": FormKind.DIRECT, "dispatch": Dispatch.AT_ONCE}
_WITHDRAWAL = _by(
    Role.APPLICANT,
    Role.DECIDER,  # somebody who phones to say that they cannot come
    needs_reason=True,
    message=MessageKind.WITHDRAWN,
    dispatch=Dispatch.AT_ONCE,
)
# Its letter is for whoever had heard the decision, and for nobody else.
_UNDO = _by(
    Role.DECIDER, needs_reason=True, message=MessageKind.CORRECTION, **_SELECTION
)
TRANSITIONS: dict[tuple[RegistrationState, RegistrationState], Transition] = {
    (_S.DRAFT, _S.RECEIVED): _by(
        Role.APPLICANT,
        message=MessageKind.RECEIPT,
        dispatch=Dispatch.AT_ONCE,
        **_SELECTION,
    ),
    # Reading.
    (_S.RECEIVED, _S.IN_REVIEW): _by(Role.REVIEWER, Role.DECIDER, **_SELECTION),
    (_S.IN_REVIEW, _S.INFO_REQUESTED): _by(
        Role.REVIEWER,
        Role.DECIDER,
        needs_reason=True,
        message=MessageKind.INFO_REQUEST,
        **_SELECTION,
    ),
    (_S.INFO_REQUESTED, _S.IN_REVIEW): _by(
        Role.APPLICANT, Role.REVIEWER, Role.DECIDER, **_SELECTION
    ),
    # Deciding: reached only through the release of a proposed decision.
    (_S.IN_REVIEW, _S.SELECTED): _by(
        Role.DECIDER, message=MessageKind.SELECTED, **_SELECTION
    ),
    (_S.IN_REVIEW, _S.WAITLISTED): _by(
        Role.DECIDER, message=MessageKind.WAITLISTED, **_SELECTION
    ),
    (_S.IN_REVIEW, _S.DECLINED): _by(
        Role.DECIDER, needs_reason=True, message=MessageKind.DECLINED, **_SELECTION
    ),
    (_S.RECEIVED, _S.DECLINED): _by(
        Role.DECIDER, needs_reason=True, message=MessageKind.DECLINED, **_SELECTION
    ),
    # The answer of the selected person, or none in time.
    (_S.SELECTED, _S.CONFIRMED): _by(
        Role.APPLICANT,
        message=MessageKind.CONFIRMED,
        dispatch=Dispatch.AT_ONCE,
        **_SELECTION,
    ),
    (_S.SELECTED, _S.EXPIRED): _by(
        Role.SYSTEM, message=MessageKind.EXPIRED, **_SELECTION
    ),
    # The waiting list.
    (_S.WAITLISTED, _S.SELECTED): _by(
        Role.DECIDER, message=MessageKind.OFFERED, **_SELECTION
    ),
    (_S.WAITLISTED, _S.DECLINED): _by(
        Role.DECIDER,
        needs_reason=True,
        message=MessageKind.WAITLIST_CLOSED,
        **_SELECTION,
    ),
    # Withdrawing is always possible while something is still to come; the call
    # does not say so, but nobody who is asked a question may be locked in.
    (_S.RECEIVED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.IN_REVIEW, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.INFO_REQUESTED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.SELECTED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.CONFIRMED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.WAITLISTED, _S.WITHDRAWN): _WITHDRAWAL,
    # Undo, with a reason.
    **{(state, _S.IN_REVIEW): _UNDO for state in IS_UNDOABLE},
    # Inspiration days: no reading; a seat or the waiting list by arrival.
    (_S.DRAFT, _S.CONFIRMED): _by(
        Role.APPLICANT, message=MessageKind.DAY_CONFIRMED, **_DIRECT
    ),
    (_S.DRAFT, _S.WAITLISTED): _by(
        Role.APPLICANT, message=MessageKind.DAY_WAITLISTED, **_DIRECT
    ),
    (_S.WAITLISTED, _S.CONFIRMED): _by(
        Role.SYSTEM, message=MessageKind.DAY_PROMOTED, **_DIRECT
    ),
}
# Letters that wait for a person: they lose their sense when the state moves on.
TEAM_LETTERS = frozenset(
    step.message
    for step in TRANSITIONS.values()
    if step.message and step.dispatch is Dispatch.OUTBOX
)
# Drafts that can be made up again: what their template needs is kept.
CAN_BE_REMADE = TEAM_LETTERS | {
    MessageKind.OTHER_WORKPLACE,
    MessageKind.SESSION_REPORT,
    MessageKind.SESSION_MISSED,
    MessageKind.EVALUATION,
}
# Letters that leave on a day before something: true only in this state.
PLANNED_LETTERS = {
    MessageKind.CONFIRM_REMINDER: _S.SELECTED,
    MessageKind.INTRODUCTION: _S.CONFIRMED,
    MessageKind.PRACTICAL: _S.CONFIRMED,
    MessageKind.SESSION_REMINDER: _S.CONFIRMED,
    MessageKind.DAY_REMINDER: _S.CONFIRMED,
}
# Who waits for an answer, and can be told that it comes later.
AWAITS_ANSWER = frozenset({_S.RECEIVED, _S.IN_REVIEW, _S.INFO_REQUESTED})
# Letters that follow no step, and the states in which they tell what is so.
LETTER_STATES = {
    **{kind: frozenset({state}) for kind, state in PLANNED_LETTERS.items()},
    MessageKind.DELAY: AWAITS_ANSWER,
    MessageKind.OTHER_WORKPLACE: CAN_BE_SUGGESTED_TO,
    MessageKind.SESSION_CHANGED: frozenset({_S.CONFIRMED}),
    MessageKind.SESSION_CANCELLED: frozenset({_S.CONFIRMED}),
    MessageKind.DAY_CHANGED: frozenset({_S.CONFIRMED}),
    MessageKind.DAY_CANCELLED: frozenset({_S.CONFIRMED}),
    MessageKind.SESSION_REPORT: frozenset({_S.CONFIRMED}),
    MessageKind.SESSION_MISSED: frozenset({_S.CONFIRMED}),
    MessageKind.EVALUATION: frozenset({_S.CONFIRMED}),
    MessageKind.DAY_AFTERWARDS: frozenset({_S.CONFIRMED}),
}
