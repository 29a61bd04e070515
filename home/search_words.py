"""Words as the site search compares them: without capitals, accents and signs.

The databases fold differently (SQLite drops accents, PostgreSQL keeps them), so the
site does it itself, in the same way for what is on a page and for what is asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Nobody types more; a pasted page is cut here.
LONGEST_QUERY = 200
MOST_TERMS = 8
LONGEST_TERM = 40
# About two lines of a result.
EXCERPT_LENGTH = 190
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return text in small letters without accents, sign by sign.

    Every sign stays one sign, so that a place in the result is a place in `text`.
    """
    return "".join(map(_fold_sign, text))


def _fold_sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    base = unicodedata.normalize("NFKD", sign)[0].lower()
    return base if len(base) == 1 else sign


def list_words(texts: Iterable[str]) -> list[str]:
    """Return the different words of some texts, folded."""
    return sorted({word for text in texts for word in WORD.findall(fold(text))})


def clean_query(text: str) -> str:
    """Return what was typed as it can be shown again: one line, nothing invisible.

    Also no NUL, at which PostgreSQL would refuse to answer.
    """
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:LONGEST_QUERY].rstrip()


def split_terms(query: str) -> list[str]:
    """Return the words that are searched; single letters only when there is no more."""
    composed = unicodedata.normalize("NFKC", query)
    words = list(dict.fromkeys(WORD.findall(fold(composed))))
    longer = [word for word in words if len(word) > 1 or word.isdigit()]
    return [word[:LONGEST_TERM] for word in (longer or words)[:MOST_TERMS]]


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt; what was searched is marked."""

    text: str
    is_found: bool = False


def count_found(terms: Iterable[str], text: str) -> int:
    """Return how many terms begin a word of a text."""
    words = WORD.findall(fold(text))
    return sum(any(word.startswith(term) for word in words) for term in terms)


def make_excerpt(texts: Iterable[str], terms: list[str]) -> list[Piece]:
    """Return the part of some texts that tells why a page was found.

    It comes from the first text with the most terms; nothing when none has any.
    """
    best = max(texts, key=lambda text: count_found(terms, text), default="")
    text = " ".join(best.split())
    pattern = re.compile(
        rf"(?<![^\W_])(?:{'|'.join(map(re.escape, terms))})[^\W_]*"
        if terms
        else r"(?!)"
    )
    spots = list(pattern.finditer(fold(text)))
    if not spots:
        return []
    start = _find_start(text, spots[0].start())
    end = min(len(text), start + EXCERPT_LENGTH)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
        end = max(end, min(spots[0].end(), start + EXCERPT_LENGTH))
    pieces = [Piece("… ")] if start else []
    at = start
    for spot in spots:
        if spot.end() > end:
            break
        pieces.append(Piece(text[at : spot.start()]))
        pieces.append(Piece(text[spot.start() : spot.end()], is_found=True))
        at = spot.end()
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else "")))
    return [piece for piece in pieces if piece.text]


def _find_start(text: str, spot: int) -> int:
    """Where an excerpt begins: at the sentence, or a few words before the spot."""
    if spot < EXCERPT_LENGTH // 2:
        return 0
    sentence = max(text.rfind(f"{sign} ", 0, spot) for sign in ".?!") + 2
    if sentence > 1 and spot - sentence < EXCERPT_LENGTH // 2:
        return sentence
    return text.rfind(" ", 0, spot - EXCERPT_LENGTH // 3) + 1
