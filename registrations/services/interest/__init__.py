"""Hou me op de hoogte: one mail to whoever asked for it, when registering opens.

An address counts once its holder confirmed it by a link (domain.md 3): otherwise
anybody could put anybody on the list. The link is signed and stored nowhere. Once
told, an address is done: it goes 30 days later.
"""

from .asking import (
    KEEP_CONFIRMED,
    KEEP_CONFIRMED_MONTHS,
    KEEP_TOLD,
    KEEP_UNCONFIRMED,
    LETTER_WINDOW,
    MOST_LETTERS,
    ask_to_hear,
    confirm,
    erase,
    forget_address,
)
from .links import find_interest, get_confirm_url, make_token
from .office import (
    NotTheNext,
    carry_over,
    count_interests,
    erase_for_team,
    get_next_forms,
)
from .telling import ROUND, erase_old_interests, tell_opened

__all__ = [
    "get_confirm_url",
    "make_token",
    "find_interest",
    "KEEP_UNCONFIRMED",
    "KEEP_TOLD",
    "KEEP_CONFIRMED",
    "KEEP_CONFIRMED_MONTHS",
    "MOST_LETTERS",
    "LETTER_WINDOW",
    "ask_to_hear",
    "confirm",
    "erase",
    "forget_address",
    "ROUND",
    "tell_opened",
    "erase_old_interests",
    "count_interests",
    "carry_over",
    "erase_for_team",
    "get_next_forms",
    "NotTheNext",
]
