"""The news as feeds: Atom for feed readers, JSON Feed for whoever builds with it."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.models import SiteSettings
from home.page_cache import mark_public

from ..services.news import NewsItem, list_news, make_tag

LANGUAGE = "nl-BE"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"


class NewsFeed(Feed):
    """The news in Atom (RFC 4287)."""

    feed_type = Atom1Feed
    language = LANGUAGE
    link = "/"

    def __call__(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        mark_public(response)
        return response

    def get_object(self, request: HttpRequest) -> SiteSettings | None:
        return get_site_settings(request)

    def feed_guid(self) -> str:
        return make_tag("news")

    def title(self) -> str:
        return name_feed()

    def subtitle(self) -> str:
        return describe_feed()

    def author_name(self, site: SiteSettings | None) -> str:
        return get_author(site)

    def items(self) -> list[NewsItem]:
        return list_news()

    def item_guid(self, item: NewsItem) -> str:
        return item.id

    item_guid_is_permalink = False

    def item_title(self, item: NewsItem) -> str:
        return item.title

    def item_description(self, item: NewsItem) -> str:
        # Django calls it HTML, and these are plain words.
        return escape(item.text)

    def item_link(self, item: NewsItem) -> str:
        return item.url

    def item_pubdate(self, item: NewsItem) -> datetime:
        return item.happened_at

    def item_updateddate(self, item: NewsItem) -> datetime:
        return item.updated_at


news_atom = require_safe(NewsFeed())


@require_safe
def news_json(request: HttpRequest) -> JsonResponse:
    """Give the news as JSON Feed 1.1."""
    feed = {
        "version": JSON_FEED_VERSION,
        "title": name_feed(),
        "description": describe_feed(),
        "home_page_url": request.build_absolute_uri("/"),
        "feed_url": request.build_absolute_uri(reverse("news_json")),
        "language": LANGUAGE,
        "authors": [{"name": get_author(get_site_settings(request))}],
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.happened_at.isoformat(timespec="seconds"),
                "date_modified": item.updated_at.isoformat(timespec="seconds"),
            }
            for item in list_news()
        ],
    }
    response = JsonResponse(
        feed,
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )
    mark_public(response)
    return response


def name_feed() -> str:
    """Return what a feed reader calls this feed."""
    return _("News of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}


def describe_feed() -> str:
    """Return what the feed is about."""
    return _("The call, its participants and the inspiration days.")


def get_site_settings(request: HttpRequest) -> SiteSettings | None:
    """Return who organises; a host that is no site of ours has none."""
    site = Site.find_for_request(request)
    return SiteSettings.for_request(request) if site is not None else None


def get_author(site: SiteSettings | None) -> str:
    """Return who says so: the organiser, or the site itself."""
    return (site.organiser_name if site else "") or settings.WAGTAIL_SITE_NAME
