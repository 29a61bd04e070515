"""The search page."""

from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ..models import BasePage, HomePage
from ..page_cache import mark_public
from ..search_words import clean_query
from ..services.search import Found, fetch_results, find_pages

RESULTS_PER_LEAF = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` with public pages; without any, show where one can go instead."""
    site = Site.find_for_request(request)
    home = site.root_page.specific if site is not None else None
    query = clean_query(request.GET.get("q", ""))
    found = find_pages(query, root=home) if home else Found(terms=[])
    leaf = Paginator(found.pks, RESULTS_PER_LEAF).get_page(request.GET.get("blad"))
    context: dict[str, Any] = {
        "query": query,
        "found": found,
        "leaf": leaf,
        "results": fetch_results(leaf.object_list, found.terms),
        "leaves": list_leaves(leaf),
    }
    if not found.pks or found.is_near:
        context["ways"] = find_ways_on(request, home)
    response = render(request, "home/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    mark_public(response)
    return response


def list_leaves(leaf: Leaf) -> list[int | str]:
    """Return the numbers of the leaves to choose from, with gaps where there are many."""
    if not leaf.has_other_pages():
        return []
    return list(
        leaf.paginator.get_elided_page_range(leaf.number, on_each_side=1, on_ends=1)
    )


def find_ways_on(request: HttpRequest, home: BasePage | None) -> list[dict[str, Any]]:
    """Return the pages that the home page leads to, and those they lead to."""
    pages = home.get_chosen_pages() if isinstance(home, HomePage) else []
    return [{"page": page, "onward": page.get_onward_pages()} for page in pages]
