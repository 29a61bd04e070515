"""After the release: closing the waiting list, withdrawing, expiring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from ...enums import RegistrationState
from ...models import Registration
from ...permissions import (
    Actor,
)
from ..errors import (
    IllegalTransition,
)
from ..placement import lock_registration
from ..state import change_state
from .releasing import refuse_alone


@transaction.atomic
def close_waiting_list(
    *, registrations: Iterable[Registration], user: Any, reason: str
) -> list[Registration]:
    """Tell people on the waiting list that no place came free (M15).

    Raises:
        ReasonRequired: the reason stands in the letter.
        DecidedAlone: `user` entered one of these registrations.
        NotAllowed, IllegalTransition: see `change_state`.
    """
    waiting = [_lock_waiting(registration) for registration in registrations]
    for registration in waiting:
        refuse_alone(registration, user)
    return [
        change_state(
            registration=registration,
            to=RegistrationState.DECLINED,
            actor=Actor.staff(user),
            reason=reason,
        )
        for registration in waiting
    ]


@transaction.atomic
def withdraw_on_behalf(
    *, registration: Registration, user: Any, reason: str
) -> Registration:
    """Withdraw for somebody who phoned or wrote to say so.

    Raises:
        ReasonRequired: how and when the person said it.
    """
    return change_state(
        registration=registration,
        to=RegistrationState.WITHDRAWN,
        actor=Actor.staff(user),
        reason=reason,
    )


def expire_unanswered(*, now: datetime) -> int:
    """Release the seats of people who did not answer in time; the worker calls it.

    Returns:
        How many places came free.
    """
    late = Registration.objects.filter(
        state=RegistrationState.SELECTED, answer_by__lt=now
    ).order_by("answer_by", "pk")
    return sum(_expire(registration, now) for registration in late)


@transaction.atomic
def _expire(registration: Registration, now: datetime) -> bool:
    locked = lock_registration(registration=registration)
    in_time = locked.answer_by is None or locked.answer_by >= now
    if locked.state != RegistrationState.SELECTED or in_time:
        return False  # answered, or given more time, since we looked
    change_state(
        registration=locked, to=RegistrationState.EXPIRED, actor=Actor.system()
    )
    return True


def _lock_waiting(registration: Registration) -> Registration:
    locked = lock_registration(registration=registration)
    if locked.state != RegistrationState.WAITLISTED:
        raise IllegalTransition
    return locked
