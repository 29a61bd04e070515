"""What search engines may visit, and what they may leave alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import PageQuerySet

from ..models.visitors import for_visitors
from ..page_cache import mark_public

# The team's desk, somebody's own registration, the page after sending. Searches are
# not among them: they say noindex themselves, and must be read for that.
CLOSED_ADDRESSES = ("/admin/", "/mijn-inschrijving/", "/mijn-gegevens/", "/*/bedankt/")


class PublicSitemap(Sitemap):
    """The pages that may be named to everybody."""

    def items(self) -> PageQuerySet:
        return for_visitors(super().items())


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public pages with the moment of their last publication.

    A page type says in `get_sitemap_urls` when one of its pages does not belong there.
    """
    response = wagtail_sitemap(request, {"wagtail": PublicSitemap})
    mark_public(response)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say where to go; on a site that is not the real one, nowhere."""
    if settings.ALLOW_INDEXING:
        address = request.build_absolute_uri(reverse("sitemap"))
        closed = [f"Disallow: {path}" for path in CLOSED_ADDRESSES]
        lines = ["User-agent: *", *closed, "", f"Sitemap: {address}"]
    else:
        lines = ["User-agent: *", "Disallow: /"]
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain")
    mark_public(response)
    return response
