"""When the words of a call change by themselves, for the page cache of `home`."""

from datetime import datetime

from workplaces.phases import CLOSING_MINUTE

from .call import CallPage


def find_next_call_moment(now: datetime) -> datetime | None:
    """Return the first moment after `now` at which a public call changes its words.

    Opening, closing and decision as an editor set them (workplaces/phases.py and
    workplaces/models/status.py look at the same three). What follows from whole
    days, meetings included, changes at midnight and is not asked here.
    """
    calls = CallPage.objects.live().order_by()
    rows = list(calls.values_list("opens_at", "closes_at", "decide_by"))
    moments = [moment for row in rows for moment in row if moment]
    moments += [closes_at + CLOSING_MINUTE for _, closes_at, _ in rows if closes_at]
    return min((moment for moment in moments if moment > now), default=None)
