"""Composing groups: by which facts people differ, and what a call wishes of a group."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dimension(models.TextChoices):
    """A fact by which the members of a group differ (domain.md 6)."""

    REGION = "region", pgettext_lazy("dimension", "Region")
    MUNICIPALITY = "municipality", pgettext_lazy("dimension", "Municipality")
    ORGANISATION_TYPE = "organisation_type", _("Kind of organisation")
    ORGANISATION = "organisation", pgettext_lazy("dimension", "Organisation")
    EXPERIENCE = "experience", pgettext_lazy("dimension", "Experience")
    PERSPECTIVE = "perspective", pgettext_lazy("dimension", "Perspective")
    ROLE = "role", pgettext_lazy("dimension", "Role")
    PROFILE = "profile", pgettext_lazy("dimension", "Profile")
    ATTENDANCE = "attendance", pgettext_lazy("dimension", "Attendance")
    TAG = "tag", pgettext_lazy("dimension", "Tag")


# From which answer each follows: what an editor closes for readers is closed here.
DIMENSION_QUESTIONS = {
    Dimension.REGION: "municipality",
    Dimension.MUNICIPALITY: "municipality",
    Dimension.ORGANISATION_TYPE: "organisation_type",
    Dimension.ORGANISATION: "organisation",
    Dimension.EXPERIENCE: "experience_level",
    Dimension.PERSPECTIVE: "perspectives",
    Dimension.ROLE: "role",
    Dimension.PROFILE: "profile",
    Dimension.ATTENDANCE: "availability",
}


class Attendance(models.TextChoices):
    """Whether somebody can come to every meeting."""

    ALL = "all", pgettext_lazy("attendance", "can come to every meeting")
    SOME = "some", pgettext_lazy("attendance", "misses a meeting")


class WishKind(models.TextChoices):
    """What can be wished of a group; every wish is soft."""

    AT_LEAST = "at_least", pgettext_lazy("wish", "At least so many of one value")
    AT_MOST = "at_most", pgettext_lazy("wish", "At most so many of one value")
    AT_MOST_EACH = (
        "at_most_each",
        pgettext_lazy("wish", "At most so many of each value"),
    )
    AT_MOST_SHARE = (
        "at_most_share",
        pgettext_lazy("wish", "No value more than a half, a third, a quarter"),
    )
    DIFFERENT = "different", pgettext_lazy("wish", "At least so many different values")
    SPREAD = "spread", pgettext_lazy("wish", "Spread: of every value somebody")


class WishWeight(models.IntegerChoices):
    """How much a wish matters, in words; the number is its weight."""

    NICE = 1, pgettext_lazy("weight of a wish", "nice to have")
    IMPORTANT = 2, pgettext_lazy("weight of a wish", "important")
    VERY_IMPORTANT = 3, pgettext_lazy("weight of a wish", "very important")


# Kinds of wish that name one value, and kinds that need a number.
NAMES_VALUE = frozenset({WishKind.AT_LEAST, WishKind.AT_MOST})
NEEDS_AMOUNT = frozenset(WishKind) - {WishKind.SPREAD}


class CardFlag(models.TextChoices):
    """What a decider should know of somebody before placing them."""

    DISPUTED = "disputed", pgettext_lazy("flag", "Readers differ")
    UNREAD = "unread", pgettext_lazy("flag", "Not read yet")
    ASKED = "asked", pgettext_lazy("flag", "Waits for an answer of the applicant")
    BOUNCED = "bounced", pgettext_lazy("flag", "Mail came back")
    ABSENT = "absent", pgettext_lazy("flag", "Misses a meeting")


class Colleagues(models.TextChoices):
    """What a proposal does with two people who named each other as colleagues."""

    FREE = "free", pgettext_lazy("colleagues", "It makes no difference")
    APART = "apart", pgettext_lazy("colleagues", "Rather not in one group")
    TOGETHER = (
        "together",
        pgettext_lazy("colleagues", "Rather in one group, or both not"),
    )


class ScenarioOrigin(models.TextChoices):
    """Where a scenario comes from."""

    COMPUTED = "computed", pgettext_lazy("scenario", "Computed")
    BOARD = "board", pgettext_lazy("scenario", "Copied from the board")


class Rest(models.TextChoices):
    """What a scenario proposes for whoever gets no seat in it."""

    UNDECIDED = "", pgettext_lazy("rest", "Leave undecided")
    WAITLISTED = "waitlisted", pgettext_lazy("rest", "Propose the waiting list")
    DECLINED = "declined", pgettext_lazy("rest", "Propose “not selected”")
