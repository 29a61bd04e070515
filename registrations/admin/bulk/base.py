"""What bulk actions on registrations share: the scope, the filter, the refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ...filters import read_listing
from ...models import Registration
from ...services.errors import RegistrationError
from ...services.keys import read_keys


class RegistrationBulkAction(SnippetBulkAction):
    """What our bulk actions share: the scope, the filter, and one refusal for all."""

    models = [Registration]
    template_name = "registrations/admin/bulk_confirm.html"
    question: Any = ""
    button: Any = ""
    # The same function as the service asks.
    permission: Callable[[Any], bool]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        """The rows of the list as it was filtered; Wagtail would take the table."""
        return read_listing(self.request).queryset.values_list("pk", flat=True)

    def get_chosen(self) -> QuerySet[Registration]:
        """Return what was ticked, or the whole list as it was filtered."""
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            ids = list(self.get_all_objects_in_listing_query(None))
        return (
            Registration.objects.visible_to(self.request.user)
            .for_listing()
            .with_proposals()
            .filter(pk__in=read_keys(str(pk) for pk in ids))
            .order_by("reference")
        )

    def get_actionable_objects(self) -> tuple[list[Registration], dict[str, list]]:
        fitting, others = [], []
        for registration in self.get_chosen():
            fits = self.check_perm(registration)
            (fitting if fits else others).append(registration)
        return fitting, {"items_with_no_access": others}

    def object_context(self, obj: Registration) -> dict[str, Any]:
        return {"item": obj}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": self.display_name,
            "question": self.question,
            "button": self.button,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RegistrationError as error:
            messages.error(self.request, str(error))
            return redirect(self.next_url)
