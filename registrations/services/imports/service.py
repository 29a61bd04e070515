"""Looking at a whole file, and taking it in; each row stands on its own."""

from __future__ import annotations

import functools
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...enums import IS_LIVE, ImportState, RegistrationSource, RowOutcome
from ...models import Registration, RegistrationFormPage, RegistrationImport
from ...permissions import user_can_import
from ..errors import AlreadyRegistered, NotAllowed, RegistrationError
from ..registration import Origin, register
from .columns import find_mistakes, guess_mapping
from .reading import Row, read_table
from .rows import CheckedRow, RowReader

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

# An import that nobody finished: its rows are not kept any longer than this.
KEEP_OPEN = timedelta(days=7)
# Of one request: well within what web servers allow it.
SECONDS_AT_ONCE = 10.0
IMPORTABLE = frozenset({RowOutcome.OK, RowOutcome.WARNING})


class MappingIncomplete(RegistrationError):
    """The columns do not say enough; the sentence says what is missing."""


class ImportFinished(RegistrationError):
    message = gettext_lazy("This import is finished already.")


def open_import(
    *,
    page: RegistrationFormPage,
    file_name: str,
    content: bytes,
    notice: str,
    sends_receipts: bool,
    user: User,
) -> RegistrationImport:
    """Read a file and keep its rows until they are imported; guess the columns.

    Args:
        page: the form that the answers belong to.
        file_name, content: what was uploaded.
        notice: which privacy notice these people got, for their registrations.
        sends_receipts: whether each of them gets the receipt of our form.
        user: who does it.

    Raises:
        NotAllowed: this user may not.
        FileRefused: the file as a whole cannot be read.
    """
    if not user_can_import(user):
        raise NotAllowed
    table = read_table(content)
    return RegistrationImport.objects.create(
        page=page,
        file_name=file_name[:255],
        uploaded_by=user,
        notice=notice.strip(),
        sends_receipts=sends_receipts,
        headings=table.headings,
        mapping=guess_mapping(page, table.headings),
        rows=[[row.line, row.cells] for row in table.rows],
        row_count=len(table.rows),
    )


@transaction.atomic
def save_mapping(
    *, registration_import: RegistrationImport, mapping: list[str], user: User
) -> RegistrationImport:
    """Keep where the columns go; the next file of this form starts with it.

    Returns:
        The import as it is now.

    Raises:
        NotAllowed: this user may not.
        MappingIncomplete: the e-mail address, the name or the choice is missing, or
            two columns go to one question.
        ImportFinished: it has been imported or cancelled, if only in part.
    """
    if not user_can_import(user):
        raise NotAllowed
    locked = _lock(registration_import)
    if locked.report:
        raise ImportFinished  # some rows are in: the others go the same way
    mistakes = find_mistakes(locked.page, mapping)
    if mistakes:
        raise MappingIncomplete(" ".join(mistakes))
    locked.mapping = mapping
    locked.save(update_fields=["mapping"])
    return locked


def check_rows(*, registration_import: RegistrationImport) -> list[CheckedRow]:
    """Say of each row what would become of it; changes nothing (the dry run).

    Raises:
        ImportFinished: its rows are gone.
    """
    return list(_check(registration_import))


def _check(registration_import: RegistrationImport) -> Iterator[CheckedRow]:
    """Yield the rows that are not in the report yet; each is checked on its turn.

    All rows are identified, whatever was handled before: only the whole file tells how
    its timestamps are written, and who answered twice.
    """
    _ensure_open(registration_import)
    rows = [Row(line, cells) for line, cells in registration_import.rows]
    reader = RowReader(
        registration_import.page,
        headings=registration_import.headings,
        mapping=registration_import.mapping,
        rows=rows,
    )
    identified = [reader.identify(row) for row in rows]
    _mark_earlier_answers(reader, identified)
    _mark_known(registration_import, identified)
    for row in identified[len(registration_import.report) :]:
        if row.outcome != RowOutcome.KNOWN:
            reader.complete(row)
        yield row


def run_import(
    *,
    registration_import: RegistrationImport,
    user: User,
    seconds: float = SECONDS_AT_ONCE,
) -> RegistrationImport:
    """Take in every row that can be; the others are told in the report.

    Each row is a transaction of its own: one that fails loses no other, and an import
    that was cut off goes on where it was. A long file takes several calls, none much
    longer than `seconds`; with the last one, what was in the file is erased.

    Returns:
        The import: still open where rows are left.

    Raises:
        NotAllowed: this user may not.
        ImportFinished: somebody else was first.
    """
    if not user_can_import(user):
        raise NotAllowed
    until = time.monotonic() + seconds
    reported = len(registration_import.report)
    done = []
    for row in _take_in(registration_import):
        done.append(
            {
                "line": row.line,
                "outcome": row.outcome.value,
                "reference": row.reference,
                "notes": row.notes,
            }
        )
        if time.monotonic() > until:
            break
    with transaction.atomic():
        locked = _lock(registration_import)
        if len(locked.report) != reported:
            raise ImportFinished
        locked.report += done
        # Whoever changed the columns meanwhile was late: the other rows go the same way.
        locked.mapping = registration_import.mapping
        if len(locked.report) == len(locked.rows):
            locked.rows, locked.state = [], ImportState.DONE
            locked.finished_at = timezone.now()
        locked.save(update_fields=["state", "rows", "report", "mapping", "finished_at"])
    return locked


@transaction.atomic
def cancel_import(*, registration_import: RegistrationImport, user: User) -> None:
    """Stop, and erase what was in the file; what was taken in already stays.

    Raises:
        NotAllowed, ImportFinished: see `run_import`.
    """
    if not user_can_import(user):
        raise NotAllowed
    locked = _lock(registration_import)
    locked.rows, locked.state = [], ImportState.CANCELLED
    locked.finished_at = timezone.now()
    locked.save(update_fields=["state", "rows", "finished_at"])


def erase_old_imports() -> int:
    """Erase the rows of imports that nobody finished; the worker calls it.

    Returns:
        How many there were.
    """
    return RegistrationImport.objects.filter(
        state=ImportState.OPEN, uploaded_at__lt=timezone.now() - KEEP_OPEN
    ).update(state=ImportState.CANCELLED, rows=[], finished_at=timezone.now())


def _ensure_open(registration_import: RegistrationImport) -> None:
    if not registration_import.is_open:
        raise ImportFinished


def _lock(registration_import: RegistrationImport) -> RegistrationImport:
    """Lock the row of an import that is still open, and return it as it is now."""
    locked = RegistrationImport.objects.select_for_update(of=("self",)).get(
        pk=registration_import.pk
    )
    _ensure_open(locked)
    return locked


def _take_in(registration_import: RegistrationImport) -> Iterator[CheckedRow]:
    for row in _check(registration_import):
        if row.outcome in IMPORTABLE and not row.reference:
            try:
                row.reference = _register(registration_import, row)
            except AlreadyRegistered as error:
                row.reference = error.registration.reference
                row.refuse(RowOutcome.KNOWN, str(error))
            except Exception:
                # One row that fails must not lose the others, nor their report.
                logger.exception("Importing row %s failed.", row.line)
                row.refuse(
                    RowOutcome.ERROR,
                    _("Something went wrong with this row; nothing of it was kept."),
                )
        yield row


@transaction.atomic
def _register(registration_import: RegistrationImport, row: CheckedRow) -> str:
    result = register(
        form_page=registration_import.page,
        form=row.form,
        origin=Origin(
            source=RegistrationSource.IMPORT,
            received_at=row.received_at,
            imported_in=registration_import,
            import_key=row.import_key,
            with_letter=registration_import.sends_receipts,
        ),
    )
    return result.registration.reference


def _mark_earlier_answers(reader: RowReader, rows: Iterable[CheckedRow]) -> None:
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


def _get_later(one: CheckedRow, other: CheckedRow) -> CheckedRow:
    """The later of two rows; in the order of the file where the moment is unknown."""
    if one.received_at and other.received_at and other.received_at < one.received_at:
        return one
    return other


def _mark_known(
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
                row.refuse(
                    RowOutcome.KNOWN,
                    _("This row was imported before: %(reference)s.")
                    % {"reference": row.reference},
                )
            continue
        known = by_email.get(row.email.lower()) if row.email else None
        if known and row.outcome != RowOutcome.KNOWN:
            row.reference = known["reference"]
            row.refuse(
                RowOutcome.KNOWN,
                str(AlreadyRegistered.message % {"reference": row.reference}),
            )
