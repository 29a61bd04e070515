"""The promise of confidentiality, asked before the first registration is opened."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from ..services.readers import must_promise, promise, user_has_profile
from .office import get_way_to_list


class PromiseGate:
    """Mixed into the views of the desk: first the promise, then the answers.

    A post is refused too, so nothing is judged unpromised. Put it before the view:
    it needs `self.object`, which `setup` has found within what the user may see.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if must_promise(registration=self.object, user=request.user):
            return self.ask_promise(request)
        return super().dispatch(request, *args, **kwargs)

    def ask_promise(self, request: HttpRequest) -> HttpResponse:
        """Return the promise, with the way on to this registration."""
        context = {
            "page_title": _("Before you read"),
            "header_title": _("Before you read"),
            "header_icon": "lock",
            "breadcrumbs_items": [
                *get_way_to_list(),
                {"url": "", "label": _("Before you read")},
            ],
            "registration": self.object,
            "media": Media(
                css={
                    "all": [
                        "registrations/css/desk.css",
                        "registrations/css/office.css",
                        "registrations/css/rounds.css",
                    ]
                }
            ),
        }
        return TemplateResponse(request, "registrations/admin/promise.html", context)


class PromiseView(View):
    """Takes the promise, and goes on to the registration that was asked for."""

    user_can_enter = staticmethod(user_has_profile)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        promise(user=request.user)
        messages.success(request, _("Thank you. You can read now."))
        return redirect(reverse("registrations:edit", args=[pk]))
