"""Releasing through the screen, as a decider does: look, then post what one saw."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from registrations.models import Decision, RegistrationFormPage
from registrations.services.decision import Seen, plan_release


def look(
    *, form_page: RegistrationFormPage, user: Any, knows_warnings: bool = True, **part
) -> Seen:
    """Return what `user` would see of the release now."""
    plan = plan_release(form_page=form_page, user=user, **part)
    return Seen(counts=plan.counts, mark=plan.mark, knows_warnings=knows_warnings)


def get_release_url(form_page: RegistrationFormPage | None = None) -> str:
    """Return the address for a whole call; without one, for every open proposal."""
    if form_page is not None:
        return f"{reverse('registrations:release')}?form={form_page.pk}"
    ids = Decision.objects.open().order_by("pk").values_list("pk", flat=True)
    query = "&".join(f"decision={pk}" for pk in ids)
    return f"{reverse('registrations:release')}?{query}"


def read_screen(response: HttpResponse) -> dict[str, Any]:
    """Return what the form at the end of the screen would post."""
    plan, part = response.context["plan"], response.context["part"]
    choice = {"form": plan.form_page.pk} if part is None else {"decision": part}
    sent = {"seen": response.context["seen"], "mark": plan.mark}
    return choice | sent | {"knows_warnings": "on"}


def release_on_screen(client: Client, url: str = "") -> HttpResponse:
    """Open the screen of the release, and release what stands on it."""
    response = client.get(url or get_release_url())
    if response.status_code != 200:
        return response
    return client.post(reverse("registrations:release"), read_screen(response))
