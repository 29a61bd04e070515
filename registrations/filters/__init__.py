"""Filters, search and order of the list; bulk actions and exports use the same."""

from .facets import show_counts
from .filter_set import RegistrationFilterSet
from .listing import Listing, clean_query, read_listing
from .ordering import DEFAULT_ORDERING, SORT_KEYS, order_registrations
from .search import search_registrations

__all__ = [
    "DEFAULT_ORDERING",
    "SORT_KEYS",
    "Listing",
    "RegistrationFilterSet",
    "clean_query",
    "order_registrations",
    "read_listing",
    "search_registrations",
    "show_counts",
]
