"""What differs between two texts, word by word, so that a reader sees it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond this, comparing costs more than it tells: then both texts stand whole.
MOST_WORDS = 3000

# Words, spaces and signs apart: "huis," and "huis" are the same word.
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Part:
    """A piece of text: what stayed (""), went ("del") or came ("ins")."""

    kind: str
    text: str


def mark_difference(before: str, after: str) -> list[Part]:
    """Return `after` with what went and what came marked in it, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return _as_parts(("del", before), ("ins", after))
    parts: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            parts.append(("", "".join(new[new_start:new_end])))
        else:
            parts.append(("del", "".join(old[old_start:old_end])))
            parts.append(("ins", "".join(new[new_start:new_end])))
    return _as_parts(*parts)


def _as_parts(*parts: tuple[str, str]) -> list[Part]:
    return [Part(kind, text) for kind, text in parts if text]
