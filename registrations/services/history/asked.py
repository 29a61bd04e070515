"""What somebody was asked besides, and said: another workplace, a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workplaces.trajectory import name_sessions

from ...models import Registration
from ..names import get_name
from .entry import HistoryEntry


def get_suggestions(registration: Registration) -> Iterator[HistoryEntry]:
    """Workplaces that were suggested, and the answers."""
    for suggestion in registration.suggestions.select_related("user", "workplace"):
        names = {
            "workplace": suggestion.workplace.title,
            "day": date_format(suggestion.reply_by, "j F Y"),
        }
        yield HistoryEntry(
            at=suggestion.made_at,
            what=_("Other workplace suggested: %(workplace)s, answer by %(day)s")
            % names,
            who=get_name(suggestion.user, suggestion.user_name),
            icon="help",
        )
        if suggestion.answered_at:
            answer = (
                _("%(workplace)s would do as well")
                if suggestion.is_accepted
                else _("%(workplace)s would not do")
            )
            yield HistoryEntry(
                at=suggestion.answered_at,
                what=answer % names,
                who=_("Applicant"),
                icon="comment",
            )


def get_attendance(registration: Registration) -> Iterator[HistoryEntry]:
    """Meetings to which they said that they cannot come, and who noted what."""
    answers = list(registration.meeting_answers.all())
    rows = list(registration.attendance.select_related("noted_by"))
    if not (answers or rows):
        return
    sessions = getattr(registration.page.subject, "ordered_sessions", [])
    names = {session.key: name for session, name in name_sessions(sessions)}
    # A meeting that was taken off the page has no name any more.
    for answer in answers:
        said = (
            _("Comes to %(meeting)s after all")
            if answer.is_coming
            else _("Cannot come to %(meeting)s")
        )
        yield HistoryEntry(
            at=answer.said_at,
            what=said % {"meeting": names.get(answer.session_key, answer.session_key)},
            who=_("Applicant"),
            icon="comment",
        )
    for row in rows:
        name = {"meeting": names.get(row.session_key, row.session_key)}
        if row.noted_at:
            noted = (
                _("Was at %(meeting)s")
                if row.was_present
                else _("Was not at %(meeting)s")
            )
            yield HistoryEntry(
                at=row.noted_at,
                what=noted % name,
                who=get_name(row.noted_by, row.noted_by_name),
                icon="check",
            )
