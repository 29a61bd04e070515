"""Municipalities from the office's CSV files: read, compared, and reported by row.

The lists belong to others (Flemish government, federal REFNIS) and are not shipped
with the site; a fusion of municipalities is a new file, not a release of ours.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import FormerMunicipality, Municipality, Region
from ..models.reference import fold
from .errors import RegistrationError

MUNICIPALITY_COLUMNS = ("nis_code", "naam", "provincie")
# Optional: some publishers leave the regions out.
REGION_COLUMNS = ("referentieregio_code", "referentieregio")
MERGER_COLUMNS = ("nis_code_2024", "naam_2024", "nis_code_2025", "naam_2025")
# As long as the columns of the database.
MAX_NAME = Municipality._meta.get_field("name").max_length
MAX_PROVINCE = Municipality._meta.get_field("province").max_length
MAX_CODE = FormerMunicipality._meta.get_field("nis_code").max_length
# The reference regions are of Flanders; Brussels is one of its own (domain.md 6).
BRUSSELS = ("BRUSSEL", "Brussel")


class ImportRefused(RegistrationError):
    """The file as a whole cannot be read; nothing was imported."""


class Outcome(models.TextChoices):
    CREATED = "created", pgettext_lazy("imported row", "Added")
    UPDATED = "updated", pgettext_lazy("imported row", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("imported row", "Was already so")
    REFUSED = "refused", pgettext_lazy("imported row", "Refused")


@dataclass(frozen=True)
class ImportedRow:
    """What became of one row of the file; `line` counts from 1, the heading is 1."""

    line: int
    name: str
    outcome: Outcome
    note: str = ""


@transaction.atomic
def import_municipalities(*, content: bytes) -> list[ImportedRow]:
    """Add or change municipalities by their NIS code; a second run changes nothing.

    Args:
        content: a CSV with the columns nis_code, naam, gewest, provincie,
            referentieregio_code and referentieregio.

    Returns:
        The report, one entry per row. Rows that are missing in the file stay.

    Raises:
        ImportRefused: not a CSV, or columns are missing.
    """
    return [
        _import_municipality(line, row)
        for line, row in _read_rows(content, MUNICIPALITY_COLUMNS)
    ]


@transaction.atomic
def import_mergers(*, content: bytes) -> list[ImportedRow]:
    """Keep the names that a merger made history, so that people can still type them.

    Args:
        content: a CSV with the columns nis_code_2024, naam_2024, nis_code_2025 and
            naam_2025.

    Raises:
        ImportRefused: not a CSV, or columns are missing.
    """
    return [
        _import_merger(line, row) for line, row in _read_rows(content, MERGER_COLUMNS)
    ]


def _import_municipality(line: int, row: dict[str, str]) -> ImportedRow:
    name, nis_code = row["naam"], row["nis_code"]
    if not name or not nis_code.isdecimal() or len(nis_code) != 5:
        return ImportedRow(
            line, name, Outcome.REFUSED, _("The name or the NIS code is missing.")
        )
    namesake = _find_namesake(name, nis_code)
    if namesake:
        return ImportedRow(
            line,
            name,
            Outcome.REFUSED,
            _(
                "NIS code %(code)s already has this name. Change or delete that "
                "municipality first."
            )
            % {"code": namesake.nis_code},
        )
    note = _say_what_is_cut(row)
    name = name[:MAX_NAME]
    municipality, is_new = Municipality.objects.get_or_create(
        nis_code=nis_code, defaults={"name": name}
    )
    wanted = {
        "name": name,
        "province": row["provincie"][:MAX_PROVINCE],
        "region": _find_region(row) or municipality.region,
    }
    changed = [
        field
        for field, value in wanted.items()
        if getattr(municipality, field) != value
    ]
    for field in changed:
        setattr(municipality, field, wanted[field])
    if changed:
        municipality.save()
    if is_new:
        return ImportedRow(line, name, Outcome.CREATED, note)
    outcome = Outcome.UPDATED if changed else Outcome.UNCHANGED
    return ImportedRow(line, name, outcome, note)


def _find_namesake(name: str, nis_code: str) -> Municipality | None:
    """Return another municipality of this name: nobody could tell them apart."""
    return (
        Municipality.objects.filter(folded_name=fold(name[:MAX_NAME]))
        .exclude(nis_code=nis_code)
        .first()
    )


def _say_what_is_cut(row: dict[str, str]) -> str:
    """Return a sentence where a value is longer than there is room for."""
    lengths = {
        "naam": MAX_NAME,
        "naam_2024": MAX_NAME,
        "provincie": MAX_PROVINCE,
        "referentieregio": MAX_NAME,
    }
    cut = [
        column for column, most in lengths.items() if len(row.get(column, "")) > most
    ]
    if not cut:
        return ""
    return _("Too long, so the end was left out: %(columns)s.") % {
        "columns": ", ".join(cut)
    }


def _find_region(row: dict[str, str]) -> Region | None:
    code, name = (row.get(column, "")[:MAX_NAME] for column in REGION_COLUMNS)
    if not code and row.get("gewest", "").startswith("Brussel"):
        code, name = BRUSSELS
    if not code:
        return None
    region, _is_new = Region.objects.get_or_create(
        code=code, defaults={"name": name or code}
    )
    if name and region.name != name:
        region.name = name
        region.save(update_fields=["name"])
    return region


def _import_merger(line: int, row: dict[str, str]) -> ImportedRow:
    old_name, old_code = row["naam_2024"], row["nis_code_2024"]
    label = f"{old_name} → {row['naam_2025']}"
    municipality = Municipality.objects.filter(nis_code=row["nis_code_2025"]).first()
    if municipality is None:
        return ImportedRow(
            line,
            label,
            Outcome.REFUSED,
            _("The new municipality is not in the list: import that list first."),
        )
    if old_name == municipality.name:
        return ImportedRow(line, label, Outcome.UNCHANGED)
    note = _say_what_is_cut(row)
    old_name, old_code = old_name[:MAX_NAME], old_code[:MAX_CODE]
    former, is_new = FormerMunicipality.objects.get_or_create(
        name=old_name, municipality=municipality, defaults={"nis_code": old_code}
    )
    if not is_new and former.nis_code != old_code:
        former.nis_code = old_code
        former.save(update_fields=["nis_code"])
        return ImportedRow(line, label, Outcome.UPDATED, note)
    outcome = Outcome.CREATED if is_new else Outcome.UNCHANGED
    return ImportedRow(line, label, outcome, note)


def _read_rows(
    content: bytes, columns: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their line, stripped; commas or semicolons both do."""
    text = _decode(content)
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise ImportRefused(
                _("The file misses these columns: %(columns)s.")
                % {"columns": ", ".join(missing)}
            )
        for row in reader:
            yield reader.line_num, {name: _clean(row.get(name)) for name in row if name}
    except csv.Error as error:
        raise ImportRefused(gettext_lazy("This is not a CSV file.")) from error


def _decode(content: bytes) -> str:
    """Return the text; Excel saves without Unicode unless it is asked to."""
    if b"\x00" in content:
        raise ImportRefused(gettext_lazy("This is not a CSV file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _clean(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
