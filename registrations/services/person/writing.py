"""A copy as two files: one for a program, one for somebody who reads."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from .gathering import Part, Value


def write_data(part: Part) -> str:
    """Return the copy as JSON: structured, common, and readable by a machine."""
    return json.dumps(
        _as_data(part), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder
    )


def _as_data(part: Part) -> dict[str, Any]:
    data: dict[str, Any] = {"titel": part.title}
    if part.note:
        data["opmerking"] = part.note
    if part.rows:
        data["gegevens"] = [
            {"naam": name, "waarde": _as_value(value)} if name else {"tekst": value}
            for name, value in part.rows
        ]
    if part.parts:
        data["onderdelen"] = [_as_data(inner) for inner in part.parts]
    return data


def _as_value(value: Value) -> Value:
    """A moment as Brussels has it, with its offset."""
    return timezone.localtime(value) if isinstance(value, datetime) else str(value)


def write_page(part: Part) -> str:
    """Return the copy as a page of its own: it opens everywhere, and loads nothing."""
    return render_to_string(
        "registrations/participant/data_file.html", {"part": _as_words(part, 1)}
    )


def _as_words(part: Part, level: int) -> dict[str, Any]:
    return {
        "title": part.title,
        "note": part.note,
        "rows": [(name, _say(value)) for name, value in part.rows],
        "parts": [_as_words(inner, level + 1) for inner in part.parts],
        "level": min(level, 6),
    }


def _say(value: Value) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, G.i")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
