"""What waits for somebody of the team, in the order in which they read it."""

from .order import (
    Overview,
    Way,
    get_first,
    get_next,
    get_overview,
    get_queue,
    get_way,
    is_waiting_for,
)
from .progress import Progress

__all__ = [
    "Overview",
    "Progress",
    "Way",
    "get_first",
    "get_next",
    "get_overview",
    "get_queue",
    "get_way",
    "is_waiting_for",
]
