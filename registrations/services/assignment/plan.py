"""A plan of who reads what: plain values, for the screen and for carrying it out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ...models import Registration


@dataclass
class Share:
    """One reading of the plan: who would read a registration, and why they."""

    registration: Registration
    reader: Any
    why: str


@dataclass
class Lack:
    """A registration for which not enough readers were found."""

    registration: Registration
    missing: int
    why: str


@dataclass
class Load:
    """What one reader would have: before, with this plan, and the most they want."""

    reader: Any
    before: int
    new: int
    most: int | None = None

    @property
    def total(self) -> int:
        return self.before + self.new


@dataclass
class Plan:
    """What sharing out would do now.

    Attributes:
        needed: how many readers each registration gets.
        shares: the new readings, by registration.
        lacks: what could not be filled.
        loads: what it means for each reader.
        not_reading: how many are on their way to the reading step.
    """

    needed: int
    shares: list[Share] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    not_reading: int = 0

    @property
    def by_registration(self) -> list[tuple[Registration, list[Share]]]:
        groups: dict[Registration, list[Share]] = defaultdict(list)
        for share in self.shares:
            groups[share.registration].append(share)
        return list(groups.items())

    @property
    def fingerprint(self) -> str:
        """What tells this plan from another, without saying anything of it."""
        pairs = sorted((row.registration.pk, row.reader.pk) for row in self.shares)
        return sha256(repr(pairs).encode()).hexdigest()
