"""How readers judge, when, and what keeps somebody from judging (domain.md 7)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Advice(models.TextChoices):
    """What a reader advises, in one word."""

    YES = "yes", pgettext_lazy("advice", "Yes")
    MAYBE = "maybe", pgettext_lazy("advice", "Maybe")
    NO = "no", pgettext_lazy("advice", "No")
    ABSTAIN = "abstain", pgettext_lazy("advice", "I abstain")


# An advice as a level, so that a yes beside a no counts as a large difference.
ADVICE_LEVELS = {Advice.NO: 0, Advice.MAYBE: 1, Advice.YES: 2}


class Level(models.IntegerChoices):
    """How far a registration meets one criterion; the call says what that looks like."""

    NONE = 0, pgettext_lazy("level of a criterion", "Not shown")
    SOME = 1, pgettext_lazy("level of a criterion", "A little")
    GOOD = 2, pgettext_lazy("level of a criterion", "Clearly")
    STRONG = 3, pgettext_lazy("level of a criterion", "Strongly")


# From here on two readers should talk, or a third one reads (domain.md 7.5).
LARGE_DIFFERENCE = 2


class ReviewPhase(models.TextChoices):
    """What the team does with the registrations of one form now."""

    READING = "reading", pgettext_lazy("review phase", "Reading")
    DISCUSSING = "discussing", pgettext_lazy("review phase", "Discussing")
    SELECTING = "selecting", pgettext_lazy("review phase", "Selecting")


# Where scores are fixed: nobody writes or changes a review any more.
SCORES_ARE_FIXED = frozenset({ReviewPhase.SELECTING})


class TieKind(models.TextChoices):
    """Why somebody should not judge a registration."""

    OWN = "own", pgettext_lazy("kind of tie", "My own registration")
    COLLEAGUE = (
        "colleague",
        pgettext_lazy("kind of tie", "We work, or recently worked, together"),
    )
    ORGANISATION = (
        "organisation",
        pgettext_lazy("kind of tie", "I belong to the same organisation"),
    )
    PROJECT = "project", pgettext_lazy("kind of tie", "We share a project")
    GRANT = (
        "grant",
        pgettext_lazy("kind of tie", "I advise, supervise or fund this person"),
    )
    PERSONAL = "personal", pgettext_lazy("kind of tie", "Family, partner or friend")
    OTHER = "other", pgettext_lazy("kind of tie", "Something else")


class TieState(models.TextChoices):
    """What somebody said of a tie; what is only suspected closes too."""

    DECLARED = "declared", pgettext_lazy("state of a tie", "There is a tie")
    DISMISSED = "dismissed", pgettext_lazy("state of a tie", "There is no tie")


class TieCause(models.TextChoices):
    """Why the site suspects a tie."""

    OWN = "own", pgettext_lazy("cause of a tie", "Same e-mail address")
    NAME = "name", pgettext_lazy("cause of a tie", "Same last name")
    ORGANISATION = (
        "organisation",
        pgettext_lazy("cause of a tie", "Same organisation"),
    )
    DOMAIN = (
        "domain",
        pgettext_lazy("cause of a tie", "Same domain of the e-mail address"),
    )


class DigestFrequency(models.TextChoices):
    """How often somebody of the team hears what waits for them."""

    DAILY = "daily", pgettext_lazy("frequency of a mail", "Every working day")
    WEEKLY = "weekly", pgettext_lazy("frequency of a mail", "Every Monday")
    NEVER = "never", pgettext_lazy("frequency of a mail", "Never")
