"""What the site search finds of calls, workplaces and days besides their fields."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Self

from home.models.searchable import Searchable
from home.wording import get_plain_text

from .parts import Session


class CallSearch(Searchable):
    """A call: its meetings with their dates, and its criteria."""

    def get_search_texts(self) -> list[str]:
        meetings = get_plain_text(self.sessions_text)
        return [*super().get_search_texts(), *filter(None, [meetings])]

    def get_more_search_texts(self) -> list[str]:
        sessions = [
            text
            for row in self.ordered_sessions
            for text in (row.title, str(row), row.summary, row.place)
        ]
        criteria = [
            text for row in self.criteria.all() for text in (row.name, row.public_text)
        ]
        return [*super().get_more_search_texts(), *sessions, *criteria]

    @classmethod
    def prepare_for_results(cls, pages: Sequence[Self]) -> None:
        """Fetch the meetings of all calls, from which their phases follow."""
        rows = defaultdict(list)
        for row in Session.objects.filter(page__in=pages).order_by("sort_order"):
            rows[row.page_id].append(row)
        for page in pages:
            page.ordered_sessions = rows[page.pk]


class WorkplaceSearch(Searchable):
    """A workplace: its status is that of its call."""

    @classmethod
    def prepare_for_results(cls, pages: Sequence[Self]) -> None:
        """Fetch the calls of all workplaces, each once."""
        # The call imports its workplaces, for it lists them.
        from .call import CallPage

        paths = {page.path[: -page.steplen] for page in pages}
        calls = {call.path: call for call in CallPage.objects.filter(path__in=paths)}
        CallPage.prepare_for_results([*calls.values()])
        for page in pages:
            page.call = calls[page.path[: -page.steplen]]


class DaySearch(Searchable):
    """An inspiration day: its date in words."""

    def get_more_search_texts(self) -> list[str]:
        return [*super().get_more_search_texts(), self.day_text]
