"""What the desk says around an undo: what the applicant heard, and what corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..services.decision import Undone, find_heard

if TYPE_CHECKING:
    from ..models import Message
    from .desk_screen import Desk


def tell_heard(desk: Desk) -> list[str]:
    """Return what the applicant heard already, and what an undo does about it."""
    heard = find_heard(registration=desk.registration)
    notes = [
        _("The applicant got: %(letter)s. A letter that corrects it will wait for you.")
        % {"letter": _name(letter)}
        for letter in heard.received
    ]
    notes += [
        _("Not sent yet, and cancelled by the undo: %(letter)s.")
        % {"letter": _name(letter)}
        for letter in heard.not_sent
    ]
    notes += [
        _("Did not arrive: %(letter)s.") % {"letter": _name(letter)}
        for letter in heard.lost
    ]
    return notes or [_("The applicant got no letter about this decision.")]


def say_undone(result: Undone) -> str:
    """Return what was undone, and what became of the letters."""
    said = [
        _(
            "Undone: the registration is in review again. If it had a place, that is free."
        )
    ]
    if result.cancelled:
        said.append(
            ngettext(
                "%(count)d letter that was not sent yet has been cancelled.",
                "%(count)d letters that were not sent yet have been cancelled.",
                result.cancelled,
            )
            % {"count": result.cancelled}
        )
    if result.correction:
        said.append(_("A letter that corrects what was sent waits in the outbox."))
    return " ".join(said)


def _name(letter: Message) -> str:
    """Return a letter by its kind, its state and its day: "Geselecteerd (Verstuurd, 3 mei)"."""
    sent_at = timezone.localtime(letter.sent_at or letter.created_at)
    day = date_format(sent_at, "j F")
    return f"{letter.get_kind_display()} ({letter.state_label.lower()}, {day})"
