"""Answers that belong to one person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def keep_private(response: HttpResponse) -> None:
    """Let no cache keep `response`."""
    response["Cache-Control"] = "private, no-store"


def keep_with_reader(response: HttpResponse) -> None:
    """Let only the browser of who typed keep `response`, for its back button.

    Answers under way at a public place: a form with mistakes, or answers to read once
    more. A browser that may store nothing shows an empty page after "back", and what
    was mended since is gone (Chromium: ERR_CACHE_MISS); the first, empty form it
    fills in again by itself in any case. No cache between us keeps it.
    """
    response["Cache-Control"] = "private, no-cache"


def keep_unfindable(response: HttpResponse) -> None:
    """Let no cache keep `response`, no search engine show it, no other site see where.

    For an answer whose address says something about a person.
    """
    keep_private(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"


def private_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what `view` answers between us and one person.

    Exempt from Django's CSRF check, which needs a cookie: a visitor has no authority
    to steal but the link, and whoever forges a post does not have that. Where a post
    comes from is checked all the same (guard.py).
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        keep_unfindable(response)
        return response

    return csrf_exempt(wrapped)
