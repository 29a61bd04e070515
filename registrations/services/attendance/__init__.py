"""Attendance: “ik kan niet” on the own page, and who was there, noted by the office.

What follows from it are letters: at once to whoever cannot come (M21), and after the
meeting a draft to whoever was there and to whoever was not (`message.looking_back`).
"""

from .excusing import OwnMeeting, come_after_all, excuse, get_own_meetings
from .meetings import find_session
from .noting import (
    Line,
    Meeting,
    MeetingNotYet,
    list_form_pages,
    list_meetings,
    note_attendance,
    read_list,
)

__all__ = [
    "Line",
    "Meeting",
    "MeetingNotYet",
    "OwnMeeting",
    "come_after_all",
    "excuse",
    "find_session",
    "get_own_meetings",
    "list_form_pages",
    "list_meetings",
    "note_attendance",
    "read_list",
]
