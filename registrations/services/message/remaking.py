"""“Opnieuw opmaken”: a draft gets the words that its template has now.

Never in silence (pretalx's lesson): a draft keeps the words it was written with until
somebody has seen what would change, and which changes by hand would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ...enums import CAN_BE_REMADE, MessageKind, MessageState
from ...models import Message, StateChange
from ..difference import Part, mark_difference
from ..errors import NotAllowed
from ..letter_html import Letter
from ..letter_marks import renew
from ..wording import get_words
from .errors import MessageError, NotADraft
from .outbox import lock_for
from .reading import close_answers
from .writing import make_letter, put_words


class OtherWords(MessageError):
    message = gettext_lazy(
        "What this letter would become changed while you were looking. Nothing was done. "
        "Look once more."
    )


class NotOfTeam(MessageError):
    message = gettext_lazy(
        "Only a decision or a question can be made up again; this letter stays as it is."
    )


@dataclass(frozen=True)
class Remake:
    """What a draft would become.

    Attributes:
        letter: with the words of its template, and the registration as it is, now.
        subject, text: what goes and what comes.
        edits: what somebody changed by hand, and would be lost; empty when nobody did.
    """

    letter: Letter
    subject: list[Part]
    text: list[Part]
    edits: list[Part]

    @property
    def sign(self) -> str:
        """What tells this letter from every other that the draft could become."""
        words = f"{self.letter.subject}\n\n{self.letter.text}"
        return salted_hmac("registrations.remake", words).hexdigest()

    @property
    def is_change(self) -> bool:
        return any(part.kind for part in (*self.subject, *self.text))


def is_outdated(message: Message) -> bool:
    """Whether the words of its kind changed since this draft was written."""
    if not message.is_draft or not message.template_digest:
        return False
    page = None if message.team_member_id else message.about.page
    return get_words(MessageKind(message.kind), page).digest != message.template_digest


def plan_remake(*, message: Message, user: Any) -> Remake:
    """Return what `message` would become; nothing is changed.

    Raises:
        NotADraft: it was sent or cancelled.
        NotOfTeam: what it was written with is not kept.
        NotAllowed: `user` may not read all of it.
    """
    if message.state != MessageState.DRAFT:
        raise NotADraft
    if message.kind not in CAN_BE_REMADE:
        raise NotOfTeam
    letter = make_letter(_recall(message))
    stored = Letter(subject=message.subject, text=renew(message.body_text))
    for words in (letter, stored):
        _ensure_readable(words, message, user)
    before = message.unedited
    return Remake(
        letter=letter,
        subject=mark_difference(message.subject, letter.subject),
        text=mark_difference(stored.text, letter.text),
        edits=[
            *mark_difference(before["subject"], message.subject),
            Part("", "\n\n"),
            *mark_difference(renew(before["text"]), stored.text),
        ]
        if before
        else [],
    )


@transaction.atomic
def remake_draft(*, message: Message, seen: str, user: Any) -> Message:
    """Give a draft the words that its template has now.

    Args:
        message: the draft.
        seen: the sign of what was on the screen (`Remake.sign`).
        user: who does it.

    Raises:
        NotAllowed: `user` may not send messages, or not read all of this one.
        NotADraft: it was sent or cancelled in the meantime.
        OtherWords: it would become something else than `user` saw.
    """
    message = lock_for(user, message)
    remake = plan_remake(message=message, user=user)
    if not constant_time_compare(seen, remake.sign):
        raise OtherWords
    put_words(message, remake.letter)
    message.unedited = {}
    message.save(
        update_fields=[
            "subject",
            "body_text",
            "body_html",
            "rendered_at",
            "template_version",
            "template_digest",
            "calendar_parts",
            "unedited",
        ]
    )
    log(instance=message, action="registrations.remake_message", user=user)
    return message


def _recall(message: Message) -> Message:
    """The reason of a draft from before drafts kept what their template needs."""
    number = message.idempotency_key.rpartition(":")[2]
    if not message.context and message.registration_id and number.isdecimal():
        step = StateChange.objects.filter(
            pk=number, registration=message.registration_id
        ).first()
        message.context = {"reason": step.reason} if step else {}
    return message


def _ensure_readable(letter: Letter, message: Message, user: Any) -> None:
    if message.registration is None:
        return
    shown = close_answers(
        letter, kind=message.kind, registration=message.registration, user=user
    )
    if shown.text != letter.text:
        raise NotAllowed
