"""The page explorer with phase and dates, where calls and inspiration days stand.

Wagtail asks the view set of the children for the listing below a parent; ours adds
columns to its explorer and looks up whatever they need for the whole list at once.
"""

from datetime import date, datetime

from django.forms import Media
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from home.models import HomePage

from ..models import CallPage, InspirationDayIndexPage, InspirationDayPage


def describe_stage(page: Page) -> str:
    """Return the phase of a call, or whether a day is to come; nothing for others."""
    if isinstance(page, CallPage):
        if page.phase_override:
            return pgettext("phase", "%(phase)s (by hand)") % {
                "phase": page.phase.label
            }
        return str(page.phase.label)
    if isinstance(page, InspirationDayPage):
        if page.is_past:
            return pgettext("inspiration day", "behind us")
        return pgettext("inspiration day", "to come")
    return ""


def get_first_date(page: Page) -> str:
    """Return when a call closes, or when a day is."""
    return _write(getattr(page, "closes_at", None) or getattr(page, "date", None))


def get_decision_date(page: Page) -> str:
    """Return by when the answer of a call is promised."""
    return _write(getattr(page, "decide_by", None))


def _write(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return date_format(moment, "j b Y")


class MomentsView(ExplorableIndexView):
    """Wagtail's explorer, with columns of ours before its own status."""

    def get_context_data(self, **kwargs: object) -> dict:
        context = super().get_context_data(**kwargs)
        if not self.results_only:
            context["media"] += Media(css={"all": ["workplaces/css/explorer.css"]})
        return context

    def get_table(self, object_list):
        """Give every call in the list its meetings, in one query for all."""
        calls = [page for page in object_list if isinstance(page, CallPage)]
        if calls:
            CallPage.prepare_for_results(calls)
        return super().get_table(object_list)


def _add_columns(*own: BaseColumn) -> list[BaseColumn]:
    """Wagtail's columns, with ours behind the title and the parent."""
    usual = ExplorableIndexView.base_columns
    behind = [column.name for column in usual].index("parent") + 1
    return [*usual[:behind], *own, *usual[behind:]]


class CallExplorerView(MomentsView):
    base_columns = _add_columns(
        Column(
            "stage", label=pgettext_lazy("column", "Phase"), accessor=describe_stage
        ),
        Column(
            "closes_at",
            label=pgettext_lazy("column", "Closes on"),
            accessor=get_first_date,
            classname="explorer-date",
        ),
        Column(
            "decide_by",
            label=pgettext_lazy("column", "Decision by"),
            accessor=get_decision_date,
            classname="explorer-date",
        ),
    )


class DayExplorerView(MomentsView):
    base_columns = _add_columns(
        Column(
            "date",
            label=pgettext_lazy("column", "Date"),
            accessor=get_first_date,
            sort_key="date",
        ),
        Column("stage", label=pgettext_lazy("column", "When"), accessor=describe_stage),
    )


class CallExplorer(PageViewSet):
    """What stands below the home page: calls, the list of days, content pages."""

    model = CallPage
    icon = "doc-empty-inverse"
    parent_models = [HomePage]
    index_view_class = CallExplorerView

    def get_index_view_kwargs(self, **kwargs: object) -> dict:
        """List every page below the home page, not the calls alone."""
        return super().get_index_view_kwargs(**{"model": Page} | kwargs)

    @cached_property
    def content_type_use_view(self):
        """All calls, when an editor asks where this page type is used."""
        kwargs = self.get_index_view_kwargs(model=self.model)
        return self.construct_view(self.content_type_use_view_class, **kwargs)

    @cached_property
    def content_type_use_results_view(self):
        kwargs = self.get_index_view_kwargs(model=self.model)
        return self.construct_view(
            self.content_type_use_view_class, **kwargs, results_only=True
        )


class DayExplorer(PageViewSet):
    """The inspiration days below their list."""

    model = InspirationDayPage
    icon = "date"
    parent_models = [InspirationDayIndexPage]
    index_view_class = DayExplorerView
