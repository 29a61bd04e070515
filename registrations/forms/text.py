"""Typed and pasted text without the characters that nobody sees; texts in a row.

They come along from a PDF or an old word processor: control characters break a
spreadsheet, and marks of writing direction can make a screen show another order than
what stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import pgettext

# A page or a column that ends is the end of a line to us.
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c]")
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(value: str) -> str:
    """Return `value` with plain line ends and without control characters.

    Text that has nothing to see (only zero-width characters) is no text.
    """
    text = "".join(sign for sign in LINE_ENDS.sub("\n", value) if not _is_control(sign))
    if all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text):
        return ""
    return text


def _is_control(sign: str) -> bool:
    if sign in "\n\t":
        return False
    return sign in DIRECTION_MARKS or unicodedata.category(sign) == "Cc"


class CleanCharField(forms.CharField):
    """Django's own field, for text that is cleaned first."""

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text("" if value is None else str(value)))


def join_or(texts: Sequence[str]) -> str:
    """Return some texts as one reads them: "a, b or c"."""
    if len(texts) < 2:
        return "".join(texts)
    return pgettext("answers", "%(some)s or %(last)s") % {
        "some": ", ".join(texts[:-1]),
        "last": texts[-1],
    }
