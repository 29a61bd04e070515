"""Seats given and taken back: which workplace, and until when to answer.

Called by the services that decide, inside their transaction and with the form
page locked.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workplaces.models import WorkplacePage

from ..models import Registration
from .errors import RegistrationError
from .seats import ensure_seat, lock_form_page

# How long a selected person may think about it (domain.md 1.4, M9).
DAYS_TO_ANSWER = 10


class WorkplaceRequired(RegistrationError):
    message = _("Choose the workplace in which this person gets a place.")


class WorkplaceNotChosen(RegistrationError):
    message = _("This person did not choose that workplace.")


def get_answer_by(*, now: datetime) -> datetime:
    """Return until when somebody selected at `now` may answer.

    The end of the tenth day after, in Brussels: a whole day is easier to keep
    than an hour.
    """
    day = timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER)
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def get_workplace_choices(*, registration: Registration) -> list[WorkplacePage]:
    """Return the workplaces in which `registration` can be placed, as preferred."""
    choices = [registration.workplace_first, registration.workplace_second]
    return list(dict.fromkeys(choice for choice in choices if choice))


def give_seat(
    *,
    registration: Registration,
    workplace: WorkplacePage | None,
    answer_by: datetime | None = None,
) -> None:
    """Place somebody in `workplace`, and start the time in which they answer.

    Args:
        registration: who.
        workplace: where.
        answer_by: until when they can answer; None for the usual days from now.

    Raises:
        WorkplaceRequired: nobody said in which workplace.
        NoSeatLeft: that workplace is full.
    """
    if workplace is None:
        raise WorkplaceRequired
    ensure_seat(workplace=workplace)
    place(
        registration=registration,
        workplace=workplace,
        answer_by=answer_by or get_answer_by(now=timezone.now()),
    )


def place(
    *,
    registration: Registration,
    workplace: WorkplacePage | None,
    answer_by: datetime | None = None,
) -> None:
    """Write the workplace and the last day to answer, as they are from now on.

    Only these two columns, and on the row alone: the state is for `change_state`.

    Args:
        registration: whose row.
        workplace: None where somebody has none.
        answer_by: None where no answer is waited for.
    """
    Registration.objects.filter(pk=registration.pk).update(
        placed_in=workplace, answer_by=answer_by
    )


def clear_seat(*, registration: Registration) -> None:
    """Take the workplace of `registration` back: its seat is free again."""
    place(registration=registration, workplace=None)


def check_workplace(
    *, registration: Registration, workplace: WorkplacePage | None
) -> None:
    """Refuse a workplace in which this person cannot be placed.

    Raises:
        WorkplaceRequired: nobody said in which workplace.
        WorkplaceNotChosen: it was neither the first nor the second choice.
    """
    if workplace is None:
        raise WorkplaceRequired
    if workplace not in get_workplace_choices(registration=registration):
        raise WorkplaceNotChosen


def lock_registration(*, registration: Registration) -> Registration:
    """Lock the form, then the row: the order of `change_state`.

    Returns:
        The registration as it is now, until the transaction ends.
    """
    lock_form_page(form_page_id=registration.page_id)
    return read_locked(registration=registration)


def read_locked(*, registration: Registration) -> Registration:
    """Lock the row and return it as it is now; the form must be locked already."""
    return (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workplace_first", "workplace_second")
        .get(pk=registration.pk)
    )
