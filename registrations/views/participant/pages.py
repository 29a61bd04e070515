"""What all answers of "Mijn inschrijving" have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from home.models import SiteSettings

from ...enums import IS_LIVE
from ...forms.text import clean_text
from ...models import Registration
from ...services.attendance import get_own_meetings
from ...services.standing import describe_standing

TEMPLATES = "registrations/participant/"


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render one of these pages; its title says when something went wrong."""
    context["contact"] = SiteSettings.for_request(request)
    forms_shown = (context.get("form"), context.get("answer_form"))
    if context.get("error") or any(form and form.errors for form in forms_shown):
        context["title_prefix"] = pgettext("form", "Error: ")
    return render(request, TEMPLATES + template, context, status=status)


def get_context(token: str, registration: Registration) -> dict[str, Any]:
    """Return what every page about one registration shows."""
    subject = registration.page.subject
    placed_in = registration.placed_in if registration.holds_seat else None
    return {
        "token": token,
        "registration": registration,
        "standing": describe_standing(registration=registration),
        "subject": subject,
        "workplace": placed_in or registration.workplace_first,
        "is_placed": placed_in is not None,
        "meetings": get_own_meetings(registration=registration),
        # Who takes part, or still may: for them there are dates to keep.
        "is_awaited": registration.state in IS_LIVE,
        "calendar_url": subject.get_calendar_url(),
    }


def get_typed_text(request: HttpRequest) -> str:
    """Return what was typed in a post that could not be taken, to give it back."""
    typed = request.POST.get("answer") or request.POST.get("reason") or ""
    return clean_text(typed).strip()
