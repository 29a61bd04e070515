"""From the text of a cell to what our own form would have posted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.formats import date_format

from workplaces.models import Session

from ...models.reference import fold

YES = frozenset({"ja", "yes", "true", "waar", "x", "akkoord", "ok", "1", "on"})
NO = frozenset({"nee", "neen", "no", "false", "onwaar", "0"})
ALL_MEETINGS = ("alle", "allemaal", "beide", "ja")


class Unreadable(ValueError):
    """The cell says something, but nothing that this question can hold."""


def read_answer(
    field: forms.Field, text: str, *, headings: Iterable[str], sessions: Sequence
) -> Any:
    """Return the value to post for `field`, from what stands in a cell.

    Args:
        field: the field of our form.
        text: the cell, not empty.
        headings: the question as the old form and as ours puts it; a single box of
            Google answers with its own words.
        sessions: the meetings, where the field asks about them.

    Raises:
        Unreadable: the text is none of the answers that our question offers.
    """
    if isinstance(field, forms.BooleanField):
        return _read_yes(text, headings)
    if sessions:
        return _read_meetings(text, sessions)
    if isinstance(field, forms.MultipleChoiceField):
        return _read_choices(text, _get_labels(field))
    if isinstance(field, forms.ChoiceField):
        return _read_choice(text, _get_labels(field))
    return text


def split_name(text: str) -> tuple[str, str]:
    """Return first name and last name; "Peeters, Lotte" is read as such.

    The first word is the first name: nobody can know better from the text alone, and
    "Lotte Van den Berg" is right that way.
    """
    text = " ".join(text.split())
    last, comma, first = text.partition(", ")
    if comma:
        return first, last
    first, _space, last = text.partition(" ")
    return first, last


def _get_labels(field: forms.ChoiceField) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in field.choices if key != ""]


def _read_yes(text: str, headings: Iterable[str]) -> str:
    folded = fold(text)
    first = folded.partition(" ")[0]
    if folded in NO or first in {"nee", "neen", "no"}:
        return ""
    if folded in YES or first in {"ja", "yes", "akkoord"}:
        return "on"
    if folded and folded in {fold(heading) for heading in headings}:
        return "on"
    raise Unreadable


def _read_choice(text: str, labels: Sequence[tuple[str, str]]) -> str:
    folded = fold(text)
    for key, label in labels:
        if folded in (fold(label), fold(key)):
            return key
    # "Werkplaats 2: Gedeeld ruimtegebruik" names one choice, and no other.
    inside = [key for key, label in labels if fold(label) and fold(label) in folded]
    if len(inside) == 1:
        return inside[0]
    if inside:
        longest = max(labels, key=lambda row: len(row[1]) * (row[0] in inside))
        if all(
            fold(label) in fold(longest[1]) for key, label in labels if key in inside
        ):
            return longest[0]
    raise Unreadable


def _read_choices(text: str, labels: Sequence[tuple[str, str]]) -> list[str]:
    """Google joins ticked boxes with commas, which labels may hold themselves."""
    rest = fold(text)
    found = []
    for key, label in sorted(labels, key=lambda row: -len(row[1])):
        folded = fold(label)
        if folded and re.search(rf"\b{re.escape(folded)}\b", rest):
            rest = re.sub(rf"\b{re.escape(folded)}\b", " ", rest, count=1)
            found.append(key)
    if not found or rest.strip():
        raise Unreadable
    order = [key for key, _label in labels]
    return sorted(found, key=order.index)


def _read_meetings(text: str, sessions: Sequence[Session]) -> list[str]:
    """Find each meeting by its day: "19 maart", "19/3" or "19-03"."""
    folded = fold(text)
    found = [row.key for row in sessions if row.date and _names_day(folded, row.date)]
    if found:
        return found
    words = folded.split()
    if words and (words[0] in NO or "geen" in words):
        return []
    if any(word in words for word in ALL_MEETINGS):
        return [row.key for row in sessions]
    raise Unreadable


def _names_day(folded: str, day: Any) -> bool:
    month = fold(str(MONTHS[day.month]))
    short = fold(date_format(day, "M"))
    return bool(
        re.search(
            rf"\b0?{day.day} (?:{month}|{short}|0?{day.month})\b",
            folded,
        )
    )
