"""A letter as somebody of the team may read it, on the screens of the outbox."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from ...enums import TELLS_ANSWERS
from ...models import Message, Registration
from ..answers import get_hidden_keys
from ..letter_html import Letter, render_html
from ..letters import flat
from .writing import write_letter


def read_letter_for(user: Any, message: Message) -> Letter:
    """Return the words of `message` without the answers that `user` may not read.

    A receipt repeats everything that somebody answered; what the desk closes
    (`services.answers`) is closed here as well. The letter itself stays whole.
    """
    letter = write_letter(message)
    if message.registration is None or message.kind not in TELLS_ANSWERS:
        return letter
    labels = _get_closed_labels(user, message.registration)
    text = _close(letter.text, labels)
    if text == letter.text:
        return letter
    words = Letter(subject=letter.subject, text=text)
    html = render_html(letter=words, registration=message.registration)
    return Letter(subject=letter.subject, text=text, html=html)


def _get_closed_labels(user: Any, registration: Registration) -> frozenset[str]:
    """The closed questions as a letter names them, in the words of then and of now."""
    hidden = get_hidden_keys(user, registration)
    labels = {row.clean_name: row.label for row in registration.page.form_fields.all()}
    asked = [
        (question["key"], question["label"]) for question in registration.questions
    ]
    return frozenset(
        flat(label) for key, label in [*labels.items(), *asked] if key in hidden
    )


def _close(text: str, labels: frozenset[str]) -> str:
    """Put a sentence in the place of each quotation below one of `labels`."""
    closed = gettext("You cannot read this answer here.")
    lines: list[str] = []
    is_closed = False
    for line in text.splitlines():
        is_quoted = line.startswith(">")
        if is_quoted and is_closed:
            continue
        is_closed = line in labels
        lines.append(line)
        if is_closed:
            lines.append(f"> {closed}")
    return "\n".join(lines) + "\n"
