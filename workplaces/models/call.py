"""The call: the page that invites people to its workplaces."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import INLINE_FEATURES, BodyStreamBlock, ItemsStreamBlock
from home.models import BasePage, Pictured
from home.models.visitors import for_visitors
from home.page_cache import keep_fragment
from home.page_forms import KeyedPageForm
from home.wording import keep_together
from workplaces.dates import list_dates, summarise_live
from workplaces.enums import CallPhase, SessionKind
from workplaces.panels import CALL_PANELS

from .calendar_routes import CallCalendar
from .days import InspirationDayPage
from .lookups import find_form_page, find_selection_account
from .presentation import CallPresentation
from .searching import CallSearch
from .sharing import CallSharing
from .status import CallStatus
from .workplace import WorkplacePage

if TYPE_CHECKING:
    from .parts import Session


class CallPageForm(KeyedPageForm):
    """Keeps the keys of meetings and criteria."""

    keyed_formsets = {"sessions": "s", "criteria": "c"}


class CallPage(
    CallStatus,
    CallPresentation,
    CallSharing,
    CallCalendar,
    CallSearch,
    Pictured,
    BasePage,
):
    """A call for participants: its moments, meetings, criteria and workplaces.

    The headings of the sections may be changed; an empty heading shows the usual
    one. Empty sections leave no trace on the page.
    """

    base_form_class = CallPageForm

    # Fields: the opening
    edition_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    tagline = models.CharField(
        _("tagline"),
        max_length=120,
        blank=True,
        help_text=_("The large heading. Without it the title of the page is used."),
    )
    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("What is organised, by whom, and why?"),
    )
    audience = RichTextField(
        _("who is invited"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("Readers decide here whether this is for them."),
    )
    # Fields: the moments
    opens_at = models.DateTimeField(
        _("opens at"),
        null=True,
        blank=True,
        help_text=_("Brussels time. Without it the call stays “opening soon”."),
    )
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_(
            "The last minute in which people can register (for example 30 January, "
            "23:59). It changes everywhere: call, workplaces, form and letters."
        ),
    )
    decide_by = models.DateTimeField(
        _("decision by"),
        null=True,
        blank=True,
        help_text=_("The promise to applicants: by then everyone has an answer."),
    )
    phase_override = models.CharField(
        _("phase, whatever the dates say"),
        max_length=10,
        choices=CallPhase,
        blank=True,
        help_text=_(
            "Leave empty: the phase follows from the dates. Use it only to reopen or "
            "stop by hand, and empty it again afterwards."
        ),
    )
    # Fields: meetings
    sessions_heading = models.CharField(
        _("heading of the meetings"), max_length=120, blank=True
    )
    sessions_intro = RichTextField(
        _("text about the meetings"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_(
            "Write {data} where the dates of the live meetings belong: they are filled "
            "in from the list below, so that a date is changed in one place."
        ),
    )
    evaluation_link = models.URLField(
        _("link to the evaluation"),
        blank=True,
        help_text=_(
            "Where participants tell anonymously how it was. A week after the last "
            "meeting, letters with this link wait in the outbox. Not on the page."
        ),
    )
    workload = models.CharField(
        _("work in between"),
        max_length=60,
        blank=True,
        help_text=_("A key fact in a few words, for example: geen."),
    )
    group_size = models.CharField(
        _("group"),
        max_length=60,
        blank=True,
        help_text=_("A key fact in a few words, for example: klein en divers."),
    )
    # Fields: the workplaces
    workplaces_heading = models.CharField(
        _("heading of the workplaces"), max_length=120, blank=True
    )
    workplaces_intro = RichTextField(
        _("text above the workplaces"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("How to register, for example: shown only while people can."),
    )
    # Fields: selection
    selection_heading = models.CharField(
        _("heading of the selection"), max_length=120, blank=True
    )
    expectations_heading = models.CharField(
        _("heading of the expectations"), max_length=120, blank=True
    )
    expectations = StreamField(
        ItemsStreamBlock(), verbose_name=_("expectations"), blank=True
    )
    seeking_heading = models.CharField(
        _("heading of who we seek"), max_length=120, blank=True
    )
    seeking_intro = models.TextField(_("sentence above the list"), blank=True)
    seeking = StreamField(ItemsStreamBlock(), verbose_name=_("we seek"), blank=True)
    seeking_outro = models.TextField(_("sentence below the list"), blank=True)
    criteria_heading = models.CharField(
        _("heading of the criteria"), max_length=120, blank=True
    )
    criteria_intro = RichTextField(
        _("text above the criteria"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("How is chosen, by whom, and what happens with equal scores?"),
    )
    # Fields: the yield
    benefits_heading = models.CharField(
        _("heading of the benefits"), max_length=120, blank=True
    )
    benefits = StreamField(ItemsStreamBlock(), verbose_name=_("benefits"), blank=True)
    results_heading = models.CharField(
        _("heading of the results"), max_length=120, blank=True
    )
    results = RichTextField(
        _("what happens with the results"), blank=True, features=INLINE_FEATURES
    )
    # Fields: the rest, and the form
    body = StreamField(
        BodyStreamBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("Anything else, and the registration form."),
    )

    content_panels = [*Page.content_panels, *CALL_PANELS]
    search_fields = [
        *Page.search_fields,
        index.SearchField("tagline"),
        index.SearchField("intro"),
        index.SearchField("audience"),
        index.SearchField("workplaces_intro"),
        index.SearchField("expectations"),
        index.SearchField("seeking_intro"),
        index.SearchField("seeking"),
        index.SearchField("seeking_outro"),
        index.SearchField("criteria_intro"),
        index.SearchField("benefits"),
        index.SearchField("results"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["workplaces.WorkplacePage", "registrations.RegistrationFormPage"]

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def clean(self) -> None:
        """Refuse moments that run backwards."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A call closes after it opens.")})
        if self.closes_at and self.decide_by and self.decide_by <= self.closes_at:
            raise ValidationError(
                {"decide_by": _("The decision comes after the closing.")}
            )

    @cached_property
    def ordered_sessions(self) -> list["Session"]:
        """All meetings, in the order of the editor."""
        return list(self.sessions.all())

    @cached_property
    def live_sessions(self) -> list["Session"]:
        """The meetings in one room, in the order of the editor."""
        return [row for row in self.ordered_sessions if row.kind == SessionKind.LIVE]

    @property
    def sessions_text(self) -> str:
        """The text about the meetings, with their dates filled in."""
        dates = keep_together(list_dates(self.live_sessions))
        return self.sessions_intro.replace("{data}", dates)

    @property
    def live_summary(self) -> str:
        """The live meetings as a key fact, such as "3 voormiddagen, live"."""
        return summarise_live(self.live_sessions)

    def get_workplaces(self) -> models.QuerySet[WorkplacePage]:
        """Return the public workplaces in the order of the page tree."""
        pages = WorkplacePage.objects.child_of(self).order_by("path")
        return for_visitors(pages, on=self)

    @cached_property
    def public_workplaces(self) -> list[WorkplacePage]:
        """The public workplaces, for reading: pages of the call share them."""
        if self.pk is None:
            return []
        return keep_fragment(
            ("workplaces", self.pk),
            lambda: list(Pictured.with_pictures(self.get_workplaces())),
        )

    def get_registration_form_page(self) -> Page | None:
        """Return the first public form page below this call, as its own type."""
        return find_form_page(self)

    def get_selection_account(self) -> models.Model | None:
        """Return how this call chose, for the block; None before everybody knows."""
        return find_selection_account(self) if self.pk else None

    def get_following_day(self) -> InspirationDayPage | None:
        """Return the first public inspiration day after the first live meeting."""
        dates = [row.date for row in self.live_sessions if row.date]
        if not dates:
            return None

        def find() -> InspirationDayPage | None:
            days = InspirationDayPage.objects.filter(date__gte=min(dates))
            return for_visitors(days.order_by("date"), on=self).first()

        # Also the asking is kept: to put the question costs more than to answer it.
        return keep_fragment(("following day", self.pk, min(dates)), find)

    def get_summary(self) -> str:
        return self.search_description or self.tagline
