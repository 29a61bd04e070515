"""What people can register for."""

from .call import CallPage
from .days import InspirationDayIndexPage, InspirationDayPage
from .parts import SelectionCriterion, Session
from .workplace import WorkplacePage

__all__ = [
    "CallPage",
    "InspirationDayIndexPage",
    "InspirationDayPage",
    "SelectionCriterion",
    "Session",
    "WorkplacePage",
]
