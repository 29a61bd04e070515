"""Assignment by hand: asking a reader to read a registration.

An assignment is no permission: whoever is not asked still sees what their group may
see. It says what is in somebody's queue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ...enums import AWAITS_TEAM, RegistrationState
from ...models import Assignment, Registration, RegistrationFormPage, Review
from ...permissions import user_can_review
from ..errors import NotAllowed, RegistrationError
from ..names import keep_name
from ..rounds import user_can_arrange
from ..seats import lock_form_page

# Whoever is in one of these may still be read.
READABLE = AWAITS_TEAM | {RegistrationState.INFO_REQUESTED}


class AlreadyRead(RegistrationError):
    message = gettext_lazy("This reader has read it already: what is done stays.")


@dataclass(frozen=True)
class AssignResult:
    """What became of one registration and one reader.

    Attributes:
        registration, reader: whom it is about.
        is_assigned: whether this call made the assignment.
        why: why not, for a person; empty where it was made.
    """

    registration: Registration
    reader: Any
    is_assigned: bool
    why: str = ""


@transaction.atomic
def assign(
    *, registrations: Iterable[Registration], readers: Iterable[Any], user: Any
) -> list[AssignResult]:
    """Ask `readers` to read `registrations`, each of them; a result for every pair.

    What cannot be done is left out and told, the rest is done. The number that a
    reader wants at most is for sharing out alone: a person who asks knows why.

    Raises:
        NotAllowed: `user` does not arrange the reading.
    """
    if not user_can_arrange(user):
        raise NotAllowed
    wanted = sorted({row.pk: row for row in registrations}.values(), key=_get_pk)
    readers = sorted({reader.pk: reader for reader in readers}.values(), key=_get_pk)
    for page_id in sorted({row.page_id for row in wanted}):
        lock_form_page(form_page_id=page_id)
    results = []
    open_ones = Registration.objects.visible_to(user).in_bulk([r.pk for r in wanted])
    for row in wanted:
        registration = open_ones.get(row.pk)
        for reader in readers:
            why = _find_obstacle(registration, reader)
            if not why:
                _write(registration, reader, user)
            results.append(AssignResult(row, reader, not why, why))
        if any(r.is_assigned and r.registration == row for r in results):
            log(instance=registration, action="registrations.assign", user=user)
    return results


@transaction.atomic
def unassign(*, registration: Registration, reader: Any, user: Any) -> None:
    """Take back what `reader` was asked; harmless where nobody asked.

    Raises:
        NotAllowed: `user` does not arrange the reading of this registration.
        AlreadyRead: the review is in.
    """
    if not user_can_arrange(user, registration):
        raise NotAllowed
    lock_form_page(form_page_id=registration.page_id)
    if registration.reviews.filter(reader=reader).exists():
        raise AlreadyRead
    rows = Assignment.objects.filter(registration=registration, reader=reader)
    if rows.delete()[0]:
        log(instance=registration, action="registrations.unassign", user=user)


@transaction.atomic
def set_readers(
    *,
    registration: Registration,
    readers: Iterable[Any],
    seen: Iterable[Any],
    user: Any,
) -> list[AssignResult]:
    """Bring who was asked in line with the ticks on a screen.

    Only what `user` changed is done: somebody who was asked in between by another
    stays asked.

    Args:
        registration: which one.
        readers: who is ticked.
        seen: who was ticked when the screen was made.
        user: who ticks.

    Raises:
        NotAllowed, AlreadyRead: see `assign` and `unassign`.
    """
    wanted = {reader.pk: reader for reader in readers}
    before = {reader.pk: reader for reader in seen}
    for pk in before.keys() - wanted.keys():
        unassign(registration=registration, reader=before[pk], user=user)
    added = [wanted[pk] for pk in sorted(wanted.keys() - before.keys())]
    return assign(registrations=[registration], readers=added, user=user)


@transaction.atomic
def take_back(*, form_page: RegistrationFormPage, reader: Any, user: Any) -> int:
    """Take back all that `reader` has not read yet, and return how many that were.

    For a colleague who falls ill or has no time: sharing out again then gives these
    to others. What they read stays.

    Raises:
        NotAllowed: `user` does not arrange the reading.
    """
    if not user_can_arrange(user):
        raise NotAllowed
    lock_form_page(form_page_id=form_page.pk)
    read = Review.objects.filter(reader=reader).values("registration")
    visible = Registration.objects.visible_to(user).filter(page=form_page)
    waiting = Assignment.objects.filter(
        reader=reader, registration__in=visible
    ).exclude(registration__in=read)
    count = waiting.delete()[0]
    if count:
        log(instance=form_page, action="registrations.unassign", user=user)
    return count


def _find_obstacle(registration: Registration | None, reader: Any) -> str:
    """Why `reader` is not asked to read; empty where nothing is in the way.

    A tie is told as what it means, never as what it is.
    """
    if registration is None:
        return _("You have no access to this registration.")
    if registration.state not in READABLE or registration.is_held:
        return _("This registration is not being read now.")
    if not user_can_review(reader, registration):
        return _("Cannot read this registration.")
    if Review.objects.filter(registration=registration, reader=reader).exists():
        return _("Has read it already.")
    if Assignment.objects.filter(registration=registration, reader=reader).exists():
        return _("Was asked already.")
    return ""


def _write(registration: Registration, reader: Any, user: Any) -> None:
    Assignment.objects.create(
        registration=registration,
        reader=reader,
        assigned_by=user,
        assigned_by_name=keep_name(user),
    )


def _get_pk(row: Any) -> int:
    return row.pk
