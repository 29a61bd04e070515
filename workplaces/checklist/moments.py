"""The dates of a call, the phase that an editor chose, and its meetings."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..enums import CallPhase, SessionKind
from .points import Place, Point, count_done

if TYPE_CHECKING:
    from ..models import CallPage, Session


def check_moments(call: "CallPage") -> Iterable[Point]:
    """When the call opens, closes and is decided."""
    yield _field(
        call,
        "opens_at",
        _("Opening of the call"),
        _("The call stays “opening soon”, and nobody can register."),
    )
    yield _field(
        call,
        "closes_at",
        pgettext("checklist", "Deadline"),
        _("The page shows no deadline, and the form cannot be published."),
    )
    yield _field(
        call,
        "decide_by",
        _("Date of the decision"),
        _("The page says “everyone gets an answer”, without a date."),
    )


def check_hand(call: "CallPage") -> Iterable[Point]:
    """The phase that an editor chose, only where the dates say another one."""
    by_dates = call.phase_by_dates
    if not call.phase_override or call.phase_override == by_dates:
        return
    phase = CallPhase(call.phase_override)
    if phase == CallPhase.OPEN and by_dates == CallPhase.FINISHED:
        meanwhile = _("All meetings are behind us, yet people can still register.")
    else:
        meanwhile = _("By its dates the call would be: %(phase)s.") % {
            "phase": by_dates.label
        }
    name = _("Phase chosen by hand: %(phase)s") % {"phase": phase.label}
    yield Point(name, False, meanwhile, Place.FIELD, field="phase_override", page=call)


def check_meetings(call: "CallPage") -> Iterable[Point]:
    """Date, hours and place of every meeting, and of the introduction."""
    live = call.live_sessions
    yield _rows(
        call,
        live,
        ["date"],
        _("Dates of the meetings"),
        _("A meeting without a date reads “date to be announced”."),
    )
    yield _rows(
        call,
        live,
        ["starts_at", "ends_at"],
        _("Hours of the meetings"),
        _(
            "The page says only the part of the day (“in the morning”), and in people's "
            "calendar the meeting takes the whole day."
        ),
    )
    yield _rows(
        call,
        live,
        ["place"],
        _("Place of the meetings"),
        _("The page and the letters say nothing about where it is."),
    )
    online = [row for row in call.ordered_sessions if row.kind == SessionKind.ONLINE]
    yield _rows(
        call,
        online,
        ["date"],
        _("Date of the introduction"),
        _("The online meeting reads “date to be announced”, or is not on the page."),
    )


def _field(call: "CallPage", field: str, name: str, meanwhile: str) -> Point:
    is_done = bool(getattr(call, field))
    return Point(name, is_done, meanwhile, Place.FIELD, field=field, page=call)


def _rows(
    call: "CallPage",
    rows: Sequence["Session"],
    fields: Sequence[str],
    name: str,
    meanwhile: str,
) -> Point:
    """A point about every meeting of a kind; done when each has it."""
    lacking = [
        (row, field) for row in rows for field in fields if not getattr(row, field)
    ]
    done = len(rows) - len({id(row) for row, _column in lacking})
    if len(rows) > 1 and lacking:
        name = f"{name} ({count_done(done, len(rows))})"
    field = "sessions"
    if lacking:
        row, column = lacking[0]
        field = f"sessions-{call.ordered_sessions.index(row)}-{column}"
    is_done = bool(rows) and not lacking
    return Point(name, is_done, meanwhile, Place.FIELD, field=field, page=call)
