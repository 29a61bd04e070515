"""Small screens beside the list: which columns, and lists under a name."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..filters import clean_query
from ..forms.list_preferences import ColumnsForm, SaveViewForm
from ..services.errors import RegistrationError
from ..services.list_preferences import (
    delete_view,
    get_views,
    keep_columns,
    keep_view,
    user_can_delete_view,
)
from ..services.names import get_name
from .office import get_way_to_list


class ListPreferenceView(WagtailAdminTemplateMixin, View):
    """What these screens share: where they stand, and the way back."""

    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *get_way_to_list(),
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = ("registrations/css/desk.css", "registrations/css/list.css")
        media = Media(css={"all": [static(name) for name in names]})
        return super().get_context_data(**kwargs) | {"media": media}

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


class ColumnsView(ListPreferenceView):
    """Which columns the list shows to whoever asks, and in which order.

    Args of `as_view`:
        get_choices, get_chosen: given the user, the columns that exist for them and
            those that stand now (`admin.listing.columns`).
    """

    page_title = _("Columns of the list")
    template_name = "registrations/admin/list_columns.html"
    get_choices: Any = None
    get_chosen: Any = None

    def make_form(self, data: QueryDict | None = None) -> ColumnsForm:
        user = self.request.user
        return ColumnsForm(
            data, choices=self.get_choices(user), chosen=self.get_chosen(user)
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=self.make_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "usual" in request.POST:
            keep_columns(user=request.user, columns=[])
            messages.success(request, gettext("The list shows its usual columns."))
            return redirect("registrations:list")
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        keep_columns(user=request.user, columns=form.get_columns())
        messages.success(request, gettext("The list shows these columns to you."))
        return redirect("registrations:list")


class SaveViewView(ListPreferenceView):
    """Keep the list of this address under a name; take one away."""

    page_title = _("Lists under a name")
    template_name = "registrations/admin/list_views.html"

    @cached_property
    def query(self) -> QueryDict:
        """Filters and order of the list; never a word that was searched for."""
        return clean_query(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "query": self.query.urlencode(),
            "views": [
                {
                    "view": view,
                    "is_own": view.user_id == user.pk,
                    "owner": get_name(view.user),
                    "can_delete": user_can_delete_view(user, view),
                }
                for view in get_views(user=user)
            ],
        }

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=SaveViewForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SaveViewForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        try:
            view = keep_view(
                user=request.user, query=self.query.urlencode(), **form.cleaned_data
            )
        except RegistrationError as error:
            form.add_error(None, str(error))
            return self.show(form=form, status=422)
        messages.success(request, gettext("Kept as ‘%(name)s’.") % {"name": view.name})
        return redirect(f"{reverse('registrations:list')}?{view.query}")


class DeleteViewView(View):
    """Take a kept list away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, view_pk: int) -> HttpResponse:
        view = get_object_or_404(get_views(user=request.user), pk=view_pk)
        try:
            delete_view(view=view, user=request.user)
        except RegistrationError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, gettext("‘%(name)s’ is gone.") % {"name": view.name}
            )
        return redirect("registrations:save_view")
