"""Reads the tables of docs/roles.md: what is written there is what the tests expect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
# A column for each role, in this order: the groups of setup/groups.py, and the rest.
ADMINISTRATOR = "Beheer"
NO_GROUP = "Zonder groep"
YES, NO = "yes", "–"


@dataclass(frozen=True)
class Row:
    """One line of a table: for which addresses, and which roles may.

    Attributes:
        what: in words.
        patterns: names of addresses or actions, with `*` for any end.
        allowed: the roles with a yes.
    """

    what: str
    patterns: tuple[str, ...]
    allowed: frozenset[str]

    def match(self, name: str) -> str | None:
        """Return the longest pattern that fits `name`, None where none does."""
        fitting = [pattern for pattern in self.patterns if fnmatchcase(name, pattern)]
        return max(fitting, key=len, default=None)


def read_rows(heading: str) -> list[Row]:
    """Return the rows of the table below `heading`.

    Raises:
        ValueError: when a cell says neither yes nor no, so that nobody reads more
            into a row than the tests do.
    """
    text = DOCUMENT.read_text()
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    header, _dashes, *body = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines
    )
    roles = header[2:]
    rows = []
    for what, patterns, *cells in body:
        if set(cells) - {YES, NO} or len(cells) != len(roles):
            raise ValueError(f"{what}: {cells}")
        allowed = {role for role, cell in zip(roles, cells, strict=True) if cell == YES}
        found = tuple(re.findall(r"`([^`]+)`", patterns))
        rows.append(Row(what, found, frozenset(allowed)))
    return rows


def find_row(rows: list[Row], *names: str) -> Row | None:
    """Return the row with the most exact pattern for one of `names`.

    The first name that fits anything wins: a method with an address goes before the
    address alone.
    """
    for name in names:
        matches = [(row.match(name), row) for row in rows]
        fitting = [(pattern, row) for pattern, row in matches if pattern]
        if fitting:
            return max(fitting, key=lambda found: len(found[0]))[1]
    return None
