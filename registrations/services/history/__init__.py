"""What happened to a registration, as one list: who, when, what and why.

    entry.py     one thing that happened
    asked.py     another workplace, a meeting: what they said of it
    stream.py    how it came in, its steps, questions, changed answers and letters
    reading.py   reviews and what they were before, talk, ties, assignments, tags

The rows behind it are written once (`models/append_only.py`) and keep the name of who
acted, so that the list reads the same when an account is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from ...models import Registration
from ...permissions import user_can_view_messages
from ..masking import get_mask
from ..names import get_name
from .entry import HistoryEntry
from .reading import get_reading
from .stream import get_messages, get_stream

__all__ = ["HistoryEntry", "get_history", "get_name"]


def get_history(
    *, registration: Registration, user: Any, visible_keys: Collection[str] = ()
) -> list[HistoryEntry]:
    """Return what `user` may know of the past of `registration`, newest first.

    Reviews and proposals of others come in through the same gate as everywhere else
    (services/review_sight.py), letters only for who may see letters.

    Args:
        registration: whose past.
        user: who reads.
        visible_keys: the questions of which this user may see the answers; of the
            others only tells that they changed.
    """
    entries = [
        *get_stream(registration, user, visible_keys),
        *get_reading(registration, user),
    ]
    if user_can_view_messages(user):
        entries += get_messages(registration)
    mask = get_mask(user, registration)
    entries = [_cover(entry, mask) for entry in entries]
    # What happened in one moment stands in the order in which it is told here.
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _cover(entry: HistoryEntry, mask: Callable[[str], str]) -> HistoryEntry:
    """Cover the names of the applicant where a round hides them."""
    answers = [
        replace(change, before=mask(change.before), after=mask(change.after))
        for change in entry.answers
    ]
    return replace(entry, text=mask(entry.text), answers=answers)
