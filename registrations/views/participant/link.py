"""The door of "Mijn inschrijving": a private link opens one registration."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from ...forms.participant import LostLinkForm
from ...models import Registration
from ...services.access import find_registration
from ..guard import FROM_ELSEWHERE, is_same_origin
from ..privacy import private_page
from .overview import show_status
from .pages import get_typed_text, render_page

View = Callable[..., HttpResponse]


def show_refusal(
    request: HttpRequest, token: str, registration: Registration, *, error: str
) -> HttpResponse:
    """Refuse a post that did not come from our own page, and give the text back."""
    return show_status(
        request,
        token,
        registration,
        error=error,
        kept_text=get_typed_text(request),
        status=403,
    )


def own_page(
    view: View | None = None, *, refuse: Callable[..., HttpResponse] = show_refusal
) -> Any:
    """Open the registration of the link, or say that the link no longer works.

    Args:
        view: what to show of it.
        refuse: what answers a post from elsewhere; it gives back what was typed.
    """
    if view is None:
        return partial(own_page, refuse=refuse)

    @private_page
    @sensitive_post_parameters()
    @sensitive_variables("token")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **named: str) -> HttpResponse:
        registration = find_registration(token)
        if registration is None:
            return render_page(
                request, "link_expired.html", {"form": LostLinkForm()}, status=404
            )
        if request.method == "POST" and not is_same_origin(request):
            return refuse(request, token, registration, error=str(FROM_ELSEWHERE))
        return view(request, token, registration, **named)

    return wrapped
