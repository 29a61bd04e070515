"""The home page and the plain content pages."""

from contextlib import AbstractContextManager

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.agenda import choose_next_dates
from home.blocks import INLINE_FEATURES, BodyStreamBlock
from home.picture import WIDE

from .base import BasePage
from .picture import Pictured
from .sharing import HomeSharing
from .visitors import for_visitors


class HomePage(HomeSharing, Pictured, BasePage):
    """The front door: what this is about and where to go now."""

    picture_shape = WIDE

    # Fields: the opening
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
        help_text=_("Two or three sentences: what is this and for whom?"),
    )
    # Fields: where to go
    featured_page = models.ForeignKey(
        Page,
        verbose_name=_("main page now"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Usually the running call: it gets the large button."),
    )
    second_page = models.ForeignKey(
        Page,
        verbose_name=_("second page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For example the inspiration days."),
    )
    # Fields: the rest
    body = StreamField(BodyStreamBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["tagline", "intro"], heading=_("Opening")),
        Pictured.picture_panel,
        MultiFieldPanel(
            [PageChooserPanel("featured_page"), PageChooserPanel("second_page")],
            heading=_("Where to go"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("tagline"),
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ContentPage",
        "workplaces.CallPage",
        "workplaces.InspirationDayIndexPage",
    ]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add how the chosen pages present themselves, and their next dates."""
        context = super().get_context(request, *args, **kwargs)
        pages = self.get_chosen_pages()
        context["teasers"] = [page.get_teaser(request) for page in pages]
        context["agenda"] = choose_next_dates(
            item for page in pages for item in page.get_agenda(request)
        )
        return context

    def get_chosen_pages(self) -> list[BasePage]:
        """Return the public pages that an editor put on this page, as their types."""
        chosen = [pk for pk in (self.featured_page_id, self.second_page_id) if pk]
        pages = {
            page.pk: page
            for page in for_visitors(
                Page.objects.filter(pk__in=chosen), on=self
            ).specific()
            if isinstance(page, BasePage)
        }
        return [pages[pk] for pk in dict.fromkeys(chosen) if pk in pages]

    @property
    def preview_moments(self) -> list[tuple[str, str]]:
        """The moments of the page that this one leads to: the phases of a call."""
        featured = self._get_public(self.featured_page)
        return featured.preview_moments if isinstance(featured, BasePage) else []

    def pretend_moment(self, mode_name: str) -> AbstractContextManager[None]:
        featured = self._get_public(self.featured_page)
        if isinstance(featured, BasePage):
            return featured.pretend_moment(mode_name)
        return super().pretend_moment(mode_name)

    @staticmethod
    def _get_public(page: Page | None) -> Page | None:
        return page.specific if page is not None and page.live else None


class ContentPage(BasePage):
    """A plain page: privacy, accessibility, about the community."""

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("One or two sentences under the title."),
    )
    body = StreamField(BodyStreamBlock(), verbose_name=_("body"), blank=True)
    reviewed_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_(
            "Shown at the end. A privacy or accessibility statement needs it; "
            "other pages may go without."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
