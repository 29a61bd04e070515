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
from .state import change_state


def withdraw(*, registration: Registration, reason: str = "") -> Registration:
    """Withdraw a registration at the participant's own request.

    Raises:
        IllegalTransition: there is nothing to withdraw any more.
    """
    return _go_once(registration, RegistrationState.WITHDRAWN, reason=reason)


def confirm_place(*, registration: Registration) -> Registration:
    """Take the place that was offered.

    Also after `answer_by`: as long as nobody released the place, it is theirs.

    Raises:
        IllegalTransition: no place is waiting for an answer.
    """
    return _go_once(registration, RegistrationState.CONFIRMED)


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

    Raises:
        IllegalTransition: no question is waiting for an answer.
    """
    answer = answer.strip()
    # The step first: it locks the registration, so two answers cannot cross.
    try:
        change_state(
            registration=registration,
            to=RegistrationState.IN_REVIEW,
            actor=Actor.applicant(),
        )
    except IllegalTransition:
        request = _last_answered(registration)
        if request is None or request.answer != answer:
            raise
        return request
    request = open_question(registration=registration)
    if request is None:
        raise IllegalTransition
    request.answer = answer
    request.answered_at = timezone.now()
    request.save(update_fields=["answer", "answered_at"])
    return request


def open_question(*, registration: Registration) -> InformationRequest | None:
    """Return the last question that has no answer yet."""
    return (
        registration.information_requests.filter(answered_at=None)
        .order_by("asked_at", "pk")
        .last()
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
