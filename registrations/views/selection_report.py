"""“Verslag van de selectie”: the report of one call, on the screen and on paper."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from workplaces.models import CallPage

from ..permissions import user_can_decide, user_can_read_report
from ..services.account import (
    get_account,
    remove_account,
    restore_account,
    write_account,
)
from ..services.errors import RegistrationError
from ..services.report import make_report
from .office import DECISIONS, OfficeScreen


class SelectionReportView(OfficeScreen, TemplateView):
    """Numbers without names; the print style leaves out the admin around it."""

    template_name = "registrations/admin/selection_report.html"
    page_title = gettext_lazy("Report of the selection")
    header_icon = "doc-full"
    user_can_enter = staticmethod(user_can_read_report)
    media = Media(
        css={"all": ["registrations/css/desk.css", "registrations/css/selection.css"]},
        js=["registrations/js/print.js"],
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.call = get_object_or_404(CallPage, pk=kwargs["call_pk"])

    def get_page_subtitle(self) -> str:
        return self.call.title

    def get_way(self) -> list[dict[str, Any]]:
        return [DECISIONS] if user_can_decide(self.request.user) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "report": make_report(call=self.call, user=self.request.user),
            "account": get_account(call=self.call),
            "can_tell": user_can_decide(self.request.user),
        }


class SelectionAccountView(View):
    """Tells on the site how a call chose, as it stands now, or takes that off again."""

    user_can_enter = staticmethod(user_can_decide)

    def post(self, request: HttpRequest, call_pk: int) -> HttpResponse:
        call = get_object_or_404(CallPage, pk=call_pk)
        try:
            if "remove" in request.POST:
                remove_account(call=call, user=request.user)
                messages.success(request, _("The site tells nothing of it any more."))
            elif "restore" in request.POST:
                restore_account(call=call, user=request.user)
                messages.success(
                    request, _("The site tells again how was chosen, as it did before.")
                )
            else:
                write_account(call=call, user=request.user)
                messages.success(
                    request, _("The site tells how was chosen, as of now.")
                )
        except RegistrationError as error:
            messages.error(request, str(error))
        return redirect("registrations:selection_report", call.pk)
