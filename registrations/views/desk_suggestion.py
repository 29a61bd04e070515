"""Another workplace on the desk: suggesting one, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..enums import CAN_BE_SUGGESTED_TO
from ..forms.suggestion import SuggestForm
from ..models import Suggestion
from ..services.suggestion import (
    find_waiting,
    list_other_workplaces,
    suggest_workplace,
    user_can_suggest,
)
from .desk_action import DeskAction

if TYPE_CHECKING:
    from .desk_screen import Desk


def describe_suggestion(suggestion: Suggestion) -> str:
    """Return what was suggested and what the person said, in one line."""
    names = {
        "workplace": suggestion.workplace.title,
        "day": date_format(suggestion.reply_by, "j F Y"),
    }
    if suggestion.is_accepted:
        return gettext("%(workplace)s: yes, now the second choice") % names
    if suggestion.is_accepted is False:
        return gettext("%(workplace)s: no") % names
    return gettext("%(workplace)s: no answer yet, asked by %(day)s") % names


def _is_offered(desk: Desk) -> bool:
    registration = desk.registration
    return (
        registration.state in CAN_BE_SUGGESTED_TO
        and not registration.is_held
        and bool(list_other_workplaces(registration=registration))
        and find_waiting(registration=registration) is None
    )


SUGGESTION_ACTIONS = (
    DeskAction(
        name="suggest",
        heading=_("Suggest another workplace"),
        button=_("Put the letter in the outbox"),
        done=_(
            "The letter waits in the outbox. Once it left, the person can answer yes or "
            "no on their own page."
        ),
        permission=user_can_suggest,
        is_offered=_is_offered,
        perform=lambda desk, data: suggest_workplace(
            registration=desk.registration, user=desk.user, **data
        ),
        form_class=SuggestForm,
        style="button-secondary",
        is_quiet=True,
    ),
)
