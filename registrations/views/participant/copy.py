"""A copy of my answers, to keep: plain words in a file that opens everywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from ...models import Registration
from ...services.changes import get_amendments
from .link import own_page
from .overview import get_sections
from .pages import TEMPLATES, get_context


@own_page
def copy(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Give the answers as a text file; the private link does not stand in it."""
    context = get_context(token, registration) | {
        "sections": get_sections(registration),
        "amendments": get_amendments(registration=registration),
        "now": timezone.now(),
    }
    text = render_to_string(f"{TEMPLATES}copy.txt", context).strip() + "\n"
    # A mark at the start, by which old programs know the letters.
    response = HttpResponse("\ufeff" + text, content_type="text/plain; charset=utf-8")
    name = f"inschrijving-{registration.reference}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
