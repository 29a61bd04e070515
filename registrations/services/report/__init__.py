"""“Verslag van de selectie”: how a call was decided, in numbers without names.

small.py      groups under five are "<5", and no sum gives them away
numbers.py    what is counted
tables.py     what is told of them, in tables
report.py     the whole report of one call
"""

from .report import SelectionReport, make_report

__all__ = ["SelectionReport", "make_report"]
