"""The files themselves: written while they are sent, a part at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ..enums import RegistrationState
from ..models import Registration
from .cells import get_cell, get_data, neutralise
from .columns import for_export
from .disclosure import Disclosure
from .statistics import Statistic, Tally

# format → its content type
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
# So many rows stand in memory at once; each part costs the same few queries.
CHUNK = 500
# With both, Excel in Dutch opens a CSV as a table and with the right letters.
BYTE_ORDER_MARK = "\ufeff"
DELIMITER = ";"
DATE_FORMAT = "dd/mm/yyyy hh:mm"


class _Echo:
    """Something to write to that gives back what was written."""

    def write(self, text: str) -> str:
        return text


def make_file(
    file_format: str,
    *,
    ids: Sequence[int],
    columns: dict[str, str],
    user: Any,
    headings_are_keys: bool = False,
) -> Iterable[bytes]:
    """Return the file of the registrations `ids`, in that order, in parts.

    Args:
        file_format: one of `FORMATS`.
        ids: the rows of the list as it was filtered; what the log says is what goes
            out, whatever comes in meanwhile.
        columns: key → heading, in the order of the file.
        user: for whom; see `Disclosure`.
        headings_are_keys: put the stable keys above a table, in place of labels.
    """
    headings = list(columns) if headings_are_keys else list(columns.values())
    if file_format == "json":
        return (part.encode() for part in _write_json(ids, columns, user))
    if file_format == "csv":
        return (
            part.encode() for part in _write_csv(ids, list(columns), headings, user)
        )
    return [_write_xlsx(ids, list(columns), headings, user)]


def _read(ids: Sequence[int]) -> Iterator[Registration]:
    for chunk in _in_chunks(ids):
        rows = for_export(Registration.objects.filter(pk__in=chunk)).in_bulk()
        yield from (rows[pk] for pk in chunk if pk in rows)


def _count_whole_forms(tally: Tally) -> list[Statistic]:
    """Return the statistics of the forms of a file, of all who registered there."""
    if not tally.page_ids:
        return []
    whole = Registration.objects.filter(page__in=tally.page_ids)
    whole = whole.exclude(state=RegistrationState.DRAFT).order_by("pk")
    counted = Tally()
    for registration in _read(list(whole.values_list("pk", flat=True))):
        counted.add(registration)
    return counted.get_rows()


def _in_chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _write_csv(
    ids: Sequence[int], keys: list[str], headings: list[str], user: Any
) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=DELIMITER)
    yield BYTE_ORDER_MARK + writer.writerow([neutralise(text) for text in headings])
    disclosure = Disclosure(user)
    for registration in _read(ids):
        closed = disclosure.get_closed(registration)
        yield writer.writerow(
            [get_cell(registration, key, closed=closed) for key in keys]
        )


def _write_json(
    ids: Sequence[int], columns: dict[str, str], user: Any
) -> Iterator[str]:
    described = [{"key": key, "label": label} for key, label in columns.items()]
    yield '{"columns": ' + _dump(described) + ', "registrations": ['
    disclosure, tally = Disclosure(user), Tally()
    for number, registration in enumerate(_read(ids)):
        closed = disclosure.get_closed(registration)
        row = {key: get_data(registration, key, closed=closed) for key in columns}
        tally.add(registration)
        yield ("," if number else "") + "\n" + _dump(row)
    yield "\n]"
    if numbers := _count_whole_forms(tally):
        described = [
            {"question": row.question, "answer": row.answer, "count": row.count}
            for row in numbers
        ]
        yield ', "statistics": ' + _dump(described)
    yield "}\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_xlsx(
    ids: Sequence[int], keys: list[str], headings: list[str], user: Any
) -> bytes:
    """A workbook is a zip: it can only be sent when it is complete."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title="Inschrijvingen")
    sheet.freeze_panes = "A2"
    sheet.append([_make_cell(sheet, neutralise(text)) for text in headings])
    disclosure, tally = Disclosure(user), Tally()
    for registration in _read(ids):
        closed = disclosure.get_closed(registration)
        cells = (get_cell(registration, key, closed=closed) for key in keys)
        sheet.append([_make_cell(sheet, value) for value in cells])
        tally.add(registration)
    if numbers := _count_whole_forms(tally):
        counted = book.create_sheet(title="Statistieken")
        for row in numbers:
            texts = (row.question, row.answer, str(row.count))
            counted.append([_make_cell(counted, neutralise(text)) for text in texts])
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def _make_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    else:
        cell.number_format = DATE_FORMAT
    return cell
