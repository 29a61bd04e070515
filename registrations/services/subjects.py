"""The subject of a letter about a call begins with the title of that call (domain.md 1.4).

So that somebody who takes part in more than one thing sees at once which one it is.
"""

from __future__ import annotations

import re

# What a mail program shows, and what RFC 5322 asks of one line.
MOST = 78
# A title of which less than this is left tells nothing.
LEAST = 10
SEPARATOR = " · "
# "van", "de", "voor": no last word.
_SMALL_END = re.compile(r"(\s+[a-z]{1,4})+$")
_BRACKETED_END = re.compile(r"\s*\([^()]*\)$")


def begin_with(title: str, subject: str) -> str:
    """Return `subject` behind the title of its call, as far as that fits.

    What is typed for the letter always stays whole: the year goes first, then the last
    words of the title, then the title.

    Args:
        title: of the call; empty for a letter about none.
        subject: as the template of the letter makes it; one that names the call
            already stays as it is.
    """
    short = _BRACKETED_END.sub("", title)
    if not short or short.casefold() in subject.casefold():
        return subject
    room = MOST - len(subject) - len(SEPARATOR)
    for fitting in (title, short, _cut(short, room)):
        if fitting and len(fitting) <= room:
            return f"{fitting}{SEPARATOR}{subject}"
    return subject


def _cut(title: str, room: int) -> str:
    """Return the first words of a title that fit, with an ellipsis; empty if too few."""
    cut = title[: max(room, 0)].rpartition(" ")[0]
    cut = _SMALL_END.sub("", cut).rstrip(" ,:;–-")
    return f"{cut}…" if len(cut) >= LEAST else ""


def split(subject: str) -> tuple[str, str]:
    """Return what a letter is about, where that was not cut off, and its heading.

    A subject is one line; above the letter itself there is room for two.
    """
    about, separator, heading = subject.partition(SEPARATOR)
    if not separator:
        return "", subject
    return ("" if about.endswith("…") else about), heading
