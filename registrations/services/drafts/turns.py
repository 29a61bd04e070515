"""The turns of letters about drafts: a few an hour to one address, whoever asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from ...models import LetterTurn

# How many of these letters one address gets in an hour, whoever asks for them.
MOST_LETTERS = 3
LETTER_WINDOW = timedelta(hours=1)
_SALT = "registrations.letter-turn"


def find_turn(*, email: str, now: datetime) -> datetime:
    """Return when the next letter about a draft may leave to `email`."""
    latest = (
        LetterTurn.objects.filter(
            digest=_digest(email), leaves_at__gt=now - LETTER_WINDOW
        )
        .order_by("-leaves_at")
        .values_list("leaves_at", flat=True)[:MOST_LETTERS]
    )
    turns = list(latest)
    if len(turns) < MOST_LETTERS:
        return now
    return max(now, turns[-1] + LETTER_WINDOW)


def take_turn(*, email: str, leaves_at: datetime) -> None:
    """Note that a letter leaves to `email` then."""
    LetterTurn.objects.create(digest=_digest(email), leaves_at=leaves_at)


def forget_turns(*, now: datetime) -> int:
    """Erase the turns that count no more, and return how many there were."""
    return LetterTurn.objects.filter(leaves_at__lte=now - LETTER_WINDOW).delete()[0]


def _digest(email: str) -> str:
    return salted_hmac(_SALT, email.casefold(), algorithm="sha256").hexdigest()
