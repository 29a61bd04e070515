"""The meetings of a call, and whether somebody said that they miss one."""

from __future__ import annotations

from workplaces.models import Session
from workplaces.trajectory import name_sessions

from ...models import MeetingAttendance, RegistrationFormPage


def find_session(
    *, form_page: RegistrationFormPage, session_key: str
) -> tuple[Session, str] | None:
    """Return a meeting of the call by its key, with its name; None without a date."""
    for session, name in name_sessions(get_sessions(form_page)):
        if session.key == session_key and session.date:
            return session, name
    return None


def get_sessions(form_page: RegistrationFormPage) -> list[Session]:
    """Return the meetings of the call of a form; none where it has no call."""
    return getattr(form_page.subject, "ordered_sessions", [])


def is_excused(row: MeetingAttendance | None, session: Session) -> bool:
    """Whether they said so of the day that the meeting has now."""
    return (
        row is not None
        and row.excused_for is not None
        and row.excused_for == session.date
    )
