"""The moments and meetings of a call as dates of the home page's agenda."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from home.agenda import AgendaItem

from . import clock
from .trajectory import build_line
from .way_on import LINE_ANCHOR

if TYPE_CHECKING:
    from .models import CallPage


def build_agenda(call: "CallPage", request=None) -> list[AgendaItem]:
    """Return the dates of a call that are still to come: opening, deadline, answer,
    and every meeting that has a date."""
    url = call.get_url(request)
    moments = [
        (call.opens_at, pgettext("agenda", "Registering opens"), True),
        (call.closes_at, pgettext("agenda", "Last day to register"), True),
        (call.decide_by, pgettext("agenda", "Everybody has an answer"), False),
    ]
    now, today = clock.now(), clock.today()
    items = [
        AgendaItem(
            date=timezone.localdate(moment),
            title=title,
            note=_say_hour(moment) if with_hour else "",
            url=url,
        )
        for moment, title, with_hour in moments
        if moment is not None and moment >= now
    ]
    items += [
        AgendaItem(
            date=stop.date,
            title=stop.title,
            kind="meeting",
            note=", ".join(stop.notes),
            url=f"{url}{LINE_ANCHOR}",
            calendar_url=stop.calendar_url,
        )
        for stop in build_line(call.ordered_sessions)
        if stop.date is not None and stop.date >= today
    ]
    return items


def _say_hour(moment: datetime) -> str:
    """The hour of a moment; the end of a day needs none."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) in ((23, 59), (0, 0)):
        return ""
    return pgettext("of a moment", "at %(time)s") % {"time": date_format(local, "G.i")}
