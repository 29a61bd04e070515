"""The line one can walk: meetings and the inspiration day that follows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from . import clock

if TYPE_CHECKING:
    from .models import InspirationDayPage, Session


@dataclass(frozen=True)
class Stop:
    """One stop on the line."""

    title: str
    date: date | None
    day_text: str
    notes: list[str]
    is_live: bool
    link: str = ""
    link_text: str = ""
    page: "InspirationDayPage | None" = None
    calendar_url: str = ""
    # Where we are: "done", "next" (the first one to come) or "ahead"; empty as long
    # as the walk has not begun.
    place: str = ""

    @property
    def weekday(self) -> str:
        """The day of the week in full."""
        return date_format(self.date, "l") if self.date else ""

    @property
    def month(self) -> str:
        """The month and its year."""
        return date_format(self.date, "F Y") if self.date else ""

    @property
    def is_example(self) -> bool:
        """Whether this stop is an invented day."""
        return self.page is not None and self.page.is_example

    @property
    def is_today(self) -> bool:
        """Whether this stop is now."""
        return self.date is not None and self.date == clock.today()


def name_sessions(
    sessions: Iterable["Session"],
) -> Iterator[tuple["Session", str]]:
    """Yield every meeting with its name: its own title, or its number."""
    number = 0
    for session in sessions:
        if session.is_live:
            number += 1
            title = session.title or gettext("Meeting %(number)s") % {"number": number}
        else:
            title = session.title or gettext("Online meeting")
        yield session, title


def build_line(
    sessions: Sequence["Session"], day: "InspirationDayPage | None" = None
) -> list[Stop]:
    """Return the stops of a call: its meetings as ordered, then the day after.

    Args:
        sessions: live meetings are counted; online ones carry their own title.
        day: the inspiration day that brings the results to the field.
    """
    stops = []
    for session, title in name_sessions(sessions):
        notes = [session.time_text, session.place, session.summary]
        stops.append(
            Stop(
                title=title,
                date=session.date,
                day_text=session.day_text,
                notes=[note for note in notes if note],
                is_live=session.is_live,
                link=session.link,
                link_text=session.place or gettext("More about this place"),
                calendar_url=session.calendar_url,
            )
        )
    if day is not None:
        stops.append(
            Stop(
                title=day.title,
                date=day.date,
                day_text=day.day_text,
                notes=[gettext("example")] if day.is_example else [],
                is_live=False,
                page=day,
                # Nobody may travel to an invented day.
                calendar_url="" if day.is_example else day.get_calendar_url(),
            )
        )
    return mark_place(stops)


def mark_place(stops: list[Stop]) -> list[Stop]:
    """Return the stops with where we are on the line, once the walk has begun.

    A stop without a date is behind us when a later one is. An invented day is never
    the next step.
    """
    today = clock.today()
    walked = [
        number
        for number, stop in enumerate(stops)
        if stop.date is not None and stop.date < today
    ]
    if not walked:
        return stops
    here = max(walked) + 1
    return [
        replace(
            stop,
            place=(
                "done"
                if number < here
                else "next"
                if number == here and not stop.is_example
                else "ahead"
            ),
        )
        for number, stop in enumerate(stops)
    ]
