"""How others find the call: search engines, and who does not see its pictures."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .points import Place, Point, count_done

if TYPE_CHECKING:
    from wagtail.models import Page

    from ..models import CallPage, WorkplacePage


def check_findable(
    call: "CallPage", workplaces: Sequence["WorkplacePage"]
) -> Iterable[Point]:
    """The text for search engines, and the descriptions of pictures."""
    pages = [call, *workplaces]
    without = [page for page in pages if not page.search_description]
    name = _("Text for search engines")
    if without and len(pages) > 1:
        name = f"{name} ({count_done(len(pages) - len(without), len(pages))})"
    lacking = without[0] if without else call
    yield Point(
        name,
        not without,
        _("A search engine and a shared link take a sentence of their own choice."),
        Place.FIELD if lacking is call else Place.PAGE,
        field="search_description",
        page=lacking,
    )
    pictures = [(page, image) for page in pages for image in _find_images(page)]
    if pictures:
        bare = [page for page, image in pictures if not _is_described(image)]
        lacking = bare[0] if bare else call
        yield Point(
            _("Description of every picture"),
            not bare,
            _("Who cannot see the picture, hears its file name or nothing."),
            Place.FIELD if lacking is call else Place.PAGE,
            field="body",
            page=lacking,
        )


def _find_images(page: "Page") -> Iterable[object]:
    """The pictures in the body of a page."""
    for block in page.body:
        if block.block_type == "image" and block.value["image"] is not None:
            yield block.value["image"]


def _is_described(image: object) -> bool:
    """Whether a picture has a text of its own, or is marked as decoration."""
    return bool(image.decorative or (image.contextual_alt_text or "").strip())
