"""Answers of the site itself, where no page can answer; each shows a way on.

Nothing here may fail: whoever reads these pages has already met one thing that went
wrong. None of them is kept by a cache.
"""

import logging
import re

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from ..models import BasePage, SiteSettings

logger = logging.getLogger(__name__)
# What looks like a word of a language in the last part of an address.
WORD = re.compile(r"[^\W\d_]{3,24}")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what to do with what is too large or arrived broken, and whom to ask.

    The settings of the default site: the host of such a request may itself be what is
    wrong with it, and its body must not be touched again.
    """
    settings = SiteSettings.objects.filter(site__is_default_site=True).first()
    return _keep_nowhere(render(None, "400.html", {"contact": settings}, status=400))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this door is closed for this visitor, and which ones are open."""
    return _keep_nowhere(render(request, "403.html", _get_ways_on(request), status=403))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how to send a form again whose key has expired (`CSRF_FAILURE_VIEW`).

    Visitors meet it only at the password of a private page: public forms need no
    key. The team may meet it at the door of the admin.
    """
    return _keep_nowhere(render(None, "403_csrf.html", status=403))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer a search, the page that matters now and what is below it, and a person."""
    return _keep_nowhere(render(request, "404.html", _get_ways_on(request), status=404))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what to do with a form that was just sent, without asking the database.

    Should even the template fail (static files that were never collected), a few
    plain words are better than the English of the server.
    """
    try:
        response = HttpResponseServerError(loader.render_to_string("500.html"))
    except Exception:
        logger.exception("The page for server errors cannot be shown.")
        response = HttpResponseServerError(
            format_html(
                '<!doctype html><html lang="nl-BE"><meta charset="utf-8">'
                '<title>{title}</title><h1>{title}</h1><p><a href="/">{home}</a></p>',
                title=_("Something went wrong on our side"),
                home=_("To the home page"),
            )
        )
    return _keep_nowhere(response)


def _get_ways_on(request: HttpRequest) -> dict[str, object]:
    """The page that the home page leads to, and the pages that one leads to.

    The words of the address are a good guess at what somebody looks for.
    """
    site = Site.find_for_request(request)
    home = site.root_page.specific if site is not None else None
    featured = next(iter(_get_onward_pages(home)), None)
    return {
        "featured": featured,
        "onward_pages": _get_onward_pages(featured),
        "guess": " ".join(WORD.findall(request.path.rstrip("/").rpartition("/")[2])),
    }


def _get_onward_pages(page: Page | None) -> list[Page]:
    return page.get_onward_pages() if isinstance(page, BasePage) else []


def _keep_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
