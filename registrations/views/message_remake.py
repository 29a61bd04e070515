"""“Opnieuw opmaken”: what a draft would become, and then the deed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import (
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
)

from ..models import Message
from ..permissions import user_can_send_messages
from ..services.errors import NotAllowed, RegistrationError
from ..services.message import OtherWords, plan_remake, remake_draft


class MessageRemakeView(BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows what goes and what comes before anything does."""

    model = Message
    template_name = "registrations/admin/message_remake.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        return _("Make the letter up again")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("messages:list"),
                "label": Message._meta.verbose_name_plural.capitalize(),
            },
            {
                "url": reverse("messages:edit", args=[self.object.pk]),
                "label": str(self.object),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_send_messages(request.user):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as error:
            raise PermissionDenied from error
        except RegistrationError as error:
            messages.error(request, str(error))
            way = "remake" if isinstance(error, OtherWords) else "edit"
            return redirect(reverse(f"messages:{way}", args=[self.object.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "message": self.object,
            "remake": plan_remake(message=self.object, user=self.request.user),
            "media": Media(
                css={
                    "all": [
                        "registrations/css/outbox.css",
                        "registrations/css/letter_templates.css",
                    ]
                }
            ),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        remake_draft(
            message=self.object, seen=request.POST.get("seen", ""), user=request.user
        )
        messages.success(request, _("The draft has the words of its template now."))
        return redirect(reverse("messages:edit", args=[self.object.pk]))
