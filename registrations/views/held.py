"""What is held for a look: a list of its own, and one click to let it through."""

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

from ..enums import HoldReason
from ..models import Registration
from ..permissions import user_can_judge
from ..services.errors import RegistrationError
from ..services.registration import release_hold
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
        return rows.to_look_at().select_related("page").order_by("held_at", "pk")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("registration", "")
        pk = int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
        registration = self.get_queryset().filter(pk=min(pk, 2**63 - 1)).first()
        if registration is None:
            messages.error(request, _("That registration is not held any more."))
        else:
            self._release(registration)
        return redirect(reverse("registrations:held"))

    def _release(self, registration: Registration) -> None:
        try:
            release_hold(registration=registration, user=self.request.user)
        except RegistrationError as error:
            messages.error(self.request, f"{registration}: {error}")
        else:
            messages.success(
                self.request,
                _("%(number)s goes on as if it had come in just now.")
                % {"number": registration},
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = dict(HoldReason.choices)
        rows = [
            {
                "registration": registration,
                "reasons": [
                    labels.get(code, code) for code in registration.hold_reasons
                ],
            }
            for registration in self.get_queryset()
        ]
        return super().get_context_data(rows=rows, **kwargs)
