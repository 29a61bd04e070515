"""Who answered twice, and what is here already: each is taken in once."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ...enums import IS_LIVE, RowOutcome
from ...models import Registration, RegistrationImport
from ..errors import AlreadyRegistered
from .checked import CheckedRow
from .rows import RowReader


def mark_earlier_answers(reader: RowReader, rows: Iterable[CheckedRow]) -> None:
    """Who answered twice meant the last time: earlier rows give way to it."""
    by_email = defaultdict(list)
    for row in rows:
        if row.email:
            by_email[row.email.lower()].append(row)
    for same in by_email.values():
        if len(same) < 2:
            continue
        for row in same:
            reader.complete(row)
        # One that cannot be imported must not push out one that can.
        good = [row for row in same if row.outcome != RowOutcome.ERROR]
        last = functools.reduce(_get_later, good, good[0] if good else same[0])
        for row in good:
            if row is not last:
                row.refuse(
                    RowOutcome.KNOWN,
                    _(
                        "Row %(line)s has a later answer of the same address; that "
                        "one counts."
                    )
                    % {"line": last.line},
                )


def mark_known(
    registration_import: RegistrationImport, rows: Iterable[CheckedRow]
) -> None:
    """Recognise what is here already, in one query for the whole file."""
    by_key: dict[str, Any] = {}
    by_email: dict[str, Any] = {}
    stored = Registration.objects.filter(page=registration_import.page).filter(
        ~Q(import_key="") | Q(state__in=IS_LIVE) | Q(held_at__isnull=False)
    )
    columns = ("reference", "email", "state", "import_key", "imported_in", "held_at")
    for known in stored.values(*columns):
        if known["import_key"]:
            by_key[known["import_key"]] = known
        if known["email"] and (known["state"] in IS_LIVE or known["held_at"]):
            by_email[known["email"].lower()] = known
    for row in rows:
        known = by_key.get(row.import_key)
        if known:
            row.reference = known["reference"]
            if (
                known["imported_in"] != registration_import.pk
                and row.outcome != RowOutcome.KNOWN
            ):
                row.refuse(RowOutcome.KNOWN, _("This row was imported before."))
            continue
        known = by_email.get(row.email.lower()) if row.email else None
        if known and row.outcome != RowOutcome.KNOWN:
            row.reference = known["reference"]
            row.refuse(RowOutcome.KNOWN, str(AlreadyRegistered.message))


def _get_later(one: CheckedRow, other: CheckedRow) -> CheckedRow:
    """The later of two rows; in the order of the file where the moment is unknown."""
    if one.received_at and other.received_at and other.received_at < one.received_at:
        return one
    return other
