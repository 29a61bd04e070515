"""The phase of a call, from its moments and the clock. No database, no request."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .enums import CallPhase

BRUSSELS = ZoneInfo("Europe/Brussels")
# "Open until 23:59" includes the minute 23:59 itself.
CLOSING_MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def find_phase(
    *,
    now: datetime,
    opens_at: datetime | None,
    closes_at: datetime | None,
    decide_by: datetime | None,
    session_dates: Sequence[date] = (),
) -> CallPhase:
    """Return the phase of a call at a moment (issue 2, section 2).

    Args:
        now: an aware moment.
        opens_at: first moment at which people can register; without it the call
            stays announced as "opening soon".
        closes_at: last minute (included) at which people can register; without
            it an opened call stays open.
        decide_by: from this moment on the participants are known.
        session_dates: the dates of the live meetings, Brussels days.
    """
    if opens_at is None or now < opens_at:
        return CallPhase.UPCOMING
    if closes_at is None or now < closes_at + CLOSING_MINUTE:
        return CallPhase.OPEN
    today = now.astimezone(BRUSSELS).date()
    if session_dates and today > max(session_dates):
        return CallPhase.FINISHED
    if session_dates and today >= min(session_dates):
        return CallPhase.RUNNING
    if decide_by is not None and now >= decide_by:
        return CallPhase.ANNOUNCED
    return CallPhase.CLOSED


def find_moment(
    phase: CallPhase,
    *,
    now: datetime,
    opens_at: datetime | None,
    closes_at: datetime | None,
    decide_by: datetime | None,
    session_dates: Sequence[date] = (),
) -> datetime:
    """Return a moment at which a call is in a phase, for a preview of that phase.

    Now, when that is such a moment; else one well inside the phase, so that days that
    are left are counted as a visitor will see them. Where the dates of a phase are not
    known, or leave no room for it, it is the nearest moment that makes sense.
    """
    closing = closes_at + CLOSING_MINUTE if closes_at else None
    first = _start_of(min(session_dates)) if session_dates else None
    after = _start_of(max(session_dates) + DAY) if session_dates else None
    decided = decide_by or closing
    start, end = {
        CallPhase.UPCOMING: (None, opens_at),
        CallPhase.OPEN: (opens_at, closing),
        CallPhase.CLOSED: (
            closing,
            min(filter(None, [decide_by, first]), default=None),
        ),
        CallPhase.ANNOUNCED: (decided, first),
        CallPhase.RUNNING: (first, after),
        CallPhase.FINISHED: (after, None),
    }[phase]
    if (start is None or start <= now) and (end is None or now < end):
        return now
    if start is None:
        return end - timedelta(days=14)
    if end is None or end <= start:
        return start + DAY / 2
    if phase == CallPhase.OPEN:
        return max(start, end - CLOSING_MINUTE - timedelta(days=12))
    return start + min((end - start) / 2, DAY * 1.5)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BRUSSELS)
