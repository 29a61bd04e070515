"""Who reads what: by hand, or shared out evenly by the site."""

from .by_hand import (
    READABLE,
    AlreadyRead,
    AssignResult,
    assign,
    set_readers,
    take_back,
    unassign,
)
from .overview import ReaderRow, Standing, get_readers_overview, get_standing
from .plan import Plan
from .readers import get_readers_open_to, get_reading_step, get_team_readers
from .sharing import NoReadingStep, PlanChanged, carry_out, share_out

__all__ = [
    "READABLE",
    "AlreadyRead",
    "AssignResult",
    "NoReadingStep",
    "Plan",
    "PlanChanged",
    "ReaderRow",
    "Standing",
    "assign",
    "carry_out",
    "get_readers_overview",
    "get_readers_open_to",
    "get_reading_step",
    "get_standing",
    "get_team_readers",
    "set_readers",
    "share_out",
    "take_back",
    "unassign",
]
