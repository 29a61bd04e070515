"""A letter is promised: one row, written in the transaction of what it tells."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ...enums import (
    LETTER_STATES,
    PLANNED_LETTERS,
    TEAM_LETTERS,
    MessageKind,
    MessageState,
)
from ...models import (
    DataRequest,
    Interest,
    Message,
    Registration,
    RegistrationDraft,
    StateChange,
)
from .errors import NoAddress
from .writing import put_words, write_letter

# Without a step of the registration, the same letter again within this time is one.
REPEAT_AFTER_SECONDS = 600
# Each of these answers an act of its own; who calls limits how many there are.
EVERY_TIME = frozenset(
    {MessageKind.PRIVATE_LINK, MessageKind.AMENDED, MessageKind.ADDRESS_CHANGED}
)
# These go once to one draft or address, whenever they are asked for.
ONLY_ONCE = frozenset({MessageKind.DRAFT_REMINDER, MessageKind.INTEREST_OPEN})


def queue_message(
    *,
    registration: Registration | None = None,
    draft: RegistrationDraft | None = None,
    interest: Interest | None = None,
    team_member: Any = None,
    data_request: DataRequest | None = None,
    kind: MessageKind,
    state_change: StateChange | None = None,
    as_draft: bool = False,
    planned_for: datetime | None = None,
    context: dict[str, Any] | None = None,
    once: str = "",
) -> Message:
    """Promise the letter `kind` about one thing as a row, once.

    Called inside the transaction of the step it belongs to: the letter exists if
    and only if the step was taken. A second call for the same step returns the
    first letter; without a step, the same letter within ten minutes is one letter
    (`EVERY_TIME` and `ONLY_ONCE` excepted; one that repeats answers is the same as
    long as those are).

    A letter that leaves by itself gets its words from the worker that sends it, which
    looks for what is due each second: the row, with what its template needs besides
    the registration, is the promise.
    A draft for the team is written at once, because people read it.

    Args:
        registration: to whom, or
        draft: to whoever saved this form, or
        interest: to whoever asked to hear of a form, or
        team_member: to somebody of the team, about nobody, or
        data_request: to whoever asked it of their own data. Exactly one of these five.
        kind: which letter.
        state_change: the step that it tells of; its reason stands in the letter.
        as_draft: wait in the outbox for a person; else it leaves after the commit.
        planned_for: leave at this moment; written then, as things are then.
        context: further values for the template of the letter; plain data (JSON).
            It goes once the letter is written.
        once: what makes it another letter of this kind to the same person, where no
            step does.

    Returns:
        The row: a draft when `as_draft`, or when there is no address to send to.

    Raises:
        ValueError: not exactly one thing that the letter is about.
    """
    about = _get_only(registration, draft, interest, team_member, data_request)
    key = (
        f"{_name(about)}:{MessageKind(kind).value}:{once}"
        if once
        else _idempotency_key(about, kind, state_change, context or {})
    )
    without_address = not about.email
    is_draft = as_draft or without_address
    existing = Message.objects.filter(idempotency_key=key)
    # Writing costs time; what is only promised finds out by trying.
    if is_draft and (written := existing.first()):
        return written
    now = timezone.now()
    state = MessageState.DRAFT if is_draft else MessageState.QUEUED
    if planned_for and not is_draft:
        state = MessageState.PLANNED
    reason = {"reason": state_change.reason} if state_change else {}
    message = Message(
        registration=registration,
        draft=draft,
        interest=interest,
        team_member=team_member,
        data_request=data_request,
        kind=kind,
        recipient=about.email,
        context=reason | (context or {}),
        state=state,
        planned_for=planned_for,
        next_attempt_at=now if state == MessageState.QUEUED else None,
        last_error=str(NoAddress.message) if without_address else "",
        idempotency_key=key,
        created_at=now,
        queued_at=now,
    )
    if is_draft:
        put_words(message, write_letter(message))
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # The same letter was promised before, perhaps this very moment.
        return existing.get()
    return message


@transaction.atomic
def cancel_team_letters(*, registration: Registration) -> int:
    """Cancel the letters that lose their sense now that `registration` moved on.

    Every draft and planned letter, and letters of the team and reminders that were
    released but not yet sent; not what stays true in the new state. Replies to the applicant's own act still go out.

    Returns:
        How many were cancelled.
    """
    unsent = Q(state__in=[MessageState.DRAFT, MessageState.PLANNED])
    released = Q(state=MessageState.QUEUED, kind__in=[*TEAM_LETTERS, *LETTER_STATES])
    still_true = [
        kind
        for kind, states in LETTER_STATES.items()
        if kind not in PLANNED_LETTERS and registration.state in states
    ]
    letters = registration.messages.exclude(kind__in=still_true)
    return letters.filter(unsent | released).update(
        state=MessageState.CANCELLED, next_attempt_at=None
    )


def _get_only(*things: Any) -> Any:
    """The one thing, or the colleague, that a letter is about."""
    named = [thing for thing in things if thing is not None]
    if len(named) != 1:
        raise ValueError("A letter is about one thing, or to one colleague.")
    return named[0]


def _idempotency_key(
    about: Any,
    kind: MessageKind,
    state_change: StateChange | None,
    context: dict[str, Any],
) -> str:
    start = f"{_name(about)}:{MessageKind(kind).value}"
    if state_change:
        return f"{start}:{state_change.pk}"
    if kind in EVERY_TIME:
        return f"{start}:{uuid4().hex}"
    if kind == MessageKind.TEAM_DIGEST:
        # Once a day, whichever worker comes first.
        return f"{start}:{context['day']}"
    if kind in ONLY_ONCE:
        return start
    if kind == MessageKind.ALREADY_REGISTERED and context:
        # What somebody typed stands in this letter and nowhere else.
        start = f"{start}:{_digest(context)}"
    period = int(timezone.now().timestamp()) // REPEAT_AFTER_SECONDS
    return f"{start}:at-{period}"


def _digest(context: dict[str, Any]) -> str:
    """Tell one content from another; keyed, so that it tells nothing else."""
    text = json.dumps(context, sort_keys=True, ensure_ascii=False)
    return salted_hmac("registrations.letter", text, algorithm="sha256").hexdigest()[
        :32
    ]


def _name(about: Any) -> str:
    """One thing and its present link: after a new link the same letter is another."""
    if isinstance(about, Registration):
        return str(about.pk)
    if isinstance(about, get_user_model()):
        return f"team-{about.pk}"
    if isinstance(about, DataRequest):
        return f"data-{about.pk}"
    return f"{about._meta.model_name}-{about.pk}-{about.nonce}"
