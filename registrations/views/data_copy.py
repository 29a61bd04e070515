"""The copy of somebody's data, behind a link that only their own mail has."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from ..models import DataRequest
from ..services.person import find_copy, gather_copy, write_data, write_page
from .participant.pages import render_page
from .privacy import private_page

View = Callable[..., HttpResponse]


def copy_page(view: View) -> View:
    """Open the copy of the link, or say that the link no longer works."""

    @private_page
    @sensitive_variables("token")
    @require_http_methods(["GET", "HEAD"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        found = find_copy(token)
        if found is None:
            return render_page(request, "data_gone.html", {}, status=404)
        return view(request, token, found)

    return wrapped


@copy_page
def show(request: HttpRequest, token: str, found: DataRequest) -> HttpResponse:
    """What can be taken along, and until when."""
    context = {"token": token, "until": found.expires_at}
    return render_page(request, "data_copy.html", context)


@copy_page
def read(request: HttpRequest, token: str, found: DataRequest) -> HttpResponse:
    """The copy as a page that opens everywhere."""
    return _attach(write_page(gather_copy(request=found)), "text/html", "html")


@copy_page
def take(request: HttpRequest, token: str, found: DataRequest) -> HttpResponse:
    """The copy for another system."""
    return _attach(write_data(gather_copy(request=found)), "application/json", "json")


def _attach(text: str, content_type: str, suffix: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mijn-gegevens.{suffix}"'
    return response
