"""Filters of the list of registrations; bulk actions and exports use the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from workplaces.models import WorkplacePage

from .enums import RegistrationState
from .models import Registration, RegistrationFormPage
from .permissions import user_can_see_names

SEARCH_FIELDS = ("reference",)
# Searched only for those who may see who somebody is.
NAME_SEARCH_FIELDS = ("first_name", "last_name", "organisation", "email")


# What the list can be sorted by (admin/listing.py), and how it is without a wish.
SORT_KEYS = ("reference", "last_name", "state", "submit_time")
DEFAULT_ORDERING = "-submit_time"


class RegistrationFilterSet(WagtailFilterSet):
    """Narrows the list down; an unknown parameter changes nothing."""

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a registration", "State"),
        choices=RegistrationState,
        widget=forms.CheckboxSelectMultiple,
    )
    workplace = django_filters.ModelMultipleChoiceFilter(
        label=_("First or second choice"),
        queryset=lambda request: WorkplacePage.objects.order_by("path"),
        method="filter_workplace",
        widget=forms.CheckboxSelectMultiple,
    )
    placed_in = django_filters.ModelMultipleChoiceFilter(
        label=_("Placed in"),
        queryset=lambda request: WorkplacePage.objects.order_by("path"),
        widget=forms.CheckboxSelectMultiple,
    )
    page = django_filters.ModelMultipleChoiceFilter(
        label=_("Form"),
        queryset=lambda request: RegistrationFormPage.objects.order_by("path"),
        widget=forms.CheckboxSelectMultiple,
    )
    held = django_filters.ChoiceFilter(
        label=_("Held for a look"),
        choices=[("yes", _("Only held ones")), ("no", _("Without held ones"))],
        method="filter_held",
        widget=forms.RadioSelect,
        empty_label=_("All registrations"),
    )

    class Meta:
        model = Registration
        fields: list[str] = []

    def filter_workplace(
        self, queryset: QuerySet, name: str, value: list[WorkplacePage]
    ) -> QuerySet:
        if not value:
            return queryset
        return queryset.filter(
            Q(workplace_first__in=value) | Q(workplace_second__in=value)
        )

    def filter_held(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.held() if value == "yes" else queryset.filter(held_at=None)


def search_registrations(queryset: QuerySet, query: str, *, user) -> QuerySet:
    """Return the registrations in which every word of `query` occurs somewhere.

    Plain columns, not a search index: quick enough for some thousands of rows, and
    a name leaves nothing behind when it is erased.
    """
    fields = SEARCH_FIELDS
    if user_can_see_names(user):
        fields += NAME_SEARCH_FIELDS
    for word in query.split():
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(found)
    return queryset


@dataclass(frozen=True)
class Listing:
    """The list as an address describes it, for all that acts on "this list".

    Attributes:
        queryset: its rows, in its order.
        used: the filters by name, for the log; of a search only that there was one.
        words: the same for a person: what is filtered, and by what.
    """

    queryset: QuerySet[Registration]
    used: dict[str, Any]
    words: list[tuple[str, str]]


def read_listing(request: HttpRequest) -> Listing:
    """Return the list that the query string of `request` asks for.

    A filter that cannot be read shows nothing, never everything.
    """
    visible = Registration.objects.visible_to(request.user)
    filters = RegistrationFilterSet(request.GET, queryset=visible, request=request)
    if not filters.is_valid():
        return Listing(visible.none(), {"invalid": True}, [])
    query = request.GET.get("q", "").replace("\x00", "").strip()
    found = search_registrations(filters.qs, query, user=request.user)
    used = {name: filters.data.getlist(name) for name in filters.form.changed_data}
    words = [
        (str(filters.form[name].label), _describe_choice(filters.form, name))
        for name in filters.form.changed_data
    ]
    if query:
        used["search"] = True
        words.append((str(_("Search")), f"‘{query}’"))
    ordering = request.GET.get("ordering", DEFAULT_ORDERING)
    if ordering.removeprefix("-") not in SORT_KEYS:
        ordering = DEFAULT_ORDERING
    return Listing(found.order_by(ordering, "-pk"), used, words)


def _describe_choice(form: forms.Form, name: str) -> str:
    chosen = form.cleaned_data[name]
    if not isinstance(chosen, str):
        labels = dict(RegistrationState.choices)
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return str(dict(form.fields[name].choices).get(chosen, chosen))
