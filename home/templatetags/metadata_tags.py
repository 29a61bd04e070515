"""The head of a page: what search engines, shared links and browsers read."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from home.models import BasePage, SiteSettings
from home.page_cache import keep_fragment
from home.palette import COLOURS, NIGHT_PAPER
from home.share_image import HEIGHT, WIDTH
from home.structured_data import dump

register = template.Library()


@register.simple_tag(takes_context=True)
def metadata(context: dict) -> SafeString:
    """Everything about the page of this context, in the words of the page itself.

    Where there is no public page (an error, a search, a preview), search engines are
    asked to stay away, and nothing else is said.
    """
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, BasePage) or getattr(request, "is_preview", False):
        return _render({"is_private": True})
    parts = page.get_url_parts(request)
    if parts is None:
        return _render({"is_private": True})
    site_id, root_url, path = parts
    seats = {
        "can_register": _can_register(context, page),
        "is_full": bool(context.get("is_full")),
    }

    def describe() -> SafeString:
        return _render(_describe(page, request, root_url + path, root_url, seats))

    words = page.get_words_key()
    if words is None:
        return describe()
    key = ("metadata", site_id, root_url, page.pk, *seats.values(), words)
    return keep_fragment(key, describe)


def _render(values: dict[str, Any]) -> SafeString:
    return render_to_string("includes/metadata.html", values)


def _describe(
    page: BasePage,
    request: HttpRequest | None,
    url: str,
    root_url: str,
    seats: dict[str, bool],
) -> dict[str, Any]:
    """What the template prints, for the public page at `url`."""
    image = page.get_share_image()
    settings = SiteSettings.for_request(request) if request else SiteSettings()
    return {
        "title": page.get_meta_title(),
        "description": page.get_meta_description(),
        "url": url,
        "image": image,
        "image_url": root_url + reverse("share_image", args=[page.pk, image.digest]),
        "image_width": WIDTH,
        "image_height": HEIGHT,
        "feeds": _get_feeds(),
        "structured_data": dump(
            page.get_structured_data(
                request=request,
                url=url,
                settings=settings,
                **seats,
            )
        ),
    }


@register.simple_tag
def paper_colour(scheme: str) -> str:
    """The colour of the paper, by day ("light") or by night ("dark")."""
    return NIGHT_PAPER if scheme == "dark" else COLOURS["paper"]


def _can_register(context: dict, page: BasePage) -> bool:
    return bool(
        context.get("has_form") and getattr(page, "accepts_registrations", False)
    )


def _get_feeds() -> list[tuple[str, str]]:
    """The addresses of the feeds with their type."""
    return [
        (reverse("news_atom"), "application/atom+xml"),
        (reverse("news_json"), "application/feed+json"),
    ]
