"""Keys of rows that somebody sent in an address or a form: numbers, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

# What a column of keys can hold; SQLite refuses to compare with more.
LARGEST = 2**63 - 1


def read_key(text: str | None) -> int | None:
    """Return the key that stands in `text`; None for anything that can be none."""
    if not text or len(text) > len(str(LARGEST)):
        return None
    if not (text.isascii() and text.isdecimal()):
        return None
    return key if (key := int(text)) <= LARGEST else None


def read_keys(texts: Iterable[str]) -> list[int]:
    """Return the keys among `texts`, in their order; what is no key is left out."""
    return [key for text in texts if (key := read_key(text)) is not None]
