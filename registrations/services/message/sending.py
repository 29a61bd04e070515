"""Sending all drafts of a call, in a few statements however many there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ...enums import MessageKind, MessageState
from ...models import Message, RegistrationFormPage
from ...permissions import user_can_send_messages
from ..audit import log_many
from ..errors import NotAllowed
from .errors import MessageError
from .sendable import why_it_stays

CHUNK = 500


class CountChanged(MessageError):
    message = gettext_lazy(
        "Something changed since you opened this page, so nothing was sent. Look at "
        "the numbers once more."
    )


@dataclass
class CallDrafts:
    """The drafts of one call or day, as somebody may see them.

    Attributes:
        page: the call or day.
        letters: those that leave when it is sent.
        left_out: how many stay, by why.
    """

    page: Page
    letters: list[Message] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many leave, by kind of letter."""
        counts = Counter(letter.kind for letter in self.letters)
        return [(MessageKind(kind).label, n) for kind, n in counts.most_common()]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many stay, by why; a template would take `left_out.items` for a count."""
        return self.left_out.most_common()

    @property
    def version(self) -> str:
        """Which letters these are, so that no other leaves than were counted."""
        numbers = ",".join(str(letter.pk) for letter in self.letters)
        return salted_hmac("registrations.drafts", numbers).hexdigest()


def get_call_drafts(*, user: Any) -> list[CallDrafts]:
    """Return the drafts that `user` may see, by call, in two queries.

    Each letter with its registration and without its words: there may be thousands.
    """
    drafts = (
        Message.objects.visible_to(user)
        .filter(state=MessageState.DRAFT, registration__isnull=False)
        .select_related("registration")
        .defer("body_text", "body_html", "context")
        .order_by("registration__reference", "pk")
    )
    by_form: dict[int, list[Message]] = {}
    for letter in drafts:
        by_form.setdefault(letter.registration.page_id, []).append(letter)
    found: dict[int, CallDrafts] = {}
    paths = RegistrationFormPage.objects.filter(pk__in=by_form)
    parents = {
        pk: path[: -Page.steplen] for pk, path in paths.values_list("pk", "path")
    }
    pages = {page.path: page for page in Page.objects.filter(path__in=parents.values())}
    for form_id, letters in by_form.items():
        page = pages[parents[form_id]]
        call = found.setdefault(page.pk, CallDrafts(page))
        for letter in letters:
            if why := why_it_stays(letter):
                call.left_out[why] += 1
            else:
                call.letters.append(letter)
    return sorted(found.values(), key=lambda call: call.page.path)


@transaction.atomic
def send_call_drafts(*, page: Page, seen_version: str, user: Any) -> int:
    """Send every draft of a call that can leave.

    Args:
        page: the call or day.
        seen_version: which letters the user was shown; see `CallDrafts.version`.
        user: who sends.

    Returns:
        How many are on their way.

    Raises:
        NotAllowed: `user` may not send messages.
        CountChanged: other letters would leave than were shown.
    """
    if not user_can_send_messages(user):
        raise NotAllowed
    calls = {call.page.pk: call for call in get_call_drafts(user=user)}
    call = calls.get(page.pk, CallDrafts(page))
    if not call.letters or call.version != seen_version:
        raise CountChanged
    now = timezone.now()
    sent = []
    for start in range(0, len(call.letters), CHUNK):
        chunk = call.letters[start : start + CHUNK]
        rows = Message.objects.select_for_update(of=("self",), no_key=True).filter(
            pk__in=[letter.pk for letter in chunk],
            state=MessageState.DRAFT,
            held_at=None,
        )
        pks = set(rows.values_list("pk", flat=True))
        Message.objects.filter(pk__in=pks).update(
            state=MessageState.QUEUED,
            queued_at=now,
            next_attempt_at=now,
            attempts=0,
            last_error="",
        )
        sent += [letter for letter in chunk if letter.pk in pks]
    if len(sent) != len(call.letters):
        raise CountChanged
    log_many(instances=sent, action="registrations.release_message", user=user)
    return len(sent)
