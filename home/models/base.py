"""What every page of the site shares."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from home.agenda import AgendaItem, Teaser
from home.page_cache import mark_public

from .routed import Routed
from .searchable import Searchable
from .sharing import Shareable
from .visitors import get_for_visitors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class BasePage(Shareable, Searchable, Routed, Page):
    """The parent of every page type of ours.

    It answers a post to a page that embeds a registration form: the form page
    takes the post, so that mistakes are shown in place, on the page where the
    applicant was reading.
    """

    # The StreamFields in which an editor may put a `registration_form` block.
    embedding_fields: tuple[str, ...] = ("body",)

    menu_title = models.CharField(
        _("title in menus"),
        max_length=40,
        blank=True,
        help_text=_("A short name for the menu and the breadcrumbs, when needed."),
    )

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "search_description",
                    heading=_("Text for search engines"),
                    help_text=_(
                        "One or two sentences: under the title in search results, and "
                        "with a shared link."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    heading=_("Title for search engines"),
                    help_text=_("Only when it must differ from the title of the page."),
                ),
                FieldPanel(
                    "slug",
                    heading=_("Address of the page"),
                    help_text=_(
                        "The last part of the address, in small letters and hyphens. "
                        "When you change it, the old address leads to the new one."
                    ),
                ),
            ],
            heading=_("For search engines"),
        ),
        MultiFieldPanel(["show_in_menus", "menu_title"], heading=_("For menus")),
    ]

    class Meta:
        abstract = True

    @property
    def short_title(self) -> str:
        """The name of this page where there is little room."""
        return self.menu_title or self.title

    def get_embedded_form_page(self) -> Page | None:
        """Return the live form page that this page embeds, as its own type.

        Returns:
            The page chosen in the first `registration_form` block, or None when
            there is no such block or its form page is not public.
        """
        return get_for_visitors(self._find_chosen_form_page(), on=self)

    def _find_chosen_form_page(self) -> Page | None:
        """The form page of the first `registration_form` block, public or not."""
        for name in self.embedding_fields:
            for block in getattr(self, name, None) or ():
                if block.block_type == "registration_form":
                    form_page = block.value["form_page"]
                    if form_page is not None:
                        return form_page
        return None

    def serve(
        self, request: "HttpRequest", *args: object, **kwargs: object
    ) -> "HttpResponse":
        """Hand a post to the embedded form; anything else is Wagtail's.

        Also to a form that went off line meanwhile: it gives back what was typed.
        """
        if request.method == "POST":
            form_page = self._find_chosen_form_page()
            if form_page is not None:
                return form_page.specific.serve_embedded(request, host_page=self)
        response = super().serve(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and not getattr(
            request, "is_preview", False
        ):
            # What an address gives a form, such as a name or a code, is one person's.
            form_page = self.get_embedded_form_page() if request.GET else None
            if form_page is None or not form_page.keep_for_one_person(
                request, response
            ):
                mark_public(response)
        return response

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """What the editor can preview: the page now, and its other moments."""
        return [("", pgettext_lazy("preview", "As it is now")), *self.preview_moments]

    @property
    def preview_moments(self) -> list[tuple[str, str]]:
        """The moments in the life of this page that look different, if any."""
        return []

    def pretend_moment(self, mode_name: str) -> AbstractContextManager[None]:
        """Return the block inside which pages are written as at one of the moments."""
        return nullcontext()

    def serve_preview(
        self, request: "HttpRequest", mode_name: str | None
    ) -> "HttpResponse":
        """Show the editor this page as a visitor sees it at the chosen moment."""
        with self.pretend_moment(mode_name or ""):
            response = super().serve_preview(request, mode_name)
            if hasattr(response, "render"):
                # Templates ask what time it is, so they are written inside the block.
                response.render()
        return response

    def get_status_line(self) -> str:
        """Return one line about now ("Open until …") for teasers, or nothing."""
        return ""

    def get_summary(self) -> str:
        """Return the sentence that introduces this page elsewhere, or nothing."""
        return self.search_description

    def get_teaser(self, request: "HttpRequest") -> Teaser:
        """Return how this page presents itself on the home page."""
        return Teaser(banner="includes/page_banner.html", values={"teased": self})

    def get_agenda(self, request: "HttpRequest") -> list[AgendaItem]:
        """Return the dates of this page that are still to come, for the home page."""
        return []

    def get_facade_key(self) -> str:
        """Return what this page's façade is made from: always the same for a page."""
        return self.slug
