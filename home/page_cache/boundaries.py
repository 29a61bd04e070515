"""The moments at which public words change by themselves.

"nog 12 dagen" changes at Brussels midnight; a call opens at noon. An app registers
how to find its own moments, so that `home` needs to know nothing above it.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

Finder = Callable[[datetime], datetime | None]
_finders: list[Finder] = []


def register_boundaries(finder: Finder) -> None:
    """Register how an app finds its next moment; call it in `AppConfig.ready`.

    Args:
        finder: takes an aware moment and returns the first later moment at which
            something public of this app changes, or None.
    """
    if finder not in _finders:
        _finders.append(finder)


def find_next_boundary(now: datetime) -> datetime:
    """Return the first moment after `now` at which a public page may change."""
    tomorrow = now.astimezone(BRUSSELS).date() + timedelta(days=1)
    moments = [datetime.combine(tomorrow, time.min, tzinfo=BRUSSELS)]
    moments += filter(None, (finder(now) for finder in _finders))
    return min(moments)
