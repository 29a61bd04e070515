"""What time it is for whoever reads a page: now, or the moment a preview pretends.

Everything that a visitor reads about time asks here, so that the preview of a phase
is the page as it will be: its banner, its buttons, its form, and the days that are
left. Only previews pretend; whatever is stored or sent goes by the real clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from .enums import CallPhase
    from .models import CallPage


@dataclass(frozen=True)
class Pretence:
    """A moment, and perhaps a call that shows one phase whatever its dates say."""

    moment: datetime
    call: "CallPage | None" = None
    phase: "CallPhase | None" = None


_pretence: ContextVar[Pretence | None] = ContextVar("pretence", default=None)


def now() -> datetime:
    """Return the moment for which words are written."""
    pretence = _pretence.get()
    return timezone.now() if pretence is None else pretence.moment


def today() -> date:
    """Return the Brussels day for which words are written."""
    return timezone.localdate(now())


@contextmanager
def pretend(pretence: Pretence) -> Iterator[None]:
    """Let this thread write as if it were another moment, until the block ends."""
    token = _pretence.set(pretence)
    try:
        yield
    finally:
        _pretence.reset(token)


def find_pretended_phase(call: "CallPage") -> "CallPhase | None":
    """Return the phase that a preview pretends for a call, if any does.

    A template may hold another copy of the same call, and a new call has no id yet.
    """
    pretence = _pretence.get()
    if pretence is None or pretence.call is None:
        return None
    is_same = pretence.call is call or (call.pk and pretence.call.pk == call.pk)
    return pretence.phase if is_same else None
