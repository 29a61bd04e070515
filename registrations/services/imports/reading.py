"""A file as people save it, read as a table: CSV of any kind, or an Excel workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from ..errors import RegistrationError

MAX_MEGABYTES = 5
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_ROWS = 5000
# Of a sheet, empty rows included; what stands below it is refused, not left out.
LAST_ROW = 4 * MAX_ROWS
# Where Excel itself ends: no honest row has a higher number.
END_OF_SHEET = 2**20
MAX_COLUMNS = 200
# What a workbook may unpack to: a small zip can hold a very large sheet.
MAX_UNPACKED = 60 * 1024 * 1024
ZIP_START = b"PK\x03\x04"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (",", ";", "\t")


class FileRefused(RegistrationError):
    """The file as a whole cannot be read; nothing was kept."""

    message = _("This file cannot be read. Save it as CSV or XLSX, and try again.")


@dataclass(frozen=True)
class Row:
    """One row; `line` is its number in a spreadsheet, where the heading is row 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[Row]


def read_table(content: bytes) -> Table:
    """Return the table in `content`, without its empty rows.

    Args:
        content: CSV (comma, semicolon or tab; UTF-8 with or without mark, UTF-16 or
            Windows-1252) or XLSX, of which the first sheet is read.

    Raises:
        FileRefused: says why in a sentence for the office.
    """
    if len(content) > MAX_BYTES:
        raise FileRefused(
            _("The file is larger than %(megabytes)d MB.")
            % {"megabytes": MAX_MEGABYTES}
        )
    if content.startswith(ZIP_START):
        lines = _read_workbook(content)
    else:
        lines = _read_csv(_decode(content))
    return _make_table(lines)


def _make_table(lines: Iterable[list[str]]) -> Table:
    headings: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(lines, start=1):
        if number == 1:
            headings = _drop_empty_end([" ".join(cell.split()) for cell in cells])
            if len(headings) < 2 or len(headings) > MAX_COLUMNS:
                raise FileRefused(
                    _("The first row must hold the questions, each in its own column.")
                )
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MAX_ROWS:
            raise FileRefused(
                _("The file has more than %(rows)d rows. Split it.")
                % {"rows": MAX_ROWS}
            )
        padded = [cell.strip() for cell in cells[: len(headings)]]
        padded += [""] * (len(headings) - len(padded))
        rows.append(Row(number, padded))
    if not rows:
        raise FileRefused(_("The file has no answers, only a heading or nothing."))
    return Table(headings, rows)


def _drop_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _decode(content: bytes) -> str:
    """Return the text; Excel saves without Unicode unless it is asked to."""
    if content.startswith(UTF_16_MARKS):
        try:
            # No database keeps a null sign.
            return content.decode("utf-16").replace("\x00", "")
        except UnicodeDecodeError as error:
            raise FileRefused from error
    if b"\x00" in content:
        raise FileRefused
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_csv(text: str) -> Iterable[list[str]]:
    first, _end, rest = text.partition("\n")
    # Excel's own way to name the delimiter.
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    else:
        delimiter = max(DELIMITERS, key=lambda sign: _count_columns(text, sign))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileRefused from error


def _count_columns(text: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except (csv.Error, StopIteration):
        return 0


def _read_workbook(content: bytes) -> Iterable[list[str]]:
    try:
        unpacked = sum(
            entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()
        )
        if unpacked > MAX_UNPACKED:
            raise FileRefused
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A row may claim any number, and the empty ones before it are counted out.
        lines = sheet.iter_rows(
            values_only=True, max_col=MAX_COLUMNS + 1, max_row=END_OF_SHEET
        )
        for number, cells in enumerate(lines, start=1):
            is_empty = cells.count(None) == len(cells)
            if number > LAST_ROW:
                if not is_empty:
                    raise FileRefused(
                        _(
                            "The sheet goes on below row 20,000. Remove the empty rows "
                            "in between, or split the file."
                        )
                    )
            else:
                yield [] if is_empty else [_to_text(cell) for cell in cells]
    except FileRefused:
        raise
    except Exception as error:
        # A damaged workbook fails in as many ways as there are parts in it.
        raise FileRefused from error


def _to_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
