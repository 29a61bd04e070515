"""Words for elsewhere: plain text from rich text, cut where it may be cut."""

import re

from wagtail.rich_text import get_text_for_indexing

# About what a search engine shows of a description.
DESCRIPTION_LENGTH = 155

# A small number or an hour, and the word or sign that it counts.
COUNTED = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,2})?) (?=[^\W\d_]|%)")


def get_plain_text(html: str) -> str:
    """Return rich text of an editor as one line of plain text."""
    return " ".join(get_text_for_indexing(html).split()) if html else ""


def keep_together(text: str) -> str:
    """Return text in which a line never ends between a number and its word.

    "19 maart", "9.30 uur", "12 dagen", "40 %": only for what is printed on a page.
    Mails, calendars and searches keep their plain spaces.
    """
    return COUNTED.sub("\\1\N{NO-BREAK SPACE}", text)


def cut_at_word(text: str, limit: int = DESCRIPTION_LENGTH) -> str:
    """Return `text` on one line, at most `limit` long, cut after a whole word.

    A cut text ends after a sentence when more than half of the room is used then,
    and on an ellipsis otherwise.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    start = text[: limit + 1]
    sentence_end = max(start.rfind(f"{sign} ") for sign in ".?!")
    if sentence_end > limit // 2:
        return start[: sentence_end + 1]
    words = text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.–-(")
    return f"{words[: limit - 1]}…"


def join_sentences(*parts: str) -> str:
    """Return the parts that say something as sentences after each other."""
    said = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in said)
