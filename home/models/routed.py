"""What routing already read on the way to a page is not asked of the database again."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404
from wagtail.models import Page, PageViewRestriction, get_page_models

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.url_routing import RouteResult


class Routed:
    """A page that remembers the pages through which a visitor came to it.

    Wagtail walks from the home page down, page by page, and forgets them; then the
    breadcrumbs, the view restrictions and `get_parent()` each ask for them again.
    """

    # A page that says itself that it is closed, and gives back what somebody typed.
    answers_when_closed_off = False

    def route(
        self, request: "HttpRequest", path_components: list[str]
    ) -> "RouteResult":
        """Route as Wagtail does, and leave this page with the one below it.

        Raises:
            Http404: also for a page below this one when this one is off line. Wagtail
                leaves those on line; for visitors they went with it (visitors.py).
        """
        result = super().route(request, path_components)
        page = getattr(result, "page", None)
        if not self.live and not getattr(page, "answers_when_closed_off", False):
            raise Http404
        while page is not None and page.depth > self.depth + 1:
            page = getattr(page, "_cached_parent_obj", None)
        if page is not None and page.depth == self.depth + 1:
            # Where treebeard's get_parent() looks first.
            page._cached_parent_obj = self
        return result

    def get_routed_ancestors(self) -> "list[Page] | None":
        """Return the pages above this one from the home page on, if routing met all."""
        ancestors: list[Page] = []
        page: Any = self
        while page.depth and page.depth > 2:
            page = getattr(page, "_cached_parent_obj", None)
            # treebeard leaves a plain Page there: in the editor, for one.
            if not isinstance(page, Routed):
                return None
            ancestors.insert(0, page)
        return ancestors

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """Return what Wagtail does: the restrictions of this page and those above.

        In one query where routing met all ancestors and none of them is an alias
        (an alias goes by the restrictions of its source: then Wagtail works it out).
        """
        ancestors = self.get_routed_ancestors()
        if ancestors is None or any(page.alias_of_id for page in [self, *ancestors]):
            return super().get_view_restrictions()
        known = [page.pk for page in [self, *ancestors]]
        above = Q(page__path=self.path[: self.steplen])
        return PageViewRestriction.objects.filter(Q(page_id__in=known) | above)


def with_short_titles(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Give each page its `short_title` without reading each by its own type.

    The name for menus is a column of every page type of ours (`BasePage`).
    """
    names = [
        NullIf(F(f"{field.related_query_name()}__menu_title"), Value(""))
        for model in get_page_models()
        if issubclass(model, Routed) and (field := model._meta.get_field("page_ptr"))
    ]
    return pages.annotate(short_title=Coalesce(*names, F("title")))
