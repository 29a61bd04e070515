"""One thing that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..changes import ChangedAnswer


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened.

    Attributes:
        at, what, who: when, what, and by whom.
        text: what somebody wrote about it.
        answers: which answers changed by it, before and after.
        icon: its sign.
    """

    at: datetime
    what: str
    who: str = ""
    text: str = ""
    answers: Sequence[ChangedAnswer] = ()
    icon: str = "history"
