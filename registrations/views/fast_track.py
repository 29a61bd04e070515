"""“Snelle goedkeuring”: one screen that shows who would get a place, and proposes it."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..enums import MessageKind
from ..permissions import user_can_decide, user_can_see_names
from ..services.errors import RegistrationError
from ..services.fast_track import plan_fast_track, propose_all
from ..services.keys import read_keys
from .office import DECISIONS, FormPageScreen


class FastTrackView(FormPageScreen, TemplateView):
    """Shows what would be proposed on one form; a post proposes exactly that."""

    template_name = "registrations/admin/fast_track.html"
    page_title = gettext_lazy("Fast approval")
    header_icon = "check"
    user_can_enter = staticmethod(user_can_decide)
    media = Media(
        css={"all": ["registrations/css/desk.css", "registrations/css/selection.css"]}
    )
    error = ""

    def get_way(self) -> list[dict[str, Any]]:
        return [DECISIONS]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "plan": plan_fast_track(form_page=self.form_page, user=self.request.user),
            "can_see_names": user_can_see_names(self.request.user, self.form_page.pk),
            "letter": MessageKind.SELECTED.label,
            "error": self.error,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = set(read_keys(request.POST.getlist("registration")))
        try:
            decisions = propose_all(
                form_page=self.form_page, user=request.user, seen=seen
            )
        except RegistrationError as error:
            self.error = str(error)
            return self.render_to_response(self.get_context_data(), status=422)
        count = len(decisions)
        messages.success(
            request,
            ngettext(
                "%(count)d proposal has been made. It takes effect when it is released.",
                "%(count)d proposals have been made. They take effect when they are "
                "released.",
                count,
            )
            % {"count": count},
        )
        return redirect("registrations:decisions")
