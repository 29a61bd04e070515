"""The rows inside a call: its meetings and its selection criteria."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from home.models import StableKey
from home.panels import KeyPanel
from workplaces.enums import DAY_PART_PHRASES, DayPart, SessionKind

from .calendar_routes import is_to_come
from .hours import Hours


class Session(Hours, StableKey, Orderable):
    """A meeting of the call, shared by all its workplaces (domain.md S7, S8, S40)."""

    key_prefix = "s"

    page = ParentalKey(
        "workplaces.CallPage", on_delete=models.CASCADE, related_name="sessions"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=SessionKind, default=SessionKind.LIVE
    )
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("Leave empty as long as it is not fixed."),
    )
    day_part = models.CharField(
        _("part of the day"), max_length=10, choices=DayPart, blank=True
    )
    title = models.CharField(
        _("title"),
        max_length=80,
        blank=True,
        help_text=_("For example: Online kennismaking. Without it: Bijeenkomst 1, 2…"),
    )
    summary = models.TextField(
        _("what happens there"), blank=True, help_text=_("One or two sentences.")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(
        _("link"),
        blank=True,
        help_text=_("Route or building. Never the secret link of an online meeting."),
    )
    report_link = models.URLField(
        _("link to the report"),
        blank=True,
        help_text=_(
            "Once there is one. It stands in the letters after the meeting, not on the "
            "page."
        ),
    )

    panels = [
        KeyPanel(),
        FieldRowPanel(["kind", "title"]),
        FieldRowPanel(["date", "day_part"]),
        FieldRowPanel(["starts_at", "ends_at"]),
        FieldPanel("summary"),
        FieldRowPanel(
            [
                FieldPanel("place", help_text=_("Building and municipality.")),
                "link",
            ]
        ),
        FieldPanel("report_link"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        """A sentence such as "donderdag 19 maart 2026, in de voormiddag"."""
        if self.date is None:
            return gettext("date to be announced")
        return ", ".join(filter(None, [self.day_text, self.time_text]))

    @property
    def is_live(self) -> bool:
        """Whether people meet in one room."""
        return self.kind == SessionKind.LIVE

    @property
    def day_text(self) -> str:
        """The day in words, weekday included; empty while unknown."""
        return date_format(self.date, "l j F Y") if self.date else ""

    @property
    def calendar_url(self) -> str:
        """Where this meeting is a calendar file; empty when it is past or undated."""
        if not self.key or not is_to_come(self):
            return ""
        return self.page.make_calendar_url(f"agenda/{self.key}")

    @property
    def time_text(self) -> str:
        """The hours when they are known, else the part of the day, else nothing."""
        if self.starts_at or not self.day_part:
            return super().time_text
        return str(DAY_PART_PHRASES[self.day_part])


class SelectionCriterion(StableKey, Orderable):
    """What is weighed: published before opening, scored by readers (domain.md 7)."""

    key_prefix = "c"

    page = ParentalKey(
        "workplaces.CallPage", on_delete=models.CASCADE, related_name="criteria"
    )
    name = models.CharField(_("name"), max_length=120)
    public_text = models.TextField(
        _("public text"), help_text=_("What applicants read on the call.")
    )
    low_text = models.TextField(
        _("what a low score looks like"),
        blank=True,
        help_text=_("Facts a reader can point at, in plain words."),
    )
    fair_text = models.TextField(_("what “a little” looks like"), blank=True)
    good_text = models.TextField(_("what “clearly” looks like"), blank=True)
    high_text = models.TextField(_("what a high score looks like"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("1 to 10. Do not change it once people have registered."),
    )

    panels = [
        KeyPanel(),
        FieldRowPanel(["name", "weight"]),
        FieldPanel("public_text"),
        FieldRowPanel(["low_text", "fair_text"]),
        FieldRowPanel(["good_text", "high_text"]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("selection criterion")
        verbose_name_plural = _("selection criteria")

    def __str__(self) -> str:
        return self.name
