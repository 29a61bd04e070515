"""The inspiration days and their list."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, time, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.agenda import AgendaItem, Teaser
from home.blocks import INLINE_FEATURES, BodyStreamBlock
from home.models import BasePage, Pictured
from home.models.visitors import for_visitors
from workplaces import clock
from workplaces.enums import DayMoment
from workplaces.phases import BRUSSELS
from workplaces.way_on import Action, lead_from_closed_form

from .calendar_routes import DayCalendar
from .hours import Hours
from .lookups import find_form_page
from .searching import DaySearch
from .sharing import DaySharing, DaysSharing

# More of them stand on their own page.
TEASED_DAYS = 2


class InspirationDayIndexPage(DaysSharing, BasePage):
    """The list of inspiration days: those to come first, then those behind us."""

    embedding_fields = ()

    intro = RichTextField(_("introduction"), blank=True, features=INLINE_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["workplaces.InspirationDayPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of inspiration days")
        verbose_name_plural = _("lists of inspiration days")

    def get_onward_pages(self) -> list["InspirationDayPage"]:
        return [day for day in self.get_days() if not day.is_past]

    def get_days(self) -> "models.QuerySet[InspirationDayPage]":
        """Return the public days below this page, by date."""
        days = InspirationDayPage.objects.child_of(self).order_by("date")
        return for_visitors(days, on=self)

    def get_context(self, request, *args, **kwargs) -> dict:
        """Split the days in those to come and those behind us."""
        context = super().get_context(request, *args, **kwargs)
        coming, past = self.coming_and_past
        return context | {"coming_days": coming, "past_days": past}

    @property
    def coming_and_past(
        self,
    ) -> "tuple[list[InspirationDayPage], list[InspirationDayPage]]":
        """The days to come, the next one first, and those behind us, the last first."""
        coming = [day for day in self.all_days if not day.is_past]
        return coming, [day for day in reversed(self.all_days) if day.is_past]

    @cached_property
    def all_days(self) -> "list[InspirationDayPage]":
        """The public days, read once."""
        return list(Pictured.with_pictures(self.get_days()))

    def get_teaser(self, request) -> Teaser:
        """Return the next days, or what the last one brought, for the home page."""
        coming, past = self.coming_and_past
        shown = coming[:TEASED_DAYS] or past[:1]
        if not shown:
            return super().get_teaser(request)
        return Teaser(
            rest="workplaces/includes/days_teaser.html",
            values={"index": self, "days": shown, "are_past": not coming},
        )

    def get_agenda(self, request) -> list[AgendaItem]:
        """Return the days to come."""
        return [
            day.as_agenda_item(request) for day in self.coming_and_past[0] if day.date
        ]


class InspirationDayPage(Hours, DaySharing, DayCalendar, DaySearch, Pictured, BasePage):
    """One day on which what was learned is shared with the field (S4, S5)."""

    # Fields: when and where
    date = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    # Fields: what
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences, also in the list.")
    )
    body = StreamField(
        BodyStreamBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("The programme, the practical side, and the registration form."),
    )
    harvest = RichTextField(
        _("what it brought"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("Afterwards: what people took home. Shown once the day is over."),
    )
    is_example = models.BooleanField(
        _("this is an example"),
        default=False,
        help_text=_("Marks the page clearly as invented. Untick it for a real day."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                "date",
                FieldRowPanel(["starts_at", "ends_at"]),
                FieldPanel("place", help_text=_("Building and municipality.")),
            ],
            heading=_("When and where"),
        ),
        FieldPanel("summary"),
        Pictured.picture_panel,
        FieldPanel("body"),
        FieldPanel("harvest"),
        FieldPanel("is_example"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("place"),
        index.SearchField("harvest"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    parent_page_types = ["workplaces.InspirationDayIndexPage"]
    subpage_types = ["registrations.RegistrationFormPage"]

    class Meta:
        verbose_name = _("inspiration day")
        verbose_name_plural = _("inspiration days")

    @property
    def is_past(self) -> bool:
        """Whether the day is behind us (Brussels days); an unknown date is to come."""
        return self.date is not None and self.date < clock.today()

    @property
    def accepts_registrations(self) -> bool:
        """Whether people can still register: until the day itself is over."""
        return not self.is_past

    @property
    def day_text(self) -> str:
        """The day in words, weekday included; a draft may lack it still."""
        return date_format(self.date, "l j F Y") if self.date else ""

    @property
    def preview_moments(self) -> list[tuple[str, str]]:
        """Before the day, with every place taken, and afterwards."""
        return [(moment.value, moment.label) for moment in DayMoment]

    def pretend_moment(self, mode_name: str) -> AbstractContextManager[None]:
        """Return the block inside which this day is to come, or behind us.

        That every place is taken is pretended by the form, which gives the places.
        """
        if mode_name not in DayMoment.values or self.date is None:
            return nullcontext()
        if self.is_past == (mode_name == DayMoment.AFTER):
            return nullcontext()
        days = timedelta(days=7 if mode_name == DayMoment.AFTER else -21)
        noon = datetime.combine(self.date + days, time(12), tzinfo=BRUSSELS)
        return clock.pretend(clock.Pretence(moment=noon))

    def get_registration_form_page(self) -> Page | None:
        """Return the first public form page below this day, as its own type."""
        return find_form_page(self)

    def get_context(self, request, *args, **kwargs) -> dict:
        """Tell the opening whether there is a form to point at, and a place left."""
        context = super().get_context(request, *args, **kwargs)
        form_page = self.get_embedded_form_page()
        takes_people = form_page is not None and self.accepts_registrations
        return context | {
            "has_form": form_page is not None,
            "is_full": takes_people and form_page.is_full(request),
            "ways_on": self.get_ways_on(request)[1:] if self.is_past else [],
        }

    def get_ways_on(self, request) -> list[Action]:
        """Return where somebody can go who finds the form closed."""
        return lead_from_closed_form(self, request=request)

    def get_agenda(self, request) -> list[AgendaItem]:
        """Return this day, as long as it is to come."""
        return (
            [] if self.is_past or self.date is None else [self.as_agenda_item(request)]
        )

    def as_agenda_item(self, request=None) -> AgendaItem:
        """Return this day as a date of an agenda; an invented one is not to be kept."""
        example = gettext("example") if self.is_example else ""
        return AgendaItem(
            date=self.date,
            title=self.title,
            kind="day",
            note=", ".join(filter(None, [example, self.time_text, self.place])),
            url=self.get_url(request),
            calendar_url="" if example else self.get_calendar_url(request),
        )

    def get_summary(self) -> str:
        return self.summary or super().get_summary()

    def get_status_line(self) -> str:
        return self.day_text
