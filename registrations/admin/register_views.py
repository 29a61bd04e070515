"""wagtail-modeladmin's views, mended where they fall."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import (
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
)

from ..models import Region
from ..services.errors import RegistrationError


class RegisterIndexView(IndexView):
    """A list that forgives its address: a stray parameter changes nothing.

    The stock view hands every unknown parameter to the database and ends in a 500.
    """

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        known = [getattr(spec, "parameter_name", spec) for spec in self.list_filter]
        return {
            name: value
            for name, value in super().get_filters_params(params).items()
            if any(name == field or name.startswith(f"{field}__") for field in known)
        }

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        try:
            return super().get_queryset(request)
        except (IncorrectLookupParameters, ValueError, TypeError):
            # A filter with a value that cannot be: the list as it is without.
            self.params = self.params.copy()
            for name in list(self.params):
                if name not in self.IGNORED_PARAMS:
                    del self.params[name]
            return super().get_queryset(request)


class RegisterHistoryView(HistoryView):
    """The history of a row for whoever may see the list it stands in.

    The stock view asks nothing: it opens for every account of the admin.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission_helper.user_can_list(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RegionFilter(SimpleListFilter):
    """By region; the stock filter of a relation needs Django's own admin."""

    title = _("Reference region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple]:
        return [(str(region.pk), region.name) for region in Region.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(region=self.value()) if self.value() else queryset


class RegisterButtonHelper(ButtonHelper):
    """The stock buttons; in Dutch theirs guess the gender of every word."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = _("Add %(name)s") % {"name": capfirst(self.verbose_name)}
        return super().add_button(*args, **kwargs) | {"label": words, "title": words}

    def edit_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = _("Edit %(name)s") % {"name": capfirst(self.verbose_name)}
        return super().edit_button(*args, **kwargs) | {"title": words}

    def delete_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = _("Delete %(name)s") % {"name": capfirst(self.verbose_name)}
        return super().delete_button(*args, **kwargs) | {"title": words}


class RegisterCreateView(CreateView):
    """Says what is added in one phrase."""

    def get_page_title(self) -> str:
        return _("Add %(name)s") % {"name": capfirst(self.verbose_name)}

    def get_page_subtitle(self) -> str:
        return ""

    def get_meta_title(self) -> str:
        return self.get_page_title()


class RegisterEditView(EditView):
    """Says what is changed in one phrase; the row itself stands beside it."""

    def get_page_title(self) -> str:
        return _("Edit %(name)s") % {"name": capfirst(self.verbose_name)}

    def get_meta_title(self) -> str:
        return self.get_page_title()


class RegisterDeleteView(DeleteView):
    """Asks in the tone of the house, and names the row it is about."""

    def get_page_title(self) -> str:
        return _("Delete %(name)s") % {"name": capfirst(self.verbose_name)}

    def get_meta_title(self) -> str:
        return self.get_page_title()

    def confirmation_message(self) -> str:
        return _(
            "Do you want to delete “%(name)s”? What refers to it may change as well."
        ) % {"name": self.instance}


class CarefulDeleteView(RegisterDeleteView):
    """Deletes through a service, which says in a sentence why it may not."""

    def delete_instance(self) -> None:
        self.model_admin.delete(self.instance)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(self.instance)
        try:
            with transaction.atomic():
                # First the log: afterwards the row has no key to log by.
                log(instance=self.instance, action="wagtail.delete", deleted=True)
                self.delete_instance()
        except RegistrationError as error:
            messages.error(request, str(error))
            return redirect(self.edit_url)
        messages.success(request, _("“%(name)s” has been deleted.") % {"name": name})
        return redirect(self.index_url)


class ReadOnlyPermissionHelper(PermissionHelper):
    """For registers: to look at, for nobody to change, superuser or not."""

    def user_can_list(self, user: Any) -> bool:
        return user.is_active and self.user_has_specific_permission(
            user, self.get_perm_codename("view")
        )

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.inspect_view_enabled and self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False
