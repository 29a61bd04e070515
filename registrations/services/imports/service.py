"""An import from its file to its end: opened, its columns chosen, stopped, erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ...enums import ImportState
from ...models import RegistrationFormPage, RegistrationImport
from ...permissions import user_can_import
from ..errors import NotAllowed, RegistrationError
from .columns import find_mistakes, guess_mapping
from .reading import read_table

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# An import that nobody finished: its rows are not kept any longer than this.
KEEP_OPEN = timedelta(days=7)


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
        meanings=_get_remembered_meanings(page),
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
    locked = lock_import(registration_import)
    if locked.report:
        raise ImportFinished  # some rows are in: the others go the same way
    mistakes = find_mistakes(locked.page, mapping)
    if mistakes:
        raise MappingIncomplete(" ".join(mistakes))
    locked.mapping = mapping
    locked.save(update_fields=["mapping"])
    return locked


@transaction.atomic
def save_meanings(
    *,
    registration_import: RegistrationImport,
    meanings: Mapping[str, Mapping[str, str]],
    user: User,
) -> RegistrationImport:
    """Keep what the office says that answers mean; the next file starts with it.

    Args:
        registration_import: whose columns have been chosen.
        meanings: by question and digest of the answer (`meanings.make_digest`), the
            option, `EMPTY` or `AS_TEXT`. What was said of others before, stays.
        user: who says it.

    Raises:
        NotAllowed: this user may not.
        ImportFinished: it has been imported or cancelled, if only in part.
    """
    if not user_can_import(user):
        raise NotAllowed
    locked = lock_import(registration_import)
    if locked.report:
        raise ImportFinished
    for key, said in meanings.items():
        locked.meanings[key] = locked.meanings.get(key, {}) | dict(said)
    locked.save(update_fields=["meanings"])
    return locked


@transaction.atomic
def cancel_import(*, registration_import: RegistrationImport, user: User) -> None:
    """Stop, and erase what was in the file; what was taken in already stays.

    Raises:
        NotAllowed, ImportFinished: see `run_import`.
    """
    if not user_can_import(user):
        raise NotAllowed
    locked = lock_import(registration_import)
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


def ensure_open(registration_import: RegistrationImport) -> None:
    """Refuse an import that is finished or stopped.

    Raises:
        ImportFinished: it is.
    """
    if not registration_import.is_open:
        raise ImportFinished


def _get_remembered_meanings(page: RegistrationFormPage) -> dict[str, dict[str, str]]:
    last = RegistrationImport.objects.filter(page=page).first()
    return last.meanings if last else {}


def lock_import(registration_import: RegistrationImport) -> RegistrationImport:
    """Lock the row of an import that is still open, and return it as it is now."""
    locked = RegistrationImport.objects.select_for_update(of=("self",)).get(
        pk=registration_import.pk
    )
    ensure_open(locked)
    return locked
