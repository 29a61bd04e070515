"""What is held for a look: a list of its own, and one click for each answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..enums import HoldReason, RegistrationState
from ..models import Registration
from ..permissions import user_can_judge
from ..services.errors import RegistrationError
from ..services.form_names import name_forms
from ..services.holds import release_hold, set_aside
from ..services.keys import read_key
from .office import OfficeScreen


class HeldView(OfficeScreen, TemplateView):
    """Nothing that somebody sent is dropped in silence: what looks odd waits here."""

    template_name = "registrations/admin/held.html"
    page_title = gettext_lazy("Held for a look")
    header_icon = "view"
    user_can_enter = staticmethod(user_can_judge)

    def get_queryset(self) -> QuerySet[Registration]:
        user = self.request.user
        rows = Registration.objects.visible_to(user).with_sight(user)
        drafts = rows.held().filter(state=RegistrationState.DRAFT)
        return drafts.select_related("page").order_by("held_at", "pk")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = _set_aside if "set_aside" in request.POST else _let_through
        chosen = request.POST.get("set_aside") or request.POST.get("registration", "")
        registration = self.get_queryset().filter(pk=read_key(chosen)).first()
        if registration is None:
            messages.error(request, _("That registration is not held any more."))
            return redirect(reverse("registrations:held"))
        try:
            done = act(registration, request.user)
        except RegistrationError as error:
            messages.error(request, f"{registration}: {error}")
        else:
            messages.success(request, done % {"number": registration})
        return redirect(reverse("registrations:held"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.get_queryset())
        names = name_forms({row.page_id: row.page for row in rows}.values())
        return super().get_context_data(
            waiting=[_tell(row, names) for row in rows if row.set_aside_at is None],
            aside=[_tell(row, names) for row in rows if row.set_aside_at],
            **kwargs,
        )


def _let_through(registration: Registration, user: Any) -> str:
    release_hold(registration=registration, user=user)
    return _("%(number)s goes on as if it had come in just now.")


def _set_aside(registration: Registration, user: Any) -> str:
    set_aside(registration=registration, user=user)
    return _("%(number)s is set aside. Nobody gets a mail about it.")


def _tell(registration: Registration, names: dict[int, str]) -> dict[str, Any]:
    labels = dict(HoldReason.choices)
    reasons = [labels.get(code, code) for code in registration.hold_reasons]
    return {
        "registration": registration,
        "reasons": reasons,
        "form": names[registration.page_id],
    }
