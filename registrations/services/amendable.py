"""Whether answers can be changed now: one rule, for the page, the letters and the act."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import AMENDABLE
from ..models import Registration
from .errors import RegistrationError


class NotAmendable(RegistrationError):
    """The answers stay as they are; the sentence tells the applicant why."""

    message = _("Your registration is closed, so its answers stay as they are.")


class DeadlinePassed(NotAmendable):
    message = _(
        "The call is closed. Everybody is now read with the answers of that moment."
    )


class DayPassed(NotAmendable):
    message = _("This day is behind us.")


class DecisionReleased(NotAmendable):
    message = _("A decision has been taken, on the answers as they stand here.")


class BeingChecked(NotAmendable):
    message = _("Somebody looks at your registration first. After that you can.")


def find_obstacle(*, registration: Registration) -> NotAmendable | None:
    """Return why the answers of `registration` cannot be changed now; None if they can.

    Until the call closes, or the day is over, and never once a decision was released:
    whoever was decided on keeps the answers that it was decided on.
    """
    page = registration.page
    if registration.is_held:
        return BeingChecked()
    if registration.decisions.exclude(released_at=None).exists():
        return DecisionReleased()
    if registration.state not in AMENDABLE[page.kind]:
        return NotAmendable()
    # Its dates, or the editor who holds it open or closed by hand.
    if not page.subject.accepts_registrations:
        return DayPassed() if page.call is None else DeadlinePassed()
    return None
