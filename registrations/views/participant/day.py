"""On to an inspiration day: its form, with what this person told us already.

It posts to the page of the day, like any other form of it: what is sent there is a
registration of its own, and this one stays as it is.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ...forms.prefilled import prefill
from ...models import Registration
from ...services.next_day import find_door
from ..form.context import get_form_context
from ..form.prefill import build_form
from .link import own_page
from .pages import get_context, render_page


@own_page
def day(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Show the form of the next day, filled in; back to the page when there is none."""
    form_page = find_door(registration=registration)
    if form_page is None or request.method == "POST":
        return redirect("participant:status", token)
    form = build_form(form_page, request, host_page=None)
    prefill(form, registration)
    context = get_context(token, registration)
    context |= get_form_context(form_page, request, host_page=None)
    # Of one person: neither the form nor what is around it is kept for others.
    context.pop("form_key", None)
    return render_page(
        request,
        "day.html",
        context | {"form": form, "day": form_page.subject},
    )
