"""Google's timestamps, as its form, its sheet and Excel write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils import timezone as django_timezone

# 2025/12/03 2:15:22 PM GMT+1 · 3-12-2025 14:15:22 · 3/12/2025 14:15 · 2025-12-03T14:15
MOMENT = re.compile(
    r"^\s*(\d{1,4})[-/.](\d{1,2})[-/.](\d{2,4})[ T,]+"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?"
    r"\s*([ap])?\.?\s?(?:m)?\.?\s*([A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})?\s*$",
    re.IGNORECASE,
)
ZONES = {
    "CET": ZoneInfo("Europe/Brussels"),
    "CEST": ZoneInfo("Europe/Brussels"),
    "UTC": UTC,
    "GMT": UTC,
    "Z": UTC,
}
OFFSET = re.compile(r"^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)


def writes_month_first(texts: Iterable[str]) -> bool:
    """Whether the file writes 12/31/2025: one day above twelve settles it for all."""
    for text in texts:
        found = MOMENT.match(text)
        if found and len(found[1]) < 3:
            first, second = int(found[1]), int(found[2])
            if first > 12 or second > 12:
                return second > 12
    return False


def read_moment(text: str, *, month_first: bool = False) -> datetime | None:
    """Return the moment that `text` names, or None where it names none.

    A moment without a zone is one in Brussels, where the form was filled in.
    """
    found = MOMENT.match(text)
    if not found:
        return None
    first, second, third, hour, minute, seconds, half, zone = found.groups()
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    else:
        day, month = int(first), int(second)
        if month_first:
            day, month = month, day
        year = int(third) + (2000 if len(third) == 2 else 0)
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    try:
        naive = datetime(year, month, day, hours, int(minute), int(seconds or 0))
        return naive.replace(tzinfo=_read_zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_zone(text: str | None):
    if not text:
        return django_timezone.get_default_timezone()
    known = ZONES.get(text.upper())
    if known:
        return known
    offset = OFFSET.match(text)
    if offset:
        sign = -1 if offset[1] == "-" else 1
        delta = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(sign * delta)
    return django_timezone.get_default_timezone()
