"""The phase of a call, from its moments and the clock. No database, no request."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .enums import CallPhase

BRUSSELS = ZoneInfo("Europe/Brussels")
# "Open until 23:59" includes the minute 23:59 itself.
CLOSING_MINUTE = timedelta(minutes=1)


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
