"""From the text of a cell to what our own form would have posted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django import forms
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import pgettext

from workplaces.models import Session

from ...models.reference import fold
from .matching import Offer, denies, get_labels

YES = frozenset({"ja", "yes", "true", "waar", "x", "akkoord", "ok", "1", "on"})
NO = frozenset({"nee", "neen", "no", "false", "onwaar", "0"})
ALL_MEETINGS = ("alle", "allemaal", "beide", "ja")
# Every combination of so many meetings can be offered; of more, each by itself.
MOST_COMBINED = 3
TICKED = "on"

# What the office said that a text means: a value of the field, or one of these two.
Meant = Callable[[str], str | None]
EMPTY = ":empty:"
AS_TEXT = ":text:"


class Unreadable(ValueError):
    """A cell says something, but nothing that its question can hold.

    Attributes:
        texts: what was not understood; of joined answers only those.
    """

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.texts = texts


class AnswerReader:
    """Reads the cells of one column for one field of our form.

    Args:
        field: the field of our form.
        headings: the question as the old form and as ours puts it; a single box of
            Google answers with its own words.
        sessions: the meetings, where the field asks about them.
    """

    def __init__(
        self,
        field: forms.Field,
        *,
        headings: Iterable[str],
        sessions: Sequence[Session] = (),
    ) -> None:
        self.field, self.sessions = field, sessions
        self.headings = {fold(heading) for heading in headings} - {""}
        self.choices = self._get_choices()
        self.offer = Offer(self.choices)

    @property
    def is_closed(self) -> bool:
        """Whether only some answers are possible, and any other text is none."""
        return bool(self.choices)

    def read(self, text: str, meant: Meant = lambda _text: None) -> str | list[str]:
        """Return the value to post, from what stands in a cell that is not empty.

        Raises:
            Unreadable: the text is none of the answers that our question offers.
        """
        if not self.is_closed:
            return text
        if isinstance(self.field, forms.MultipleChoiceField) and not self.sessions:
            found, unread = self.offer.find_all(text)
            said = {part: self._get_meant(meant(part)) for part in unread}
            if left := [part for part in unread if said[part] is None]:
                raise Unreadable(*left)
            chosen = {*found, *said.values()}
            return [key for key in self.offer.keys if key in chosen]
        value = self._read_one(text)
        if value is None:
            value = self._get_meant(meant(text))
            if value is None:
                raise Unreadable(text)
            if self.sessions:
                value = value.split(",") if value else []
        return value

    def _get_choices(self) -> list[tuple[str, str]]:
        if isinstance(self.field, forms.BooleanField):
            return [(TICKED, pgettext("answer", "Yes"))]
        if self.sessions:
            return list(_combine(self.sessions))
        if isinstance(self.field, forms.ChoiceField):
            return get_labels(self.field.choices)
        return []

    def _get_meant(self, said: str | None) -> str | None:
        """An option that is gone meanwhile says nothing any more."""
        if said == EMPTY:
            return ""
        return said if said in self.offer.keys else None

    def _read_one(self, text: str) -> str | list[str] | None:
        if isinstance(self.field, forms.BooleanField):
            return self._read_yes(fold(text))
        if self.sessions:
            return self._read_meetings(fold(text))
        return self.offer.find(text)

    def _read_yes(self, folded: str) -> str | None:
        first = folded.partition(" ")[0]
        if folded in NO or first in {"nee", "neen", "no"}:
            return ""
        if folded in YES or first in {"ja", "yes", "akkoord"}:
            return TICKED
        return TICKED if folded in self.headings else None

    def _read_meetings(self, folded: str) -> list[str] | None:
        """Find each meeting by its day: "19 maart", "19/3" or "19-03"."""
        named = [
            row.key
            for row in self.sessions
            if row.date and _names_day(folded, row.date)
        ]
        if named:
            # "Alle behalve 4 juni" names the one day that does not suit.
            return None if denies(folded) else named
        words = folded.split()
        if words and (words[0] in NO or "geen" in words):
            return []
        if denies(folded):
            return None
        if any(word in words for word in ALL_MEETINGS):
            return [row.key for row in self.sessions]
        return None


def read_name(*, full: str, first: str, last: str) -> tuple[str, str]:
    """Return first name and last name, from one column, from two, or from both.

    "Peeters, Lotte" is read as such. Where a column holds the first name alone, the
    rest of the whole name is the last name, whichever of them stands first. Otherwise
    the first word is the first name: nobody can know better from the text alone, and
    "Lotte Van den Berg" is right that way.
    """
    full, first, last = (" ".join(text.split()) for text in (full, first, last))
    if not full or (first and last):
        return first, last
    if first:
        return first, _without(full, first)
    if last:
        return _without(full, last), last
    last, comma, first = full.partition(", ")
    if comma:
        return first, last
    first, _space, last = full.partition(" ")
    return first, last


def _without(full: str, part: str) -> str:
    """Return the name without one of its parts; all of it where that is not in it."""
    for pattern in (rf"^{re.escape(part)}\b[\s,]*", rf"[\s,]*\b{re.escape(part)}$"):
        rest = re.sub(pattern, "", full, flags=re.IGNORECASE)
        if rest != full:
            return rest
    return full


def _combine(sessions: Sequence[Session]) -> Iterable[tuple[str, str]]:
    """Yield what somebody can say about the meetings: all, some, or one of them."""
    if len(sessions) <= MOST_COMBINED:
        sizes: Iterable[int] = range(len(sessions), 0, -1)
    else:
        sizes = (len(sessions), 1)
    for size in sizes:
        for some in itertools.combinations(sessions, size):
            label = " + ".join(str(row) for row in some)
            yield ",".join(row.key for row in some), label


def _names_day(folded: str, day: date) -> bool:
    month = fold(str(MONTHS[day.month]))
    short = fold(date_format(day, "M"))
    return bool(
        re.search(
            rf"\b0?{day.day} (?:{month}|{short}|0?{day.month})\b",
            folded,
        )
    )
