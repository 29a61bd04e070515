"""The closed lists of calls, workplaces and meetings."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CallPhase(models.TextChoices):
    """Where a call stands; it follows from its dates (workplaces/phases.py)."""

    UPCOMING = "upcoming", pgettext_lazy("call phase", "Opening soon")
    OPEN = "open", pgettext_lazy("call phase", "Open")
    CLOSED = "closed", pgettext_lazy("call phase", "Closed, selection under way")
    ANNOUNCED = "announced", pgettext_lazy("call phase", "Participants known")
    RUNNING = "running", pgettext_lazy("call phase", "Running")
    FINISHED = "finished", pgettext_lazy("call phase", "Finished")


class DayMoment(models.TextChoices):
    """The moments of an inspiration day that an editor can preview."""

    BEFORE = "before", pgettext_lazy("preview", "Before the day")
    FULL = "full", pgettext_lazy("preview", "Every place taken (waiting list)")
    AFTER = "after", pgettext_lazy("preview", "After the day")


class DayPart(models.TextChoices):
    """The part of the day of a meeting, for as long as its hours are unknown."""

    MORNING = "morning", pgettext_lazy("day part", "morning")
    AFTERNOON = "afternoon", pgettext_lazy("day part", "afternoon")
    EVENING = "evening", pgettext_lazy("day part", "evening")
    FULL_DAY = "full_day", pgettext_lazy("day part", "full day")


# How a day part reads inside a sentence: "donderdag 19 maart 2026, in de voormiddag".
DAY_PART_PHRASES = {
    DayPart.MORNING: pgettext_lazy("day part phrase", "in the morning"),
    DayPart.AFTERNOON: pgettext_lazy("day part phrase", "in the afternoon"),
    DayPart.EVENING: pgettext_lazy("day part phrase", "in the evening"),
    DayPart.FULL_DAY: pgettext_lazy("day part phrase", "all day"),
}


class SessionKind(models.TextChoices):
    """Where a meeting happens."""

    LIVE = "live", pgettext_lazy("session kind", "Live")
    ONLINE = "online", pgettext_lazy("session kind", "Online")


class Accent(models.TextChoices):
    """The building colour of a workplace."""

    BRICK = "brick", pgettext_lazy("accent", "Brick")
    CANAL = "canal", pgettext_lazy("accent", "Canal blue")
    MOSS = "moss", pgettext_lazy("accent", "Moss")
    SUN = "sun", pgettext_lazy("accent", "Sun")
