"""The names of the round that its tests share, and its one step."""

from registrations.enums import RegistrationState, ReviewPhase
from registrations.services.rounds import (
    change_phase,
)

S = RegistrationState


P = ReviewPhase


def go(form_page, user, to, reason=""):
    return change_phase(form_page=form_page, to=to, user=user, reason=reason)
