"""What a participant can do on their own page; each act is one step of the stream.

Whoever clicks twice meant it once: an act that was done already is done, and no
conflict.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ..enums import RegistrationState
from ..models import InformationRequest, Registration
from ..permissions import Actor
from .errors import IllegalTransition
from .message import plan_letters
from .placement import lock_registration
from .questions import get_open_question
from .state import change_state


def withdraw(*, registration: Registration, reason: str = "") -> Registration:
    """Withdraw a registration at the participant's own request.

    Raises:
        IllegalTransition: there is nothing to withdraw any more.
    """
    return _go_once(registration, RegistrationState.WITHDRAWN, reason=reason)


@transaction.atomic
def confirm_place(*, registration: Registration) -> Registration:
    """Take the place that was offered.

    Also after `answer_by`: as long as nobody released the place, it is theirs.

    Raises:
        IllegalTransition: no place is waiting for an answer.
    """
    confirmed = _go_once(registration, RegistrationState.CONFIRMED)
    plan_letters(registrations=[confirmed], now=timezone.now())
    return confirmed


def decline_place(*, registration: Registration, reason: str = "") -> Registration:
    """Give back the place that was offered: a withdrawal, so that the seat is free.

    Raises:
        IllegalTransition: no place is waiting for an answer.
    """
    free = {RegistrationState.SELECTED, RegistrationState.WITHDRAWN}
    if registration.state not in free:
        raise IllegalTransition
    return withdraw(registration=registration, reason=reason)


@transaction.atomic
def answer_question(*, registration: Registration, answer: str) -> InformationRequest:
    """Keep the answer to the last open question; reading goes on.

    Also after the day that was named, and also when the team went on without waiting:
    as long as nothing was decided, readers see it.

    Raises:
        IllegalTransition: no question is waiting for an answer.
    """
    answer = answer.strip()
    # The locks of every step: two answers cannot cross.
    locked = lock_registration(registration=registration)
    request = get_open_question(registration=locked)
    if request is None:
        request = _last_answered(locked)
        if request is None or request.answer != answer:
            raise IllegalTransition
        return request
    _close_question(locked, request, answer)
    return request


def take_answer(*, registration: Registration) -> Registration:
    """Take what was just changed in the answers as the answer to the open question.

    Called inside the transaction of the change, with its locks. Does nothing where no
    question stands open: somebody answered it in another window.

    Returns:
        The registration as it now is.
    """
    request = get_open_question(registration=registration)
    return _close_question(registration, request, "") if request else registration


def _close_question(
    registration: Registration, request: InformationRequest, answer: str
) -> Registration:
    request.answer = answer
    request.answered_at = timezone.now()
    request.save(update_fields=["answer", "answered_at"])
    if registration.state != RegistrationState.INFO_REQUESTED:
        return registration  # the team did not wait
    return change_state(
        registration=registration,
        to=RegistrationState.IN_REVIEW,
        actor=Actor.applicant(),
    )


def _last_answered(registration: Registration) -> InformationRequest | None:
    return (
        registration.information_requests.exclude(answered_at=None)
        .order_by("answered_at", "pk")
        .last()
    )


def _go_once(
    registration: Registration, to: RegistrationState, *, reason: str = ""
) -> Registration:
    """Take the step to `to`; whoever is there already, stays there."""
    try:
        return change_state(
            registration=registration,
            to=to,
            actor=Actor.applicant(),
            reason=reason,
        )
    except IllegalTransition:
        # Read after the step, which waited for whoever was first.
        now = Registration.objects.get(pk=registration.pk)
        if now.state != to:
            raise
        return now
