"""The waiting list of a call: by fit, offered by a person, answered by an hour.

free.py      places that came free while somebody waits, in numbers
ranking.py   who restores the mix of a group best, and why, in one line
offering.py  one place, to one person, once

Nobody is ever offered a place by the site itself. When an offer expires or is
declined, the place is free again, and the list says who would be next.
"""

from .free import FreePlaces, count_free_places, find_free_places
from .offering import (
    AnswerByPassed,
    SkipNeedsReason,
    TiedInOrder,
    get_offer_answer_by,
    offer_place,
)
from .ranking import Ranked, WaitingList, rank_waiting, read_waiting_lists

__all__ = [
    "AnswerByPassed",
    "FreePlaces",
    "Ranked",
    "SkipNeedsReason",
    "TiedInOrder",
    "WaitingList",
    "count_free_places",
    "find_free_places",
    "get_offer_answer_by",
    "offer_place",
    "rank_waiting",
    "read_waiting_lists",
]
