"""What a page says of itself elsewhere: search results, shared links, machines."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from home import structured_data
from home.share_image import ShareImage
from home.wording import cut_at_word, get_plain_text

from .routed import with_short_titles
from .visitors import get_for_visitors

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from .settings import SiteSettings


class Shareable:
    """The part of a page that is shown outside of it.

    Page types override what they can say better: most often `get_own_words`.
    """

    def get_meta_title(self) -> str:
        """Return the title for a browser's tab, a search result or a shared link."""
        return self.seo_title or self.title

    def get_words_key(self) -> Hashable | None:
        """Return what, besides a publish, changes the words in the head of this page.

        None when that is not known: then they are put together anew every time.
        """
        return None

    def get_meta_description(self) -> str:
        """Return about 155 characters: the editor's, or else the page's own words."""
        return self.search_description or cut_at_word(self.get_own_words())

    def get_own_words(self) -> str:
        """Return the words of this page that tell best what it is, as plain text."""
        words = get_plain_text(getattr(self, "intro", "")) or self.get_summary()
        return words or self._get_first_paragraph()

    def _get_first_paragraph(self) -> str:
        for block in getattr(self, "body", None) or ():
            if block.block_type == "paragraph":
                return get_plain_text(block.value.source)
        return ""

    def get_share_image(self) -> ShareImage:
        """Return the picture that goes with a shared link, made from this page."""
        return ShareImage(key=self.get_facade_key(), title=self.title)

    @cached_property
    def public_ancestors(self) -> list["Page"]:
        """The public pages above this one, the home page first, with short titles."""
        if not self.depth or self.depth < 3:
            return []
        routed = self.get_routed_ancestors()
        if routed is not None:
            return [page for page in routed if page.live]
        return list(with_short_titles(self.get_ancestors().filter(depth__gt=1).live()))

    def get_onward_pages(self) -> list["Page"]:
        """Return the public pages to which this one leads, for whoever got lost."""
        return []

    def get_structured_data(
        self,
        *,
        request: "HttpRequest | None",
        url: str,
        settings: "SiteSettings",
        can_register: bool,
        is_full: bool = False,
    ) -> list[dict[str, Any]]:
        """Return what machines may know of this page, as objects of schema.org.

        Args:
            request: it remembers the addresses of sites, so that none is asked twice.
            url: the whole address of this page.
            settings: of the site, for its organiser.
            can_register: whether a form that takes registrations stands on it.
            is_full: whether that form only has a waiting list left.
        """
        crumbs = [
            (page.short_title, page.get_full_url(request))
            for page in self.public_ancestors
        ]
        if not crumbs:
            return []
        return [structured_data.build_breadcrumbs([*crumbs, (self.short_title, url)])]


class HomeSharing(Shareable):
    """The home page: it stands for the whole site."""

    def get_meta_title(self) -> str:
        return self.seo_title or self.tagline or self.title

    def get_share_image(self) -> ShareImage:
        return ShareImage(
            key=self.title,
            title=self.tagline or self.title,
            kind=self.title if self.tagline else "",
            picture=self.shared_picture,
        )

    def get_onward_pages(self) -> list["Page"]:
        """Return the page that matters now, usually the running call."""
        page = get_for_visitors(self.featured_page, on=self)
        return [page] if page is not None else []

    def get_structured_data(
        self, *, url: str, settings: "SiteSettings", **known: Any
    ) -> list[dict[str, Any]]:
        return [
            structured_data.build_website(
                name=self.title, url=url, description=self.get_meta_description()
            )
            | structured_data.build_image(self.framed_picture, url),
            *structured_data.build_organisation(settings),
        ]
