"""The door of every screen about registrations, and screens that stay shut."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from ..models import Registration
from ..permissions import user_can_view_registrations


class GuardedView:
    """Mixed into every view by `construct_view`: who comes in, and which rows.

    Before anything is read from the database, so that "not allowed" and "does not
    exist" look the same to somebody who may not see registrations.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        check = getattr(self, "user_can_enter", user_can_view_registrations)
        if not (user_can_view_registrations(request.user) and check(request.user)):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_base_object_queryset(self) -> QuerySet[Registration]:
        return (
            Registration.objects.visible_to(self.request.user)
            .for_listing()
            .select_related(
                "role", "profile", "practice_link", "entered_by", "imported_in"
            )
        )


class RefusedView(View):
    """Views of Wagtail that registrations do not have: for nobody."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class ToDeskView(View):
    """Wagtail's history and workflow screens: the desk tells all of it."""

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        return redirect(reverse("registrations:edit", args=[pk]))
