"""The participant's own page: "Mijn inschrijving", opened by a private link.

    pages.py    what all these answers have in common: private, and in one house
    link.py     the door: opens the registration of the link, or says that it is shut
    overview.py the page that opens first, also after a refused act
    status.py   its address
    amend.py    changing my answers
    day.py      on to an inspiration day, with my answers filled in
    meeting.py  I cannot come to one meeting, or I can after all
    copy.py     a copy of them to keep
    acts.py     what I can do: withdraw, take or give back a place, answer a question,
                say whether another workplace would do as well
    lost.py     "link kwijt?"

A GET never changes anything: mail scanners open every link, more than once. Every
answer belongs to one person and is kept by no cache and no search engine, and its
address (which holds the key) goes to no other site. No cookie, no session.
"""

from .acts import answer, choose, confirm, decline, withdraw
from .amend import amend
from .copy import copy
from .data import data, erase
from .day import day
from .lost import lost_link, lost_link_sent
from .meeting import meeting
from .status import status

__all__ = [
    "amend",
    "answer",
    "choose",
    "confirm",
    "copy",
    "data",
    "day",
    "decline",
    "erase",
    "lost_link",
    "lost_link_sent",
    "meeting",
    "status",
    "withdraw",
]
