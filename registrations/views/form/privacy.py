"""Answers that belong to one person."""

from django.http import HttpResponse


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
