"""What machines read: objects of schema.org, as plain dictionaries.

Search engines show a call or a day with its date and place. Everything said here
stands on the page too; what is not known is left out, never guessed.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from .models import SiteSettings
    from .picture import FramedPicture

CONTEXT = "https://schema.org"
LANGUAGE = "nl-BE"
BRUSSELS = ZoneInfo("Europe/Brussels")
# As Django's json_script: nothing in the data can end the script that carries it.
ESCAPES = {">": "\\u003E", "<": "\\u003C", "&": "\\u0026"}

Thing = dict[str, Any]


def dump(things: Iterable[Thing]) -> SafeString:
    """Return objects as the text of a `<script type="application/ld+json">`."""
    graph = {"@context": CONTEXT, "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return mark_safe(text)  # noqa: S308 - escaped just above


def build_breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> Thing:
    """Return the way from the home page to a page, from names and addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(crumbs, start=1)
        ],
    }


def build_image(picture: "FramedPicture | None", url: str) -> Thing:
    """Return the picture of a page as a part of what it shows, or nothing.

    Args:
        picture: the one in the opening of the page.
        url: the whole address of the page.
    """
    return {"image": urljoin(url, picture.url)} if picture else {}


def build_website(*, name: str, url: str, description: str) -> Thing:
    """Return the site itself, with its search."""
    website: Thing = {
        "@type": "WebSite",
        "@id": f"{url}#website",
        "name": name,
        "url": url,
        "inLanguage": LANGUAGE,
    }
    if description:
        website["description"] = description
    target = f"{urljoin(url, reverse('search'))}?q={{search_term_string}}"
    website["potentialAction"] = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": target},
        "query-input": "required name=search_term_string",
    }
    return website


def build_organisation(settings: "SiteSettings") -> list[Thing]:
    """Return who organises, as far as the site settings name it: one, or nothing."""
    if not settings.organiser_name:
        return []
    organisation: Thing = {"@type": "Organization", "name": settings.organiser_name}
    if settings.organiser_url:
        organisation["url"] = settings.organiser_url
    return [organisation]


def format_moment(day: date, hour: time | None) -> str:
    """Return a day, or a moment with the offset of Brussels, as ISO 8601."""
    if hour is None:
        return day.isoformat()
    return datetime.combine(day, hour, tzinfo=BRUSSELS).isoformat()


def build_place(name: str) -> Thing:
    """Return a place of which we know the name only; it is in Belgium."""
    return {
        "@type": "Place",
        "name": name,
        "address": {"@type": "PostalAddress", "addressCountry": "BE"},
    }
