"""What the site search knows of a page."""

from collections.abc import Iterable, Sequence
from typing import Self

from wagtail.search import index

from home.search_words import list_words


class Searchable:
    """The part of a page that the site search reads.

    Page types name their texts in `search_fields`, as Wagtail wants it, and may add
    what is not a field of theirs. All words go, folded, into one autocomplete field:
    the only kind that finds the beginning of a word ("particip").
    """

    # A page that only repeats what another one says stays out of the search.
    is_searchable = True

    @classmethod
    def get_search_fields(cls) -> list[index.BaseField]:
        return [*super().get_search_fields(), index.AutocompleteField("search_words")]

    @property
    def search_words(self) -> str:
        """Every word of this page, folded, as it goes into the index."""
        texts = [self.title, *self.get_search_texts(), *self.get_more_search_texts()]
        return " ".join(list_words(texts))

    def get_search_texts(self) -> list[str]:
        """Return the texts of this page, in reading order, without its title."""
        texts: list[str] = []
        for field in self.get_searchable_search_fields():
            if field.field_name != "title":
                value = field.get_value(self)
                texts += [value] if isinstance(value, str) else flatten(value)
        return [text for text in texts if text]

    def get_more_search_texts(self) -> list[str]:
        """Return what people may look for here that no search field holds.

        Only the index asks, so this may look further: the form on the page.
        """
        form_page = self.get_embedded_form_page()
        titles = [form_page.title] if form_page is not None else []
        # The sentence with which other pages, and search engines, introduce this one.
        return [self.search_description, *titles]

    @classmethod
    def prepare_for_results(cls, pages: Sequence[Self]) -> None:
        """Fetch at once what the status lines of several pages of this type need."""


def flatten(value: object) -> list[str]:
    """Return the texts in what a search field gives: nested lists, or nothing."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Iterable):
        return [text for item in value for text in flatten(item)]
    return []
