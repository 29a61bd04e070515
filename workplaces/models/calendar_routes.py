"""The addresses of calendar files, below the page that holds the dates."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.text import slugify
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from home.models import BasePage, SiteSettings
from home.page_cache import mark_public
from workplaces import clock
from workplaces.calendar import (
    CONTENT_TYPE,
    CalendarEvent,
    build_calendar,
    describe_day,
    describe_session,
)
from workplaces.trajectory import name_sessions

if TYPE_CHECKING:
    from .parts import Session


class CalendarRoutes(RoutablePageMixin):
    """A page with dates: `agenda.ics` below its address holds them all.

    The address of the page itself stays BasePage's, with its posts and previews.
    The project's urls let an address that ends in .ics through to Wagtail.
    """

    @path("")
    def index_route(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Serve the page as if it had no routes: RoutablePageMixin would not."""
        return BasePage.serve(self, request, *args, **kwargs)

    def serve_preview(
        self, request: HttpRequest, mode_name: str | None
    ) -> HttpResponse:
        return BasePage.serve_preview(self, request, mode_name)

    @path("agenda.ics/")
    def calendar_route(self, request: HttpRequest) -> HttpResponse:
        """Give every date of this page."""
        return self.answer_calendar(
            request, self.get_calendar_events(request), name=self.title
        )

    def get_calendar_events(self, request: HttpRequest) -> list[CalendarEvent]:
        """Return the dates of this page as events; those without a date stay out."""
        raise NotImplementedError

    def answer_calendar(
        self, request: HttpRequest, events: list[CalendarEvent], *, name: str
    ) -> HttpResponse:
        """Return a calendar file, under a name that people recognise.

        Raises:
            Http404: there is no event to put in it.
        """
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not events:
            raise Http404
        content = build_calendar(events, name=name, url=self.get_full_url(request))
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        filename = f"{slugify(name)[:60] or 'agenda'}.ics"
        response["Content-Disposition"] = f'inline; filename="{filename}"'
        mark_public(response)
        return response

    def make_calendar_url(self, name: str, request: HttpRequest | None = None) -> str:
        """Return the address of a calendar file; empty for a page without address."""
        url = self.get_url(request) if self.pk else None
        return f"{url}{name}.ics" if url else ""


class CallCalendar(CalendarRoutes):
    """The calendar files of a call: all its meetings, or one of them."""

    @path("agenda/<slug:key>.ics/")
    def session_calendar_route(self, request: HttpRequest, key: str) -> HttpResponse:
        """Give one meeting."""
        events = {
            session.key: event
            for session, event in self._describe_sessions(request)
            if session.key == key
        }
        name = events[key].summary if events else ""
        return self.answer_calendar(request, [*events.values()], name=name)

    def get_calendar_events(self, request: HttpRequest) -> list[CalendarEvent]:
        return [event for _session, event in self._describe_sessions(request)]

    def _describe_sessions(
        self, request: HttpRequest
    ) -> list[tuple["Session", CalendarEvent]]:
        url = self.get_full_url(request)
        site = SiteSettings.for_request(request)
        return [
            (session, describe_session(session, title, call=self, url=url, site=site))
            for session, title in name_sessions(self.ordered_sessions)
            if session.date is not None
        ]

    def get_calendar_url(self, request: HttpRequest | None = None) -> str:
        """Return where all meetings are one file; empty when none is still to come."""
        if any(map(is_to_come, self.ordered_sessions)):
            return self.make_calendar_url("agenda", request)
        return ""


class DayCalendar(CalendarRoutes):
    """The calendar file of an inspiration day."""

    def get_calendar_events(self, request: HttpRequest) -> list[CalendarEvent]:
        if self.date is None:
            return []
        url = self.get_full_url(request)
        return [describe_day(self, url=url, site=SiteSettings.for_request(request))]

    def get_calendar_url(self, request: HttpRequest | None = None) -> str:
        """Return where this day is a file; empty when it is behind us."""
        return self.make_calendar_url("agenda", request) if is_to_come(self) else ""


def is_to_come(item: "Session | DayCalendar") -> bool:
    """Whether something has a date, and that date is today or later."""
    return item.date is not None and item.date >= clock.today()
