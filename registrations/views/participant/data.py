"""My data: a copy of everything, or everything erased; asked for on the own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ...forms.person import OwnEraseForm
from ...models import Registration
from ...services.errors import RegistrationError
from ...services.person import KEPT_DAYS, ask_copy, erase_person, find_own
from .link import own_page
from .pages import get_context, render_page

# After asking, the address says so.
ASKED_PARAMETER = "onderweg"


@own_page
def data(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Ask for a copy of all that is held; it comes by mail, to the known address."""
    context = get_context(token, registration)
    context |= {"days": KEPT_DAYS, "is_asked": ASKED_PARAMETER in request.GET}
    if request.method != "POST":
        return render_page(request, "data.html", context)
    try:
        ask_copy(email=registration.email)
    except RegistrationError:
        context["error"] = _(
            "Mail to your address came back, so the copy would not reach you. Tell us "
            "your new address."
        )
        return render_page(request, "data.html", context, status=409)
    address = reverse("participant:data", args=[token])
    return redirect(f"{address}?{ASKED_PARAMETER}=ja")


@own_page
def erase(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Ask whether I am sure, then erase everything under my address."""
    form = OwnEraseForm(request.POST if request.method == "POST" else None)
    context = get_context(token, registration) | {
        "form": form,
        "held": find_own(email=registration.email),
    }
    if request.method != "POST":
        return render_page(request, "erase.html", context)
    if not form.is_valid():
        return render_page(request, "erase.html", context, status=422)
    try:
        erase_person(email=registration.email)
    except RegistrationError:
        context["error"] = _(
            "That did not work just now, and nothing was erased. Try again in a minute, "
            "or tell us."
        )
        return render_page(request, "erase.html", context, status=409)
    # The link opens nothing any more: this page says so once.
    return render_page(request, "erased.html", {})
