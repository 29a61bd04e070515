"""Highlights: the sentences that a reader marked, kept as places in an answer.

Marked by the sentence, so that it works with a tick as well as with a mouse. Nothing
of the text is copied; when the answer changes, the marks on it are not shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..models import Highlight, Registration
from ..permissions import user_can_review
from .errors import NotAllowed
from .review_sight import shows_scores_to

# A sentence ends with its full stop, or at the end of a line.
_SENTENCE = re.compile(r"[^\n.!?…]+(?:[.!?…]+[)”’\"']*)?|[.!?…]+")


@dataclass(frozen=True)
class Passage:
    """A part of an answer as it stands on the desk.

    Attributes:
        text: its words, or the white space between two sentences.
        value: its name in a form; empty for what is no sentence.
        is_mine: whether this reader marked it.
        by_others: how many others did, as far as this reader may know.
    """

    text: str
    value: str = ""
    is_mine: bool = False
    by_others: int = 0


def split(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of `text` begins and ends."""
    found = []
    for match in _SENTENCE.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if end > start:
            found.append((start, end))
    return found


def get_passages(
    *,
    registration: Registration,
    user: Any,
    texts: dict[str, str],
    marked: Iterable[str] | None = None,
) -> dict[str, list[Passage]]:
    """Return the answers as passages, with the marks that `user` may see.

    Args:
        registration: whose answers.
        user: who reads; marks of others show once their own review is in.
        texts: the answers as this user reads them, by the key of their question.
        marked: what they ticked in a form that was refused, instead of their marks.
    """
    rows = list(registration.highlights.filter(question_key__in=texts))
    sees_others = shows_scores_to(user, registration) if rows else False
    passages = {}
    for key, text in texts.items():
        digest = _digest(text)
        current = [
            row for row in rows if row.question_key == key and row.text_digest == digest
        ]
        mine = {
            _name(row.question_key, row.start, row.end)
            for row in current
            if row.reader_id == user.pk
        }
        if marked is not None:
            mine = set(marked)
        others: dict[str, int] = {}
        for row in current if sees_others else ():
            if row.reader_id != user.pk:
                name = _name(key, row.start, row.end)
                others[name] = others.get(name, 0) + 1
        passages[key] = list(_cut(key, text, mine, others))
    return passages


@transaction.atomic
def set_highlights(
    *,
    registration: Registration,
    user: Any,
    texts: dict[str, str],
    marked: Iterable[str],
) -> None:
    """Keep exactly these sentences as the marks of `user`; what is none is left out.

    Args:
        registration: whose answers.
        user: the reader.
        texts: the answers as this reader saw them, by key.
        marked: the values of the passages, as `get_passages` names them.

    Raises:
        NotAllowed: `user` does not read this registration.
    """
    if not user_can_review(user, registration):
        raise NotAllowed
    wanted = set(marked)
    registration.highlights.filter(reader=user, question_key__in=texts).delete()
    Highlight.objects.bulk_create(
        Highlight(
            registration=registration,
            reader=user,
            question_key=key,
            start=start,
            end=end,
            text_digest=_digest(text),
        )
        for key, text in texts.items()
        for start, end in split(text)
        if _name(key, start, end) in wanted
    )


def _cut(
    key: str, text: str, mine: set[str], others: dict[str, int]
) -> Iterable[Passage]:
    at = 0
    for start, end in split(text):
        if start > at:
            yield Passage(text[at:start])
        name = _name(key, start, end)
        yield Passage(text[start:end], name, name in mine, others.get(name, 0))
        at = end
    if at < len(text):
        yield Passage(text[at:])


def _name(key: str, start: int, end: int) -> str:
    return f"{key}:{start}:{end}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
