"""Answers that belong to one person."""

from django.http import HttpResponse


def keep_private(response: HttpResponse) -> None:
    """Let no cache keep `response`."""
    response["Cache-Control"] = "private, no-store"


def keep_unfindable(response: HttpResponse) -> None:
    """Let no cache keep `response`, no search engine show it, no other site see where.

    For an answer whose address says something about a person.
    """
    keep_private(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
