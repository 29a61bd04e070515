"""Where I stand: the address that every letter holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ...models import Registration
from .link import own_page
from .overview import show_status


@own_page
def status(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Where I stand, what happens next, what I answered, and what I can do."""
    if request.method == "POST":
        return redirect("participant:status", token)
    return show_status(request, token, registration)
