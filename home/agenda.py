"""What stands on the home page: how pages present themselves, and the next dates.

The home page does not know what later apps call their pages. It asks the pages that
the editor chose: each names its own templates and hands over its own dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# The home page shows the next dates, not the whole year.
AGENDA_LENGTH = 6


@dataclass(frozen=True)
class AgendaItem:
    """One date worth knowing."""

    date: date
    title: str
    # "day" for what opens its doors, "meeting", or "moment" for a deadline.
    kind: str = "moment"
    note: str = ""
    url: str = ""
    calendar_url: str = ""


@dataclass(frozen=True)
class Teaser:
    """How a page presents itself on the home page.

    Args:
        banner: the template that opens it, or nothing.
        rest: the template of what follows below the agenda, or nothing.
        values: what both templates print.
    """

    banner: str = ""
    rest: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def choose_next_dates(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Return the first of the coming dates of several pages, in order."""
    return sorted(items, key=lambda item: item.date)[:AGENDA_LENGTH]
