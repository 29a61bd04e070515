"""How a response asks to be kept: the same for everybody, and until when."""

from datetime import datetime

from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers

# Browsers and shared caches may keep it, and ask each time whether it is still so.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# Where a response carries the moment at which it expires.
MARK = "_public_until"


def mark_public(
    response: HttpResponseBase, *, expires_at: datetime | None = None
) -> None:
    """Say that a response is the same for everybody, so that it may be kept.

    The middleware keeps it only when everything else allows it too: a GET without a
    query string and without a cookie of ours, status 200, nothing that belongs to
    one visitor.

    Args:
        response: what a public view answers, to a GET or HEAD.
        expires_at: a moment after which it may no longer be shown. Brussels midnight
            and the moments of `register_boundaries` count in any case.
    """
    setattr(response, MARK, expires_at)
    response["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])


def is_marked(response: HttpResponseBase) -> bool:
    """Return whether a view called this response public."""
    return hasattr(response, MARK)


def get_expiry(response: HttpResponseBase) -> datetime | None:
    """Return the moment that the view gave with it, if any."""
    return getattr(response, MARK, None)
