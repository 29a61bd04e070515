"""Sending all drafts of a call: how many they are, and then a deliberate yes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Message
from ..permissions import user_can_send_messages
from ..services.errors import RegistrationError
from ..services.message import CallDrafts, get_call_drafts, send_call_drafts
from .messages import OUTBOX_CSS


class SendDraftsView(WagtailAdminTemplateMixin, TemplateView):
    """The calls with drafts; with `?call=`, what leaves of that one, to confirm."""

    model = Message
    template_name = "registrations/admin/message_send.html"
    header_icon = "mail"
    error = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if not user_can_send_messages(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Send all drafts of a call")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("messages:list"),
                "label": Message._meta.verbose_name_plural.capitalize(),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def calls(self) -> list[CallDrafts]:
        return get_call_drafts(user=self.request.user)

    def get_call(self, pk: str) -> CallDrafts | None:
        return next((call for call in self.calls if str(call.page.pk) == pk), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.get_call(self.request.GET.get("call", ""))
        return super().get_context_data(**kwargs) | {
            "calls": self.calls,
            "chosen": chosen,
            "error": self.error,
            "media": Media(css={"all": OUTBOX_CSS}),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        call = self.get_call(request.GET.get("call", ""))
        if call is None:
            raise Http404
        try:
            sent = send_call_drafts(
                page=call.page,
                seen_version=request.POST.get("seen_version", ""),
                user=request.user,
            )
        except RegistrationError as error:
            self.error = str(error)
            del self.calls  # as it stands now
            return self.render_to_response(self.get_context_data(), status=422)
        sentence = ngettext(
            "%(count)d letter is on its way.",
            "%(count)d letters are on their way.",
            sent,
        ) % {"count": sent}
        messages.success(request, sentence)
        return redirect("messages:list")
