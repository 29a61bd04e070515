"""What the office says that an answer of the old form means on ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.crypto import salted_hmac

from ...models.reference import fold


class Meanings:
    """What was said about the answers that match no option, by question.

    Kept under a keyed digest: an answer may be a sentence about somebody, and what was
    said outlives the file, for its next import.
    """

    def __init__(self, stored: Mapping[str, Mapping[str, str]]) -> None:
        self.stored = stored

    def get(self, key: str, text: str) -> str | None:
        """Return what `text` means as an answer to the question `key`, if it was said."""
        return self.stored.get(key, {}).get(make_digest(text))

    def of(self, key: str) -> Callable[[str], str | None]:
        """Return the same for one question."""
        return lambda text: self.get(key, text)


def make_digest(text: str) -> str:
    """Return what stands for an answer; the same however it is capitalised."""
    return salted_hmac(
        "registrations.import.meaning", fold(text), algorithm="sha256"
    ).hexdigest()[:24]
