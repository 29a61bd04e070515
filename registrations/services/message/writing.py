"""The words of a message, from its row: kind, subject of the letter, and context."""

from __future__ import annotations

from django.utils import timezone

from ...models import Message
from ..letter_html import Letter
from ..letters import render_letter

# The columns that `put_words` sets.
WORDS = ("subject", "body_text", "body_html", "rendered_at", "context")


def write_letter(message: Message) -> Letter:
    """Return the words of `message`: as stored, or as they would be written now.

    A letter that leaves by itself has none until a worker takes it; a screen may
    ask at any moment and changes nothing by it.
    """
    if message.is_written:
        return Letter(
            subject=message.subject, text=message.body_text, html=message.body_html
        )
    context = dict(message.context)
    return render_letter(
        registration=message.registration,
        draft=message.draft,
        interest=message.interest,
        team_member=message.team_member,
        kind=message.kind,
        reason=context.pop("reason", ""),
        context=context,
        # A receipt holds what was sent, also when the answers changed since.
        as_of=message.created_at,
    )


def put_words(message: Message, letter: Letter) -> None:
    """Set the words on `message`; what its template needed is then kept no longer."""
    message.subject = letter.subject
    message.body_text = letter.text
    message.body_html = letter.html
    message.rendered_at = timezone.now()
    message.context = {}
