"""The list as an address describes it, for all that acts on "this list"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext, gettext_lazy
from django_filters.widgets import SuffixedMultiWidget

from ..enums import RegistrationState
from ..models import Registration
from .filter_set import RegistrationFilterSet
from .ordering import DEFAULT_ORDERING, order_registrations
from .search import search_registrations

SEARCH = gettext_lazy("Search")


@dataclass(frozen=True)
class Listing:
    """The list as an address describes it, for all that acts on "this list".

    Attributes:
        queryset: its rows, in its order.
        words: what is filtered, and by what.
    """

    queryset: QuerySet[Registration]
    words: list[tuple[str, str]]

    @property
    def words_to_keep(self) -> dict[str, str]:
        """The same for the log; of a search only that there was one: it is a name."""
        return {
            what: gettext("a word that we do not keep")
            if what == str(SEARCH)
            else choice
            for what, choice in self.words
        }


def read_listing(request: HttpRequest) -> Listing:
    """Return the list that the query string of `request` asks for.

    A filter that cannot be read shows nothing, never everything.
    """
    user = request.user
    visible = Registration.objects.visible_to(user)
    filters = RegistrationFilterSet(request.GET, queryset=visible, request=request)
    if not filters.is_valid():
        return Listing(visible.none(), [])
    query = request.GET.get("q", "").replace("\x00", "").strip()
    found = search_registrations(filters.qs, query, user=user)
    form = filters.form
    words = [
        (str(form[name].label), _describe_choice(form, name))
        for name in form.changed_data
    ]
    if query:
        words.append((str(SEARCH), f"‘{query}’"))
    ordering = request.GET.get("ordering", DEFAULT_ORDERING)
    return Listing(order_registrations(found, ordering, user=user), words)


def clean_query(params: QueryDict) -> QueryDict:
    """Return what of `params` may be kept under a name: filters and the order.

    Never a word that was searched for: it is most often somebody's name. What is
    not known is left out, so nothing else can be kept either.
    """
    form = RegistrationFilterSet().form
    known = {key for name in form.fields for key in _get_keys(form, name)}
    kept = QueryDict(mutable=True)
    for key in sorted(params.keys() & (known | {"ordering"})):
        values = [value for value in params.getlist(key) if value]
        if values:
            kept.setlist(key, values)
    return kept


def _get_keys(form: forms.Form, name: str) -> list[str]:
    """Return the parameters in which one filter is written."""
    widget = form.fields[name].widget
    if isinstance(widget, SuffixedMultiWidget):
        return [widget.suffixed(name, suffix) for suffix in widget.suffixes]
    return [name]


def _describe_choice(form: forms.Form, name: str) -> str:
    chosen = form.cleaned_data[name]
    if isinstance(chosen, slice):
        low, high = ("" if end is None else f"{end:n}" for end in _ends(chosen))
        return f"{low} – {high}".strip()
    # As the choice reads on the screen: "Schrijf je in" is the title of every form.
    describe = getattr(form.fields[name], "label_from_instance", None)
    if describe:
        return ", ".join(str(describe(one)) for one in chosen)
    if not isinstance(chosen, str):
        labels = dict(RegistrationState.choices)
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return str(dict(form.fields[name].choices).get(chosen, chosen))


def _ends(chosen: slice) -> tuple[Any, Any]:
    return chosen.start, chosen.stop
