"""“Hoe we kozen”: what a call tells everybody of its selection, in protected numbers.

Fails closed: nothing is told before everybody of the call has a decision, of fewer
than five people, or of a group that somebody could be found in.

It is told once, with the release that decides the last one, and then stays as it is:
laid beside each other, two versions tell of the one person who came in between what
that person is and what became of them. No later release writes it again, and neither
does one after it was taken off. A decider can tell it anew by an act of their own, and
only where no number differs by one to four from any that was ever told of this call;
what was taken off can always be put back as it was.
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
from .report.small import FEW, is_small, say_part
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


class TooLittleChanged(RegistrationError):
    message = _(
        "Since the numbers that the site told first, too little changed: beside those, "
        "new ones would tell who it is about. The old ones stay as they were."
    )


def get_account(*, call: CallPage) -> SelectionAccount | None:
    """Return what the call told of its selection, also if that was taken off again."""
    return SelectionAccount.objects.filter(call=call).first()


@transaction.atomic
def write_account(*, call: CallPage, user: Any) -> SelectionAccount:
    """Tell how this call chose, as it stands now, in the place of what it told before.

    Raises:
        NotAllowed: `user` does not decide.
        NotDecidedYet: somebody waits for a decision, or nothing was released.
        TooFewToTell: no table may be printed.
        TooLittleChanged: what was told before would give away who came in between.
    """
    if not user_can_decide(user):
        raise NotAllowed
    numbers = _count(call)
    before = SelectionAccount.objects.select_for_update().filter(call=call).first()
    told = [before.numbers, *before.earlier] if before is not None else []
    if any(_tells_few(one, numbers) for one in told):
        raise TooLittleChanged
    account, _is_new = SelectionAccount.objects.update_or_create(
        call=call,
        defaults={
            **numbers,
            "earlier": [one for one in told if one != numbers],
            "made_at": timezone.now(),
            "made_by_name": keep_name(user),
            "taken_off_at": None,
        },
    )
    log(instance=call, action="registrations.write_account", user=user)
    empty_page_cache()
    return account


def _count(call: CallPage) -> dict[str, Any]:
    """Return what may be told of `call` now, as the words of its cells."""
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
    return {
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
    }


def _says_something(table: ReportTable) -> bool:
    """Whether there are groups to compare, and a number of the selected is shown."""
    shown = [cells[0] for _name, cells in table.rows if cells[0].isdecimal()]
    return len(table.rows) > 1 and bool(shown)


def _tells_few(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the difference of two versions is a group of one to four people."""
    old, new = _read_numbers(before), _read_numbers(after)
    return any(is_small(abs(new[what] - old[what])) for what in old.keys() & new.keys())


def _read_numbers(numbers: dict[str, Any]) -> dict[tuple[str, ...], int]:
    """Return each number that is told, and the rest that follows from two of them."""
    rows = [("", "", numbers["total"], numbers["placed"])]
    for table in numbers["tables"]:
        rows += [(table["heading"], *row) for row in table["rows"]]
    found = {}
    for heading, name, registered, selected in rows:
        cells = {"registered": registered, "selected": selected}
        known = {key: int(cell) for key, cell in cells.items() if cell.isdecimal()}
        if len(known) == len(cells):
            known["rest"] = known["registered"] - known["selected"]
        found |= {(heading, name, key): number for key, number in known.items()}
    return found


@transaction.atomic
def remove_account(*, call: CallPage, user: Any) -> None:
    """Tell nothing any more of how this call chose; what was told is remembered.

    Raises:
        NotAllowed: `user` does not decide.
    """
    if not user_can_decide(user):
        raise NotAllowed
    accounts = SelectionAccount.objects.on_site().filter(call=call)
    if accounts.update(taken_off_at=timezone.now()):
        log(instance=call, action="registrations.remove_account", user=user)
        empty_page_cache()


@transaction.atomic
def restore_account(*, call: CallPage, user: Any) -> None:
    """Put back what was taken off, as it was told.

    Raises:
        NotAllowed: `user` does not decide.
    """
    if not user_can_decide(user):
        raise NotAllowed
    accounts = SelectionAccount.objects.filter(call=call, taken_off_at__isnull=False)
    if accounts.update(taken_off_at=None):
        log(instance=call, action="registrations.write_account", user=user)
        empty_page_cache()


def write_account_once_decided(*, call: CallPage | None, user: Any) -> None:
    """Tell it after the release that decided the last one, if it was never told."""
    if call is None or get_account(call=call) is not None:
        return
    try:
        with transaction.atomic():
            write_account(call=call, user=user)
    except (NotDecidedYet, TooFewToTell):
        return
