"""“Hoe we kozen”: what a call tells everybody of its selection, in protected numbers.

Fails closed: nothing is told before everybody of the call has a decision, of fewer
than five people, or of a group that somebody could be found in.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from home.page_cache import empty_page_cache
from workplaces.models import CallPage

from ..enums import (
    HOLDS_SEAT,
    MAY_STILL_BE_DECIDED,
    FormKind,
    RegistrationState,
)
from ..models import Decision, Registration, RegistrationFormPage, SelectionAccount
from ..permissions import user_can_decide
from .errors import NotAllowed, RegistrationError
from .names import keep_name
from .report.numbers import merge_outcomes
from .report.small import FEW, say_part
from .report.tables import ReportTable, tell_groups


class NotDecidedYet(RegistrationError):
    message = _(
        "Not everybody of this call has a decision yet: nothing is told before that."
    )


class TooFewToTell(RegistrationError):
    message = _(
        "There are too few people, or too few places, to tell anything without giving "
        "somebody away."
    )


def get_account(*, call: CallPage) -> SelectionAccount | None:
    """Return what the call tells of its selection; None as long as it tells nothing."""
    return SelectionAccount.objects.filter(call=call).first()


@transaction.atomic
def write_account(*, call: CallPage, user: Any) -> SelectionAccount:
    """Tell how this call chose, as it stands now, in the place of what it told before.

    Raises:
        NotAllowed: `user` does not decide.
        NotDecidedYet: somebody waits for a decision, or nothing was released.
        TooFewToTell: no table may be printed.
    """
    if not user_can_decide(user):
        raise NotAllowed
    forms = list(
        RegistrationFormPage.objects.child_of(call).filter(kind=FormKind.SELECTION)
    )
    registrations = Registration.objects.filter(page__in=forms)
    released = Decision.objects.filter(registration__in=registrations).exclude(
        released_at=None
    )
    # A draft that is held for a look is somebody who waits as well.
    waiting = registrations.filter(state__in=MAY_STILL_BE_DECIDED)
    held = registrations.held().filter(state=RegistrationState.DRAFT)
    if not released.exists() or waiting.exists() or held.exists():
        raise NotDecidedYet
    registrations = registrations.exclude(state=RegistrationState.DRAFT)
    states = Counter(registrations.values_list("state", flat=True))
    total = states.total()
    if total < FEW:
        raise TooFewToTell
    tables, _left_out = tell_groups(registrations, forms, merge_outcomes(states))
    tables = [table for table in tables if _says_something(table)]
    if not tables:
        raise TooFewToTell
    placed = sum(states[state] for state in HOLDS_SEAT)
    account, _is_new = SelectionAccount.objects.update_or_create(
        call=call,
        defaults={
            "total": str(total),
            "placed": say_part(placed, total),
            "tables": [
                {
                    "heading": str(table.heading),
                    "rows": [
                        # Of each group: how many registered, how many were selected.
                        [str(name), cells[-1], cells[0]]
                        for name, cells in table.rows
                    ],
                }
                for table in tables
            ],
            "made_at": timezone.now(),
            "made_by_name": keep_name(user),
        },
    )
    log(instance=call, action="registrations.write_account", user=user)
    empty_page_cache()
    return account


def _says_something(table: ReportTable) -> bool:
    """Whether there are groups to compare, and a number of the selected is shown."""
    shown = [cells[0] for _name, cells in table.rows if cells[0].isdecimal()]
    return len(table.rows) > 1 and bool(shown)


@transaction.atomic
def remove_account(*, call: CallPage, user: Any) -> None:
    """Tell nothing any more of how this call chose.

    Raises:
        NotAllowed: `user` does not decide.
    """
    if not user_can_decide(user):
        raise NotAllowed
    SelectionAccount.objects.filter(call=call).delete()
    log(instance=call, action="registrations.remove_account", user=user)
    empty_page_cache()


def write_account_once_decided(*, call: CallPage | None, user: Any) -> None:
    """Tell it after the release that decided the last one; else leave it as it was."""
    if call is None:
        return
    try:
        with transaction.atomic():
            write_account(call=call, user=user)
    except (NotDecidedYet, TooFewToTell):
        return
