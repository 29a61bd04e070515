"""The words of a message, from its row: kind, subject of the letter, and context."""

from __future__ import annotations

from django.utils import timezone

from ...enums import CAN_BE_REMADE, TELLS_CHANGE, MessageKind
from ...models import Message
from ..invitations import make_calendar_parts
from ..letter_html import Letter
from ..letter_marks import renew
from ..letters import render_letter

# The columns that `put_words` sets.
WORDS = (
    "subject",
    "body_text",
    "body_html",
    "rendered_at",
    "context",
    "template_version_id",
    "template_digest",
    "calendar_parts",
)


def write_letter(message: Message) -> Letter:
    """Return the words of `message`: as stored, or as they would be written now.

    A letter that leaves by itself has none until a worker takes it; a screen may
    ask at any moment and changes nothing by it.
    """
    if message.is_written:
        return Letter(
            subject=message.subject,
            text=renew(message.body_text),
            html=renew(message.body_html),
        )
    return make_letter(message)


def make_letter(message: Message) -> Letter:
    """Return the words of `message` as its template makes them now."""
    context = dict(message.context)
    return render_letter(
        registration=message.registration,
        draft=message.draft,
        interest=message.interest,
        team_member=message.team_member,
        data_request=message.data_request,
        kind=message.kind,
        reason=context.pop("reason", ""),
        context=context,
        # A receipt holds what was sent, also when the answers changed since.
        as_of=message.created_at,
    )


def put_words(message: Message, letter: Letter) -> None:
    """Set the words on `message`, and with which version they were written.

    What its template needed is kept no longer, except for a draft: that can be made up
    again (`remaking`). Only decisions and questions, and what a meeting was before it
    changed: no answer is kept here.
    """
    message.subject = letter.subject
    message.body_text = letter.text
    message.body_html = letter.html
    message.rendered_at = timezone.now()
    message.calendar_parts = [
        part.as_data()
        for part in make_calendar_parts(
            registration=message.registration,
            kind=MessageKind(message.kind),
            recipient=message.recipient,
            session_keys=message.context.get("session_keys"),
        )
    ]
    message.template_version_id = letter.version_pk
    message.template_digest = letter.digest
    keeps = message.kind in CAN_BE_REMADE or message.kind in TELLS_CHANGE
    if not (message.is_draft and keeps):
        message.context = {}
