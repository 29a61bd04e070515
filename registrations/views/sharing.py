"""Sharing out the registrations of a form among its readers, and taking them back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ..services.assignment import (
    NoReadingStep,
    Plan,
    PlanChanged,
    carry_out,
    share_out,
    take_back,
)
from ..services.names import get_name
from .rounds import TITLE, RoundScreen


class ShareView(RoundScreen):
    """Shows who would get what and why; a post does exactly that."""

    template_name = "registrations/admin/share_out.html"
    page_title = gettext_lazy("Share out registrations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan: Plan | None = None
        try:
            plan = share_out(form_page=self.form_page, user=self.request.user)
        except NoReadingStep as error:
            self.error = str(error)
        context = super().get_context_data(**kwargs)
        if plan is not None:
            context["loads"] = [
                {"name": get_name(load.reader), "load": load} for load in plan.loads
            ]
            context["rows"] = [
                {
                    "registration": registration,
                    "shares": [
                        {"name": get_name(share.reader), "why": share.why}
                        for share in shares
                    ],
                }
                for registration, shares in plan.by_registration
            ]
        return context | {"plan": plan}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": self.get_round_url(), "label": TITLE}, items[-1]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count = carry_out(
                form_page=self.form_page,
                user=request.user,
                seen=request.POST.get("seen", ""),
            )
        except (PlanChanged, NoReadingStep) as error:
            return self.refuse(error)
        messages.success(
            request,
            ngettext(
                "%(count)d reading has been given out.",
                "%(count)d readings have been given out.",
                count,
            )
            % {"count": count},
        )
        return redirect(self.get_round_url())


class TakeBackView(RoundScreen):
    """Takes back what one reader has not read yet."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader = get_object_or_404(get_user_model(), pk=kwargs["reader_pk"])
        count = take_back(form_page=self.form_page, reader=reader, user=request.user)
        messages.success(
            request,
            ngettext(
                "%(count)d registration has been taken back. Share out again to give "
                "it to others.",
                "%(count)d registrations have been taken back. Share out again to give "
                "them to others.",
                count,
            )
            % {"count": count},
        )
        return redirect(self.get_round_url())
