"""The form, as data: how places are given, its parts, its questions, its faces."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The kind of question that asks nothing: it holds what the editor wrote, and whom it is
# about reads it among their answers.
HIDDEN_KIND = "hidden"


class FormKind(models.TextChoices):
    """How places are given: by people who read, or in order of arrival."""

    SELECTION = "selection", pgettext_lazy("form kind", "Selection")
    DIRECT = "direct", pgettext_lazy("form kind", "First come, first served")


class FormSection(models.TextChoices):
    """The fieldsets of the form, in their order (domain.md 4)."""

    YOU = "you", pgettext_lazy("form section", "You")
    ORGANISATION = "organisation", pgettext_lazy("form section", "Your organisation")
    CHOICE = (
        "choice",
        pgettext_lazy("form section", "Your choice and availability"),
    )
    MOTIVATION = "motivation", pgettext_lazy("form section", "Your motivation")
    CLOSING = "closing", pgettext_lazy("form section", "Finishing")

    @property
    def team_label(self) -> str:
        """The same fieldset for the team: the form speaks to the applicant."""
        return TEAM_HEADINGS[self]


TEAM_HEADINGS = {
    FormSection.YOU: pgettext_lazy("desk section", "Person"),
    FormSection.ORGANISATION: pgettext_lazy("desk section", "Organisation"),
    FormSection.CHOICE: pgettext_lazy("desk section", "Choice and availability"),
    FormSection.MOTIVATION: pgettext_lazy("desk section", "About the motivation"),
    FormSection.CLOSING: pgettext_lazy("desk section", "Agreements"),
}


class FormStatus(Enum):
    """Whether people can register on a form now, and if not, why."""

    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    UNAVAILABLE = "unavailable"  # the form itself is not public


class FormStep(models.TextChoices):
    """What somebody asks of the form: the value of the button that they chose."""

    CHECK = "nakijken", pgettext_lazy("form step", "Check your answers")
    CHANGE = "wijzigen", pgettext_lazy("form step", "Change")
    SEND = "versturen", pgettext_lazy("form step", "Send registration")
    SAVE = "bewaren", pgettext_lazy("form step", "Save and go on later")


class AnswerCondition(models.TextChoices):
    """When a question is asked, compared with the answers to another one."""

    ANY = "any", pgettext_lazy("condition", "gave at least one of these answers")
    NONE = "none", pgettext_lazy("condition", "gave none of these answers")
    NOT_ALL = "not_all", pgettext_lazy("condition", "did not give all these answers")


class AnswerVisibility(models.TextChoices):
    """When readers see the answer to a question."""

    ALWAYS = "always", pgettext_lazy("answer visibility", "Always")
    AFTER_SELECTION = (
        "after_selection",
        pgettext_lazy("answer visibility", "Only after the selection"),
    )
    STATISTICS = (
        "statistics",
        pgettext_lazy("answer visibility", "Never: only in statistics"),
    )


class AnswerRetention(models.TextChoices):
    """How long the answer to a question is kept (domain.md 3)."""

    REGISTRATION = (
        "registration",
        pgettext_lazy("answer retention", "As long as the registration"),
    )
    SHORT = (
        "short",
        pgettext_lazy("answer retention", "Until 30 days after the last meeting"),
    )


class FormPreview(models.TextChoices):
    """The faces of a form that an editor can preview."""

    FORM = "form", pgettext_lazy("preview", "Form")
    MISTAKES = "mistakes", pgettext_lazy("preview", "Form with mistakes")
    CHECK = "check", pgettext_lazy("preview", "Check your answers")
    FULL = "full", pgettext_lazy("preview", "Every place taken (waiting list)")
    LANDING = "landing", pgettext_lazy("preview", "After sending")
    UPCOMING = "upcoming", pgettext_lazy("preview", "Not open yet")
    CLOSED = "closed", pgettext_lazy("preview", "Closed")


class HoldReason(models.TextChoices):
    """Why a registration waits for a person to look (views/guard.py)."""

    CROSS_SITE = "cross_site", pgettext_lazy("hold reason", "Sent from another website")
    HONEYPOT = "honeypot", pgettext_lazy("hold reason", "A hidden field was filled in")
    RATE = "rate", pgettext_lazy("hold reason", "Very many from one place in an hour")
    NO_STAMP = "no_stamp", pgettext_lazy("hold reason", "The form was never opened")
    OLD_STAMP = (
        "old_stamp",
        pgettext_lazy("hold reason", "The form was opened long ago"),
    )
    TOO_FAST = (
        "too_fast",
        pgettext_lazy("hold reason", "Filled in faster than possible"),
    )
    NO_BROWSER = "no_browser", pgettext_lazy("hold reason", "Not sent by a browser")


class ReferenceList(models.TextChoices):
    """The closed lists of domain.md 6; the office edits their options."""

    ORGANISATION_TYPE = "organisation_type", _("Kind of organisation")
    ROLE = "role", _("Role")
    PROFILE = "profile", _("Profile")
    PRACTICE_LINK = "practice_link", _("Link with practice")
    PROJECT_PHASE = "project_phase", _("Project phase")
    EXPERIENCE_LEVEL = "experience_level", _("Experience")
    PERSPECTIVE = "perspective", _("Perspective")
