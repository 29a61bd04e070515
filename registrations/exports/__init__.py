"""What goes out of the list of registrations, as CSV, XLSX or JSON."""

from .cells import get_cell, neutralise
from .columns import COLUMNS, get_columns, group_columns
from .files import FORMATS, make_file

__all__ = [
    "COLUMNS",
    "FORMATS",
    "get_cell",
    "get_columns",
    "group_columns",
    "make_file",
    "neutralise",
]
