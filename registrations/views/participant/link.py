"""The door of "Mijn inschrijving": a private link opens one registration."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from ...forms.participant import LostLinkForm
from ...services.access import find_registration
from ..guard import is_same_origin
from .overview import show_status
from .pages import get_typed_text, private_page, render_page


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the registration of the link, or say that the link no longer works."""

    @private_page
    @sensitive_post_parameters()
    @sensitive_variables("token")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        registration = find_registration(token)
        if registration is None:
            return render_page(
                request, "link_expired.html", {"form": LostLinkForm()}, status=404
            )
        if request.method == "POST" and not is_same_origin(request):
            return show_status(
                request,
                token,
                registration,
                error=_("We could not see where this came from. Try again here."),
                kept_text=get_typed_text(request),
                status=403,
            )
        return view(request, token, registration)

    return wrapped
