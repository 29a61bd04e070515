"""A lost link: asked for again, with one answer for every address."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ...forms.participant import LostLinkForm
from ...services.access import resend_link
from ..guard import FROM_ELSEWHERE, is_same_origin
from ..privacy import private_page
from .pages import render_page

# A known address costs some work, an unknown one none. Whoever holds a stop-watch
# must not see the difference, so both are answered after this many seconds.
LOST_LINK_SECONDS = 0.4


@private_page
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link: one answer, whether or not we know the address."""
    if request.method != "POST":
        return render_page(request, "lost_link.html", {"form": LostLinkForm()})
    started = time.monotonic()
    form = LostLinkForm(request.POST)
    if not is_same_origin(request):
        context = {"form": form, "error": FROM_ELSEWHERE}
        return render_page(request, "lost_link.html", context, status=403)
    if not form.is_valid():
        return render_page(request, "lost_link.html", {"form": form}, status=422)
    resend_link(email=form.cleaned_data["email"])
    time.sleep(max(0.0, LOST_LINK_SECONDS - (time.monotonic() - started)))
    return redirect("participant:lost_link_sent")


@private_page
@require_http_methods(["GET", "HEAD"])
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """What happens after asking for a new link; the same for everybody."""
    return render_page(request, "lost_link_sent.html", {})
