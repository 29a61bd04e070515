"""The site search: public pages by the beginnings of their words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wagtail.models import Page, PageQuerySet, get_page_models
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText

from home.models import BasePage
from home.models.visitors import for_visitors
from home.search_words import Piece, count_found, make_excerpt, split_terms

# When nothing has all words, so much of each word is looked for ("kandidaten" finds
# "kandidaat", "particpatie" finds "participatie").
ROOT_LENGTH = 5


@dataclass(frozen=True)
class Found:
    """The pages that answer a query, best first; `is_near` when only nearly so."""

    terms: list[str]
    pks: list[int] = field(default_factory=list)
    is_near: bool = False


@dataclass(frozen=True)
class Result:
    """One page among the results."""

    page: BasePage
    excerpt: list[Piece]


def find_pages(query: str, *, root: Page) -> Found:
    """Return the public pages below `root` in which every word of the query begins.

    When no page has them all: the pages that have words like one of them.
    Pages with the words in their title come first, then the order of the tree.
    """
    terms = split_terms(query)
    if not terms:
        return Found(terms=[])
    pks = _search(And([PlainText(term) for term in terms]), terms, root)
    if pks:
        return Found(terms=terms, pks=pks)
    roots = list(dict.fromkeys(term[:ROOT_LENGTH] for term in terms if len(term) > 3))
    if not roots:
        return Found(terms=terms)
    pks = _search(Or([PlainText(term) for term in roots]), roots, root)
    return Found(terms=roots, pks=pks, is_near=True)


def _search(query: And | Or, terms: list[str], root: Page) -> list[int]:
    results = get_public_pages(root).autocomplete(query, order_by_relevance=False)
    pages = for_visitors(results.get_queryset())
    rows = pages.values_list("pk", "title", "path").order_by("path")
    ranked = sorted(rows, key=lambda row: -count_found(terms, row[1]))
    return [pk for pk, _title, _path in ranked]


def get_public_pages(root: Page) -> PageQuerySet:
    """Return the pages that everybody may read, without those that only repeat."""
    hidden = [
        model
        for model in get_page_models()
        if not getattr(model, "is_searchable", False)
    ]
    # `for_visitors` comes after the search, which takes no condition of that kind.
    pages = Page.objects.descendant_of(root, inclusive=True).live().public()
    return pages.not_exact_type(*hidden)


def fetch_results(pks: Sequence[int], terms: list[str]) -> list[Result]:
    """Return some found pages as they are shown, in the same order.

    The queries grow with the kinds of page, not with their number.
    """
    pages = Page.objects.filter(pk__in=pks).specific()
    by_pk = {page.pk: page for page in pages if isinstance(page, BasePage)}
    _prepare(by_pk.values())
    return [
        Result(page, make_excerpt(page.get_search_texts(), terms))
        for page in (by_pk[pk] for pk in pks if pk in by_pk)
    ]


def _prepare(pages: Iterable[BasePage]) -> None:
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        model.prepare_for_results(group)


def index_pages() -> None:
    """Put every page into the search index, now.

    What is saved later reaches it through the worker; this is for a new site, and
    after an update that reads pages differently.
    """
    backend = get_search_backend()
    for model in get_page_models():
        if issubclass(model, BasePage):
            backend.add_bulk(model, list(model.objects.all()))
