"""A letter to several people at once: each gets a draft of their own in the outbox.

Nothing leaves from here. What one person gets names nobody else, and who cannot be
written to is left out with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_lazy

from ...enums import AWAITS_ANSWER, MessageKind, RegistrationState
from ...models import Message, Registration
from ...permissions import user_can_send_messages
from ..audit import log_at_once
from ..errors import NotAllowed
from ..letter_html import Letter
from ..letter_marks import enclose, flat, unmark
from ..letters import render_letter
from .errors import MessageError
from .queueing import queue_message


class LeftOut(MessageError):
    message = gettext_lazy("This person cannot be written to now.")


@dataclass(frozen=True)
class GroupWords:
    """What everybody of a group gets.

    Attributes:
        kind: a message of one's own, or one with words of its template.
        context: what that template needs, as plain data.
    """

    kind: MessageKind
    context: dict[str, str]

    @classmethod
    def own(cls, *, subject: str, text: str) -> GroupWords:
        """A message with a subject and a text of one's own, in the forms of a letter."""
        return cls(
            MessageKind.GROUP_LETTER,
            {"own_subject": flat(subject), "own_text": unmark(text).strip()},
        )

    @classmethod
    def delay(cls, *, day: str) -> GroupWords:
        """The answer comes later (M6): on `day`, in words."""
        return cls(MessageKind.DELAY, {"new_date": day})

    @classmethod
    def publication(cls, *, url: str) -> GroupWords:
        """The publication is there (M25): at `url`."""
        return cls(MessageKind.PUBLICATION, {"publication_url": enclose(url)})

    @property
    def sign(self) -> str:
        """The same words on the same day are one letter, however often one clicks."""
        words = "\0".join([*self.context.values(), str(timezone.localdate())])
        return salted_hmac("registrations.group", words).hexdigest()[:32]


def find_obstacle(*, registration: Registration, kind: MessageKind) -> str:
    """Return why somebody is left out; empty where they can be written to.

    Args:
        registration: with what the user may see of it (`with_sight`).
        kind: which letter.
    """
    if registration.is_held or registration.state == RegistrationState.DRAFT:
        return gettext("Is held for a look.")
    if not registration.shows_name:
        return gettext("Names are hidden from you while this is being read.")
    if not registration.email:
        return gettext("Gave no e-mail address.")
    if registration.mail_returned_at:
        return gettext("Mail to this address came back.")
    if kind == MessageKind.DELAY and (
        registration.page.is_direct or registration.state not in AWAITS_ANSWER
    ):
        return gettext("Does not wait for an answer: %(state)s.") % {
            "state": registration.get_state_display()
        }
    return ""


def make_group_letter(*, registration: Registration, words: GroupWords) -> Letter:
    """Return the letter that one of the group would get; nothing is kept."""
    return render_letter(
        registration=registration, kind=words.kind, context=dict(words.context)
    )


@transaction.atomic
def write_to(*, registration: Registration, words: GroupWords, user: Any) -> Message:
    """Put the letter to one person of a group in the outbox, as a draft, once.

    Args:
        registration: whose, as the list shows it; it is read again.
        words: what everybody gets.
        user: who writes.

    Raises:
        NotAllowed: `user` may not send messages, or not see this person.
        LeftOut: something stands in the way; `find_obstacle` says what.
    """
    if not user_can_send_messages(user):
        raise NotAllowed
    seen = (
        Registration.objects.visible_to(user)
        .with_sight(user)
        .select_related("page")
        .filter(pk=registration.pk)
        .first()
    )
    if seen is None:
        raise NotAllowed
    if obstacle := find_obstacle(registration=seen, kind=words.kind):
        raise LeftOut(obstacle)
    message = queue_message(
        registration=seen,
        kind=words.kind,
        as_draft=True,
        context=dict(words.context),
        once=words.sign,
    )
    log_at_once(
        instance=message, action="registrations.write_message", user=user, data={}
    )
    return message
