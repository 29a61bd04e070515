"""A column of the board: its cards, its seats, and how mixed its group is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..services.composition import DimensionMix, GroupMix, Workplace
from .board_card import Card


@dataclass(frozen=True)
class Bar:
    """One value in a group: how many, and which part of the group that is."""

    label: str
    count: int
    percentage: int
    is_unknown: bool = False


@dataclass
class BoardColumn:
    """A column: its cards, and for a workplace its seats and its mix."""

    key: str
    title: str
    cards: list[Card] = field(default_factory=list)
    workplace: Workplace | None = None
    mix: GroupMix | None = None
    # How many in it are not selected, and nobody said why.
    without_reason: int = 0

    @property
    def size(self) -> int:
        return len(self.cards)

    @property
    def aim(self) -> int | None:
        """How many are wished for here."""
        return self.workplace.wished_size if self.workplace else None

    @property
    def maximum(self) -> int | None:
        return self.workplace.maximum if self.workplace else None

    @property
    def is_too_full(self) -> bool:
        return self.maximum is not None and self.size > self.maximum

    @property
    def seats(self) -> str:
        """How full it is, in words: "5 van 12, hoogstens 14"."""
        words = {"count": self.size, "aim": self.aim, "maximum": self.maximum}
        if self.aim is None:
            return ngettext("%(count)d person", "%(count)d people", self.size) % words
        if self.maximum is None or self.maximum == self.aim:
            return _("%(count)d of %(aim)d places") % words
        return _("%(count)d of %(aim)d places, %(maximum)d at most") % words

    @property
    def short_seats(self) -> str:
        return f"{self.size}" if self.aim is None else f"{self.size}/{self.aim}"

    @property
    def percentage(self) -> int:
        return min(100, 100 * self.size // max(self.aim or 0, 1))

    @property
    def mix_words(self) -> str:
        """What stands above the mix while it is folded."""
        if self.mix is None or not self.mix.wishes:
            return _("How mixed")
        met = sum(wish.is_met for wish in self.mix.wishes)
        return _("How mixed: %(met)d of %(all)d wishes met") % {
            "met": met,
            "all": len(self.mix.wishes),
        }

    @cached_property
    def dimensions(self) -> list[tuple[str, list[Bar]]]:
        """The mix as bars, by dimension; unknown is the last of each."""
        return [
            (row.label, list(_make_bars(row)))
            for row in (self.mix.dimensions if self.mix else ())
        ]


def _make_bars(mix: DimensionMix) -> Iterable[Bar]:
    for value in mix.values:
        share = 100 * value.count // max(mix.size, 1)
        yield Bar(value.label, value.count, share)
    if mix.unknown:
        share = 100 * mix.unknown // max(mix.size, 1)
        yield Bar(_("unknown"), mix.unknown, share, is_unknown=True)
