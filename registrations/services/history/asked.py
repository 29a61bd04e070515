"""What somebody was asked besides, and said: another workplace."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
