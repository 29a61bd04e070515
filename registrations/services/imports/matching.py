"""Which option somebody meant, where a text does not say it letter by letter.

Generous where only one option can be meant, and silent where a second one could be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ...models.reference import fold

# Said before a choice, never the choice itself: "Mijn keuze: werkplaats 2 …". A number
# only there or with a point behind it: "0 tot 2 jaar" says it as its answer.
BEFORE = re.compile(
    r"^(?:(?:mijn|eerste|tweede|1e|2e|keuze|voorkeur|optie) )*"
    r"(?:(?:voor|de|het) )*"
    r"(?:werkplaats (?:\d{1,2} )?(?:(?:rond|over) )?(?:(?:de|het) )?)?"
)
ORDINAL = re.compile(r"^\s*\d{1,2}[.):]\s+")
# "Alles behalve Participatie" names an option too.
DENIALS = frozenset(
    {"niet", "geen", "nee", "neen", "behalve", "zonder", "noch", "buiten", "not", "no"}
)
BREAK = re.compile(r"[:(\n]| [-–—] |[–—]")
SHORTEST_BEGINNING = 3


class Offer:
    """The options of one question; folded once for a whole file."""

    def __init__(self, labels: Sequence[tuple[str, str]]) -> None:
        self.keys = [key for key, _label in labels]
        self._exact = [(key, {fold(label), fold(key)}) for key, label in labels]
        self._variants = [(key, _get_variants(label)) for key, label in labels]

    def find(self, text: str) -> str | None:
        """Return the key of the one option that `text` can mean, or None.

        Its explanation may stand behind it ("Participatie: samen bouwen"), or words
        before it ("Werkplaats 1 – Participatie").
        """
        found = self.find_whole(text)
        if found is not None or denies(fold(text)):
            return found
        pieces = [piece for piece in BREAK.split(text) if piece.strip()]
        if len(pieces) < 2:
            return None
        named = {self.find_whole(pieces[0]), self.find_whole(pieces[-1])} - {None}
        return named.pop() if len(named) == 1 else None

    def find_whole(self, text: str) -> str | None:
        """Return the key of the one option that the whole of `text` names, or None."""
        folded = fold(text)
        if not folded:
            return None
        said = [key for key, texts in self._exact if folded in texts]
        if said:
            return said[0] if len(said) == 1 else None
        short = BEFORE.sub("", fold(ORDINAL.sub("", text)))
        if not short or short.isdigit():
            return None
        return self._only(lambda variant: variant in (folded, short)) or (
            self._find_beginning(short)
        )

    def find_all(self, text: str) -> tuple[list[str], list[str]]:
        """Return the keys of joined answers, and the parts that are none of them.

        Google joins ticked boxes with commas, which labels may hold themselves: the
        longest run of parts that names an option is one answer.
        """
        parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
        found, unread = [], []
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                key = self.find_whole(", ".join(parts[start:end]))
                if key is not None:
                    found.append(key)
                    break
            else:
                end = start + 1
                unread.append(parts[start])
            start = end
        return sorted({*found}, key=self.keys.index), unread

    def _find_beginning(self, short: str) -> str | None:
        if len(short) < SHORTEST_BEGINNING:
            return None
        return self._only(lambda variant: variant.startswith(f"{short} "))

    def _only(self, fits: Callable[[str], bool]) -> str | None:
        keys = [key for key, texts in self._variants if any(map(fits, texts))]
        return keys[0] if len(keys) == 1 else None


def denies(folded: str) -> bool:
    """Whether a folded text says what is *not* meant."""
    return not DENIALS.isdisjoint(folded.split())


def _get_variants(label: str) -> set[str]:
    """Return the ways to write `label`: with "(boven)lokale" as one word, or without
    what stands between parentheses; and each without what is said before it.
    """
    texts = {
        fold(text)
        for text in (
            label,
            re.sub(r"\([^)]*\)", "", label),
            label.replace("(", "").replace(")", ""),
        )
    }
    return (texts | {BEFORE.sub("", text) for text in texts}) - {""}


def get_labels(choices: Iterable[tuple]) -> list[tuple[str, str]]:
    """Return the choices of a field as pairs of text, without the empty one."""
    return [(str(key), str(label)) for key, label in choices if key != ""]
