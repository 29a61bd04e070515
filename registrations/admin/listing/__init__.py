"""The list of registrations, and the ways on from it."""

from .cells import get_date, get_state_label
from .columns import (
    COLUMNS,
    DEFAULT_COLUMNS,
    get_chosen_columns,
    get_column_choices,
)
from .index import RegistrationIndexView

__all__ = [
    "COLUMNS",
    "DEFAULT_COLUMNS",
    "RegistrationIndexView",
    "get_chosen_columns",
    "get_column_choices",
    "get_date",
    "get_state_label",
]
