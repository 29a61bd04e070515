"""Looking at a whole file, and taking it in; each row stands on its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...enums import IMPORTABLE, ImportState, RegistrationSource, RowOutcome
from ...models import RegistrationImport
from ...permissions import user_can_import
from ..errors import AlreadyRegistered, NotAllowed
from ..origin import Origin
from ..registration import register
from .checked import CheckedRow
from .reading import Row
from .repeats import mark_earlier_answers, mark_known
from .rows import RowReader
from .service import ImportFinished, ensure_open, lock_import

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

# Of one request: well within what web servers allow it.
SECONDS_AT_ONCE = 10.0


def check_rows(*, registration_import: RegistrationImport) -> list[CheckedRow]:
    """Say of each row what would become of it; changes nothing (the dry run).

    Raises:
        ImportFinished: its rows are gone.
    """
    return list(_check(registration_import))


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
        locked = lock_import(registration_import)
        if len(locked.report) != reported:
            raise ImportFinished
        locked.report += done
        # Whoever changed the columns meanwhile was late: the other rows go the same way.
        locked.mapping = registration_import.mapping
        locked.meanings = registration_import.meanings
        if len(locked.report) == len(locked.rows):
            locked.rows, locked.state = [], ImportState.DONE
            locked.finished_at = timezone.now()
        locked.save(
            update_fields=[
                "state",
                "rows",
                "report",
                "mapping",
                "meanings",
                "finished_at",
            ]
        )
    return locked


def _check(registration_import: RegistrationImport) -> Iterator[CheckedRow]:
    """Yield the rows that are not in the report yet; each is checked on its turn.

    All rows are identified, whatever was handled before: only the whole file tells how
    its timestamps are written, and who answered twice.
    """
    ensure_open(registration_import)
    rows = [Row(line, cells) for line, cells in registration_import.rows]
    reader = RowReader.of(registration_import, rows)
    identified = [reader.identify(row) for row in rows]
    mark_earlier_answers(reader, identified)
    mark_known(registration_import, identified)
    for row in identified[len(registration_import.report) :]:
        if row.outcome != RowOutcome.KNOWN:
            reader.complete(row)
        yield row


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
