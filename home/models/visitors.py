"""Which pages everybody may see: the one rule for whatever leads to a page."""

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from wagtail.models import Page

from ..page_cache import keep_fragment


def for_visitors(pages: QuerySet, *, on: Page | None = None) -> QuerySet:
    """Return the pages that may be named to every visitor, in the same query.

    Live ones, unless they or a page above them are private (a view restriction) or
    off line: Wagtail leaves pages below an unpublished one on line.

    Args:
        pages: of any type of page.
        on: the page that names them. Whoever sees it has passed what closes it and
            the pages above it, and an editor previews it before it is public.
    """
    closed = Q(view_restrictions__isnull=False) | Q(live=False)
    below = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = Page.objects.annotate(below=below).filter(
        closed, below__startswith=F("path")
    )
    if on is not None and on.path:
        steps = range(Page.steplen, len(on.path) + 1, Page.steplen)
        above = above.exclude(path__in=[on.path[:step] for step in steps])
    return pages.filter(~Exists(above), live=True)


def get_for_visitors(page: Page | None, *, on: Page | None = None) -> Page | None:
    """Return one page as its own type, or None when visitors may not know of it.

    Args:
        page: as it was chosen somewhere; it remembers the answer.
        on: the page that names it, as for `for_visitors`.
    """
    if page is None or not page.live:
        return None
    known = page.__dict__.setdefault("_for_visitors_on", {})
    place = on.path if on is not None else ""

    def find() -> bool:
        model = page.specific_class or Page
        known[place] = for_visitors(model.objects.filter(pk=page.pk), on=on).first()
        return known[place] is not None

    if place not in known:
        # Kept: to put the question costs more than to answer it, and the answer is
        # the same until somebody publishes, moves or closes a page.
        may_be_named = keep_fragment(("for visitors", page.pk, place), find)
        if place not in known:
            known[place] = page.specific if may_be_named else None
    return known[place]
