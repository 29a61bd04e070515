"""Filters and search of the outbox; its bulk actions use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page

from ..enums import MessageKind, MessageState
from ..models import Message, RegistrationFormPage
from .named import NamedPagesFilter

SEARCH_FIELDS = (
    "recipient",
    "subject",
    "registration__reference",
    "registration__first_name",
    "registration__last_name",
)

# A letter is about one of these, and each hangs below a form.
FORM_PAGES = (
    "registration__page",
    "draft__page",
    "interest__page",
    "data_request__page",
)


def get_calls(request: Any) -> QuerySet[Page]:
    """Return the calls and days that have a form: what letters are about."""
    forms_by_path = RegistrationFormPage.objects.values_list("path", flat=True)
    parents = [path[: -Page.steplen] for path in forms_by_path]
    return Page.objects.filter(path__in=parents).order_by("path")


class MessageFilterSet(WagtailFilterSet):
    """Narrows the outbox down; an unknown parameter changes nothing."""

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a message", "State"),
        choices=MessageState,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of letter"),
        choices=MessageKind,
        widget=forms.CheckboxSelectMultiple,
    )
    call = NamedPagesFilter(
        label=_("Call or day"),
        queryset=get_calls,
        method="filter_call",
        widget=forms.CheckboxSelectMultiple,
    )

    created = django_filters.DateFromToRangeFilter(
        field_name="created_at",
        label=_("Made on"),
        widget=DateRangePickerWidget,
    )
    held = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a message", "Held"),
        choices=[("yes", _("Only what is held")), ("no", _("Without what is held"))],
        method="filter_held",
        widget=forms.RadioSelect,
        empty_label=_("All letters"),
    )
    problem = django_filters.ChoiceFilter(
        label=_("Trouble"),
        choices=[("yes", _("Somebody has to look after it"))],
        method="filter_problem",
        widget=forms.RadioSelect,
        empty_label=_("All letters"),
    )

    class Meta:
        model = Message
        fields: list[str] = []

    def filter_held(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(held_at__isnull=value == "no")

    def filter_problem(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_problem()

    def filter_call(self, queryset: QuerySet, name: str, value: list[Page]) -> QuerySet:
        if not value:
            return queryset
        below = Q()
        for page in value:
            for form_page in FORM_PAGES:
                below |= Q(**{f"{form_page}__path__startswith": page.path})
        return queryset.filter(below)


def search_messages(queryset: QuerySet, query: str) -> QuerySet:
    """Return the messages in which every word of `query` occurs somewhere."""
    for word in query.replace("\x00", "").split():
        found = Q()
        for field in SEARCH_FIELDS:
            found |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(found)
    return queryset
