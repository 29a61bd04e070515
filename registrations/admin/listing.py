"""The list of registrations, and the ways on from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from ..enums import IS_FINAL
from ..filters import (
    DEFAULT_ORDERING,
    RegistrationFilterSet,
    search_registrations,
)
from ..models import Registration, Review
from ..permissions import (
    user_can_decide,
    user_can_enter,
    user_can_export,
    user_can_import,
    user_can_see_names,
)

# Left out on a small screen.
EXTRA = "registration-extra"


def _extra(name: str, label: Any) -> Column:
    return Column(name, label=label, classname=EXTRA)


class RegistrationIndexView(IndexView):
    """Every registration that the user may see, with filters and search."""

    filterset_class = RegistrationFilterSet
    default_ordering = DEFAULT_ORDERING
    is_searchable = True
    # Wagtail's own export keeps no log; ours has a screen of its own.
    list_export: ClassVar[list[str]] = []

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> QuerySet[Registration]:
        user = self.request.user
        return (
            Registration.objects.visible_to(user)
            .for_listing()
            .with_proposals()
            .annotate(
                is_read_by_me=Exists(
                    Review.objects.filter(registration=OuterRef("pk"), reader=user)
                ),
            )
        )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow down; a filter that cannot be read shows nothing, never all."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return search_registrations(queryset, self.search_query, user=self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        user = self.request.user
        title_column = self._get_title_column_class(TitleColumn)(
            "reference",
            label=_("Number"),
            sort_key="reference",
            get_url=self.get_edit_url,
            get_title_id=lambda registration: f"item_{registration.pk}_title",
            classname="registration-number",
        )
        columns = [title_column]
        if user_can_see_names(user):
            columns += [
                Column("full_name", label=_("Name"), sort_key="last_name"),
                _extra("organisation", _("Organisation")),
            ]
        columns += [
            _extra("workplace_first", _("First choice")),
            _extra("placed_in", _("Placed in")),
            StatusTagColumn(
                "state",
                label=pgettext_lazy("of a registration", "State"),
                accessor=get_state_label,
                primary=lambda registration: registration.state not in IS_FINAL,
                sort_key="state",
            ),
            Column("remark", label=_("To note"), accessor=get_remark),
            Column(
                "submit_time",
                label=_("Received on"),
                accessor=get_date,
                sort_key="submit_time",
                classname=EXTRA,
            ),
        ]
        if user_can_decide(user):
            checkbox = BulkActionsCheckboxColumn("bulk_actions", obj_type="item")
            columns.insert(0, checkbox)
        return columns

    def get_list_buttons(self, instance: Registration) -> list:
        return []  # everything is done on the review desk

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["has_bulk_actions"] = user_can_decide(self.request.user)
        context["media"] += Media(css={"all": [static("registrations/css/desk.css")]})
        return context

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """What can be done with the whole list, for whoever may."""
        return [
            Button(label, url=url, icon_name=icon, priority=number)
            for number, (label, url, icon) in enumerate(self._get_ways_on())
        ]

    def _get_ways_on(self) -> list[tuple[Any, str, str]]:
        user = self.request.user
        ways = []
        if user_can_export(user):
            params = self.request.GET.copy()
            for name in (self.page_kwarg, "_w_filter_fragment"):
                params.pop(name, None)
            url = f"{reverse('registrations:export')}?{params.urlencode()}"
            ways.append((_("Export this list"), url, "download"))
        if user_can_enter(user):
            url = reverse("registrations:enter_start")
            ways.append((_("Enter a registration for somebody"), url, "edit"))
        if user_can_import(user):
            url = reverse("registrations:import_file")
            ways.append((_("Import the old form"), url, "upload"))
        return ways


def get_date(registration: Registration) -> str:
    """Return the day itself: "two weeks ago" settles no question about a deadline."""
    return date_format(timezone.localtime(registration.submit_time), "j b Y, H.i")


def get_state_label(registration: Registration) -> str:
    """Return where a registration stands; a held one is not simply a draft."""
    if registration.is_held:
        return _("Held for a look")
    return registration.get_state_display()


def get_remark(registration: Registration) -> str:
    """Return the one thing that somebody of the team would want to know."""
    if registration.has_proposal:
        return _("Proposal open")
    if registration.is_read_by_me:
        return _("Read by you")
    return ""
