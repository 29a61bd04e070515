"""Where a registration stands, told to the participant: in their words, on a line.

Reads what was released and nothing else: proposals, reviews and notes of the team
never come near this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from ..enums import IS_DECIDED, IS_FINAL, RegistrationState
from ..models import Registration, StateChange
from ..permissions import Actor
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
        sentences=_say_what_follows(registration),
        reason=_released_reason(state, changes),
        can_answer=state == S.INFO_REQUESTED and S.IN_REVIEW in possible,
        can_confirm=state == S.SELECTED and S.CONFIRMED in possible,
        can_withdraw=S.WITHDRAWN in possible,
    )


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


# What happens next, and when.


def _say_what_follows(registration: Registration) -> list[str]:
    state = registration.state_enum
    if registration.page.is_direct and state in DIRECT_SENTENCES:
        return DIRECT_SENTENCES[state](registration)
    return SENTENCES[state](registration)


def _when_draft(registration: Registration) -> list[str]:
    return [_("Somebody looks at it first. You get a mail as soon as that is done.")]


def _when_received(registration: Registration) -> list[str]:
    return [
        _("Your registration is with us. Next, several people read it."),
        _promise(registration),
        _("So this is not a confirmed place yet."),
    ]


def _when_in_review(registration: Registration) -> list[str]:
    return [_("Several people read your answers."), _promise(registration)]


def _when_info_requested(registration: Registration) -> list[str]:
    return [_("We read on as soon as we have your answer.")]


def _when_selected(registration: Registration) -> list[str]:
    answer_by = registration.answer_by
    if answer_by is None:
        return [_("Let us know whether you are coming.")]
    moment = {"date": _day(answer_by), "time": _time(answer_by)}
    if answer_by < timezone.now():
        return [
            _(
                "We asked for your answer by %(date)s, %(time)s. As long as your "
                "place has not been released, you can still confirm it."
            )
            % moment
        ]
    return [
        _("Let us know by %(date)s, %(time)s, whether you are coming.") % moment,
        _("Without an answer, your place can go to somebody else."),
    ]


def _when_confirmed(registration: Registration) -> list[str]:
    return [_("Your place is yours. You get the practical details by mail.")]


def _when_waitlisted(registration: Registration) -> list[str]:
    return [
        _("As soon as there is a place for you, you get a mail and can say yes or no."),
        _("You do not have to do anything for it."),
    ]


def _when_declined(registration: Registration) -> list[str]:
    return [_("Would you like to talk about it? You can reach us below.")]


def _when_withdrawn(registration: Registration) -> list[str]:
    sentences = [_("You do not have to do anything any more.")]
    if registration.page.subject.accepts_registrations:
        sentences.append(_("Changed your mind? You can register again."))
    return sentences


def _when_expired(registration: Registration) -> list[str]:
    return [
        _("We did not get an answer in time, so your place was released."),
        _("Is that a mistake? Then let us know quickly."),
    ]


def _when_day_confirmed(registration: Registration) -> list[str]:
    return [
        _("Your place is yours. Can you not come? Withdraw, and somebody else can.")
    ]


def _when_day_waitlisted(registration: Registration) -> list[str]:
    return [
        _("Places that come free go to whoever waits longest; you then get a mail."),
        _("You do not have to do anything for it."),
    ]


def _promise(registration: Registration) -> str:
    """Say by when the answer comes; honest when that day has passed."""
    call = registration.page.call
    decide_by = call.decide_by if call else None
    has_passed = decide_by is not None and decide_by < timezone.now()
    if decide_by is None or (has_passed and call.accepts_registrations):
        # Reopened by hand: the promise belongs to the round before.
        return _("You get an answer by mail as soon as the selection is done.")
    if has_passed:
        return _(
            "We promised an answer by %(date)s. It takes longer than planned; you "
            "still get one by mail."
        ) % {"date": _day(decide_by)}
    return _("You get an answer by mail, on %(date)s at the latest.") % {
        "date": _day(decide_by)
    }


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F Y")


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G.i")


SENTENCES = {
    S.DRAFT: _when_draft,
    S.RECEIVED: _when_received,
    S.IN_REVIEW: _when_in_review,
    S.INFO_REQUESTED: _when_info_requested,
    S.SELECTED: _when_selected,
    S.CONFIRMED: _when_confirmed,
    S.WAITLISTED: _when_waitlisted,
    S.DECLINED: _when_declined,
    S.WITHDRAWN: _when_withdrawn,
    S.EXPIRED: _when_expired,
}
DIRECT_SENTENCES = {
    S.CONFIRMED: _when_day_confirmed,
    S.WAITLISTED: _when_day_waitlisted,
}
