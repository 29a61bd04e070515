"""Where a registration can stand, and in which role somebody acts."""

from enum import Enum

from django.db import models
from django.utils.translation import pgettext_lazy

from .forms import FormKind


class RegistrationState(models.TextChoices):
    """Where a registration stands, in the words of the staff."""

    DRAFT = "draft", pgettext_lazy("registration state", "Draft")
    RECEIVED = "received", pgettext_lazy("registration state", "Received")
    IN_REVIEW = "in_review", pgettext_lazy("registration state", "In review")
    INFO_REQUESTED = (
        "info_requested",
        pgettext_lazy("registration state", "Information requested"),
    )
    SELECTED = "selected", pgettext_lazy("registration state", "Selected")
    CONFIRMED = "confirmed", pgettext_lazy("registration state", "Confirmed")
    WAITLISTED = (
        "waitlisted",
        pgettext_lazy("registration state", "On the waiting list"),
    )
    DECLINED = "declined", pgettext_lazy("registration state", "Not selected")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration state", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("registration state", "Not confirmed in time")

    @property
    def applicant_label(self) -> str:
        """The same state in the words of the applicant (domain.md 5)."""
        return APPLICANT_LABELS[self]


APPLICANT_LABELS = {
    RegistrationState.DRAFT: pgettext_lazy("applicant state", "Not sent yet"),
    RegistrationState.RECEIVED: pgettext_lazy("applicant state", "Well received"),
    RegistrationState.IN_REVIEW: pgettext_lazy(
        "applicant state", "We are reading your registration"
    ),
    RegistrationState.INFO_REQUESTED: pgettext_lazy(
        "applicant state", "We still have a question"
    ),
    RegistrationState.SELECTED: pgettext_lazy(
        "applicant state", "You can take part – confirm your place"
    ),
    RegistrationState.CONFIRMED: pgettext_lazy("applicant state", "You are in!"),
    RegistrationState.WAITLISTED: pgettext_lazy(
        "applicant state", "You are on the waiting list"
    ),
    RegistrationState.DECLINED: pgettext_lazy(
        "applicant state", "Not selected this time"
    ),
    RegistrationState.WITHDRAWN: pgettext_lazy("applicant state", "Withdrawn by you"),
    RegistrationState.EXPIRED: pgettext_lazy(
        "applicant state", "Your place was released"
    ),
}
# Groups of states, used by querysets, permissions and services alike.
HOLDS_SEAT = frozenset({RegistrationState.SELECTED, RegistrationState.CONFIRMED})
IS_FINAL = frozenset(
    {
        RegistrationState.DECLINED,
        RegistrationState.WITHDRAWN,
        RegistrationState.EXPIRED,
    }
)
AWAITS_TEAM = frozenset({RegistrationState.RECEIVED, RegistrationState.IN_REVIEW})
# Nobody has told them anything yet.
MAY_STILL_BE_DECIDED = AWAITS_TEAM | {RegistrationState.INFO_REQUESTED}
IS_LIVE = frozenset(RegistrationState) - IS_FINAL - {RegistrationState.DRAFT}
# In which states somebody may still change their answers, until the deadline.
AMENDABLE = {
    FormKind.SELECTION: AWAITS_TEAM | {RegistrationState.INFO_REQUESTED},
    FormKind.DIRECT: frozenset(
        {RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}
    ),
}
# Who can be asked whether another workplace would do as well (domain.md 1.4, M7).
CAN_BE_SUGGESTED_TO = MAY_STILL_BE_DECIDED | {RegistrationState.WAITLISTED}
# What a decider can propose; only the release writes it as a state.
PROPOSABLE = (
    RegistrationState.SELECTED,
    RegistrationState.WAITLISTED,
    RegistrationState.DECLINED,
)
# Where a released decision leads.
IS_DECIDED = frozenset(PROPOSABLE)
# What a decider takes back with a reason: reading then goes on.
IS_UNDOABLE = IS_DECIDED | {RegistrationState.EXPIRED, RegistrationState.WITHDRAWN}


class Role(Enum):
    """In which quality somebody takes a step."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    SYSTEM = "system"
