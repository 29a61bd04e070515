"""A letter as somebody of the team may read it, on the screens of the outbox."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from ...enums import TELLS_ANSWERS
from ...models import Message, Registration
from ..answers import get_hidden_keys
from ..letter_html import Letter, render_html
from ..letter_marks import flat
from .writing import write_letter


def read_letter_for(user: Any, message: Message) -> Letter:
    """Return the words of `message` without the answers that `user` may not read.

    A receipt repeats everything that somebody answered; what the desk closes
    (`services.answers`) is closed here as well. The letter itself stays whole.
    """
    letter = write_letter(message)
    if message.registration is None:
        return letter
    return close_answers(
        letter, kind=message.kind, registration=message.registration, user=user
    )


def close_answers(
    letter: Letter, *, kind: str, registration: Registration, user: Any
) -> Letter:
    """Return `letter` without the answers of `registration` that `user` may not read."""
    if kind not in TELLS_ANSWERS:
        return letter
    text = _close(letter.text, _get_open_labels(user, registration))
    if text == letter.text:
        return letter
    words = replace(letter, text=text)
    return replace(words, html=render_html(letter=words, registration=registration))


def _get_open_labels(user: Any, registration: Registration) -> frozenset[str]:
    """The questions whose answers `user` may read, as a letter names them.

    In the words of then and of now. An answer below any other words stays closed: a
    letter may be older than the words that both know.
    """
    hidden = get_hidden_keys(user, registration)
    asked = [
        (question["key"], question["label"]) for question in registration.questions
    ]
    now = [(row.clean_name, row.label) for row in registration.page.form_fields.all()]
    named = [(key, flat(label)) for key, label in [*asked, *now]]
    closed = {label for key, label in named if key in hidden}
    return frozenset(label for _key, label in named) - closed


def _close(text: str, open_labels: frozenset[str]) -> str:
    """Put a sentence in the place of each quotation that is not below an open label."""
    closed = gettext("You cannot read this answer here.")
    lines: list[str] = []
    label, is_told = "", False
    for line in text.splitlines():
        if not line.startswith(">"):
            label, is_told = line, False
            lines.append(line)
        elif label in open_labels:
            lines.append(line)
        elif not is_told:
            lines.append(f"> {closed}")
            is_told = True
    return "\n".join(lines) + "\n"
