"""Composing groups: who stands where, how mixed a group is, and what is wished of it.

reading.py      what counts of everybody, for one user, in a few queries
people.py       what that is, of a person and of a group to fill
arrangement.py  who stands where: the board of a form
wishes.py       what the call wishes, set in words
problem.py      the same as plain data: what a wish counts
mix.py          all groups in one arrangement
group_mix.py    counts, wishes met or short, what one more person would change
statistics.py   answers for the statistics only, as totals
"""

from .arrangement import (
    UNDECIDED,
    Arrangement,
    Board,
    Placement,
    get_members,
    read_board,
)
from .group_mix import Change, DimensionMix, GroupMix, WishStanding
from .mix import Mix, get_mix
from .people import People, Person, Workplace
from .reading import ensure_can_compose, read_people
from .wishes import (
    WishDraft,
    WishIncomplete,
    add_wish,
    get_labels,
    get_sentence,
    get_wishes,
    remove_wish,
    set_default_wishes,
)

__all__ = [
    "UNDECIDED",
    "Arrangement",
    "Board",
    "Change",
    "DimensionMix",
    "GroupMix",
    "Mix",
    "People",
    "Person",
    "Placement",
    "WishDraft",
    "WishIncomplete",
    "WishStanding",
    "Workplace",
    "add_wish",
    "ensure_can_compose",
    "get_labels",
    "get_members",
    "get_mix",
    "get_sentence",
    "get_wishes",
    "read_board",
    "read_people",
    "remove_wish",
    "set_default_wishes",
]
