"""The list of registrations as Wagtail's universal listing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Page
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    FilteredRelation,
    Q,
    QuerySet,
)
from django.forms import Media
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from ...filters import (
    DEFAULT_ORDERING,
    RegistrationFilterSet,
    clean_query,
    order_registrations,
    search_registrations,
    show_counts,
)
from ...filters.sight import with_facts, with_scores
from ...models import Registration
from ...permissions import (
    user_can_enter,
    user_can_export,
    user_can_handle_data,
    user_can_import,
    user_can_judge,
)
from ...services.list_preferences import get_views
from ...services.review_sight import with_visible_proposals
from ..bulk import get_bulk_actions
from .buttons import get_bulk_buttons
from .columns import COLUMNS, get_chosen_columns


class KeysFirst(WagtailPaginator):
    """Finds the keys of a page, and then all that its rows show.

    Sorting 20,000 rows with all that they show, to throw away all but fifty, is what
    a list otherwise spends its time on.
    """

    def page(self, number: int | str) -> Page:
        found = super().page(number)
        keys = list(found.object_list.values_list("pk", flat=True))
        rows = self.object_list.order_by().filter(pk__in=keys)
        found.object_list = sorted(rows, key=lambda row: keys.index(row.pk))
        return found


class RegistrationIndexView(IndexView):
    """Every registration that the user may see, with filters and search."""

    paginator_class = KeysFirst
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
        rows = (
            Registration.objects.visible_to(user)
            .for_listing()
            .alias(
                own_assignment=FilteredRelation(
                    "assignments", condition=Q(assignments__reader=user)
                )
            )
            .annotate(is_assigned_to_me=_is_there("own_assignment"))
        )
        # Joins the review of whoever looks as well.
        rows = with_scores(with_facts(rows, user), user)
        rows = with_visible_proposals(rows, user)
        rows = rows.annotate(is_read_by_me=_is_there("own_review"))
        for name in self.chosen_columns:
            if COLUMNS[name].fetch:
                rows = COLUMNS[name].fetch(rows)
        return rows

    @cached_property
    def filters(self) -> Any:
        filters = RegistrationFilterSet(**self.get_filterset_kwargs())
        if not self.results_only or "_w_filter_fragment" in self.request.GET:
            # Not for each letter that is typed: then only the rows come back.
            visible = Registration.objects.visible_to(self.request.user)
            show_counts(filters.form, visible)
        return filters

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow down; a filter that cannot be read shows nothing, never all."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return search_registrations(queryset, self.search_query, user=self.request.user)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return order_registrations(queryset, self.ordering, user=self.request.user)

    @cached_property
    def chosen_columns(self) -> list[str]:
        return get_chosen_columns(self.request.user)

    @cached_property
    def bulk_actions(self) -> list[type]:
        return get_bulk_actions(self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = []
        if self.bulk_actions:
            columns.append(BulkActionsCheckboxColumn("bulk_actions", obj_type="item"))
        columns.append(
            self._get_title_column_class(TitleColumn)(
                "reference",
                label=_("Number"),
                sort_key="reference",
                get_url=self.get_edit_url,
                get_title_id=lambda registration: f"item_{registration.pk}_title",
                classname="registration-number",
            )
        )
        return columns + [COLUMNS[name].build(name) for name in self.chosen_columns]

    def get_list_buttons(self, instance: Registration) -> list:
        return []  # everything is done on the review desk

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        kept = clean_query(self.request.GET).urlencode()
        context["bulk_buttons"] = get_bulk_buttons(self.bulk_actions)
        context["saved_views"] = [
            {"view": view, "is_current": view.query == kept}
            for view in get_views(user=self.request.user)
        ]
        context["kept_query"] = kept
        context["media"] += Media(
            css={
                "all": [
                    static("registrations/css/desk.css"),
                    static("registrations/css/list.css"),
                ]
            }
        )
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
        kept = clean_query(self.request.GET).urlencode()
        ways = [
            (_("Choose the columns"), reverse("registrations:columns"), "sliders"),
            (
                _("Keep this list under a name"),
                f"{reverse('registrations:save_view')}?{kept}",
                "thumbtack",
            ),
        ]
        if user_can_judge(user):
            ways.append((_("Held for a look"), reverse("registrations:held"), "view"))
        if user_can_export(user):
            params = self.request.GET.copy()
            for name in (self.page_kwarg, "_w_filter_fragment"):
                params.pop(name, None)
            url = f"{reverse('registrations:export')}?{params.urlencode()}"
            ways.append((_("Export this list"), url, "download"))
        if user_can_enter(user):
            url = reverse("registrations:enter_start")
            ways.append((_("Enter a registration for somebody"), url, "edit"))
            url = reverse("registrations:attendance")
            ways.append((_("Who was there?"), url, "group"))
        if user_can_import(user):
            url = reverse("registrations:import_file")
            ways.append((_("Import the old form"), url, "upload"))
        if user_can_handle_data(user):
            url = reverse("registrations:person")
            ways.append((_("Data of one person"), url, "user"))
        return ways


def _is_there(relation: str) -> ExpressionWrapper:
    """Whether a row that was joined is there; of each of these there is one at most."""
    condition = Q(**{f"{relation}__isnull": False})
    return ExpressionWrapper(condition, BooleanField())
