"""All that the site holds of one person, by address: to give it, or to erase it.

    finding.py    what is held where, and who of the team may handle it
    gathering.py  everything of it, in words, for the person
    writing.py    the same as a file for a program, and as a page to read
    asking.py     a copy, by a letter with a private link to their own address
    erasing.py    every act of an erasure, in one transaction
    blanking.py   what is blanked, what goes, and what stays to be counted

domain.md 3: access, portability and erasure (art. 15, 17 and 20 GDPR). Whoever of the
team handles a request never sees the copy; a request on the own page needs nobody.
"""

from .asking import KEPT_DAYS, ask_copy, find_copy, forget_requests
from .erasing import erase_person
from .errors import (
    ForColleague,
    HeldChanged,
    LetterLeaving,
    NoAddressToSend,
    NothingHeld,
)
from .finding import Held, find_own, find_person
from .gathering import Part, gather_copy
from .writing import write_data, write_page

__all__ = [
    "KEPT_DAYS",
    "ForColleague",
    "Held",
    "HeldChanged",
    "LetterLeaving",
    "NoAddressToSend",
    "NothingHeld",
    "Part",
    "ask_copy",
    "erase_person",
    "find_copy",
    "find_own",
    "find_person",
    "forget_requests",
    "gather_copy",
    "write_data",
    "write_page",
]
