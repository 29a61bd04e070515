"""A letter on its own, for a frame on a screen of the admin."""

from __future__ import annotations

from django.http import HttpResponse

from ..services.letter_html import PRIVATE_LINK, Letter

# A letter may bring its own style, and nothing else: no script, no picture from
# elsewhere, no form, no link that opens.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)


def show_letter(letter: Letter) -> HttpResponse:
    """Return the HTML of `letter` as it will look, without any way out of it."""
    response = HttpResponse(letter.html.replace(PRIVATE_LINK, "#"))
    response["Content-Security-Policy"] = LETTER_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
