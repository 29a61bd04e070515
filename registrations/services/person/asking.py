"""A copy: a letter with a private link to the person's own address, for a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from ...enums import DataAct, MessageKind, MessageState
from ...models import DataRequest, Message
from ..access import find_copy
from ..letter_marks import flat
from ..message import queue_message
from ..names import keep_name
from ..seats import lock_form_page
from .errors import HeldChanged, NoAddressToSend, NothingHeld
from .finding import Held, find_own, find_person

__all__ = ["ask_copy", "find_copy", "forget_requests"]

KEPT_DAYS = 7
KEPT_FOR = timedelta(days=KEPT_DAYS)
# Whoever presses twice asked once.
REPEAT_AFTER = timedelta(minutes=10)
# Somebody may still want to try a letter that failed; not for longer than this.
KEPT_FAILED = timedelta(days=7)
_DONE = (MessageState.SENT, MessageState.DELIVERED, MessageState.CANCELLED)
_FAILED = (MessageState.FAILED, MessageState.BOUNCED)


@transaction.atomic
def ask_copy(
    *, email: str, user: Any = None, reason: str = "", seen: str = ""
) -> DataRequest:
    """Let somebody have a copy of all that is held of them.

    Nobody but they get it: the letter goes to their own address, with a link that
    works for a week. What the copy says is read when it is opened.

    Args:
        email: their address.
        user: who of the team handles it; None when they asked on their own page.
        reason: how we know that they asked it; for the register.
        seen: `Held.version` of what `user` looked at.

    Returns:
        The request; the one of a moment ago when somebody pressed twice.

    Raises:
        NotAllowed, ForColleague, NothingHeld: see `find_person`.
        HeldChanged: it is no longer what `user` looked at.
        NoAddressToSend: mail to them comes back.
    """
    held = find_person(email=email, user=user) if user else find_own(email=email)
    if held.is_empty:
        raise NothingHeld
    # Two who press at once wait for each other.
    lock_form_page(form_page_id=held.page.pk)
    if recent := _find_recent(held):
        return recent
    if seen and seen != held.version:
        raise HeldChanged
    if any(row.mail_returned_at for row in held.registrations):
        raise NoAddressToSend
    request = note_request(held, act=DataAct.COPY, user=user, reason=reason)
    queue_message(
        data_request=request,
        kind=MessageKind.DATA_COPY,
        context={
            "first_name": flat(held.first_name),
            "copy_until": date_format(_last_day(request.expires_at), "l j F Y"),
        },
    )
    return request


def note_request(held: Held, *, act: DataAct, user: Any, reason: str) -> DataRequest:
    """Write a request in the register and in the log of each registration."""
    request = DataRequest.objects.create(
        act=act,
        page=held.page,
        email=held.email,
        references=held.references,
        counts=held.counts,
        reason=reason.strip(),
        expires_at=timezone.now() + KEPT_FOR if act == DataAct.COPY else None,
        user=user,
        user_name=keep_name(user),
    )
    for registration in held.registrations:
        log(
            instance=registration,
            action=f"registrations.{act.value}_person",
            user=user,
            data={"request": request.pk},
        )
    return request


def forget_requests(*, now: datetime) -> int:
    """Erase the address of requests that need it no longer, and what their letters said.

    Returns:
        How many were forgotten.
    """
    forgotten = 0
    for request in DataRequest.objects.exclude(email="").order_by("pk"):
        if request.expires_at and request.expires_at > now:
            continue
        letters = request.messages.all()
        if letters.exclude(state__in=[*_DONE, *_FAILED]).exists():
            continue
        if request.made_at > now - KEPT_FAILED and letters.filter(state__in=_FAILED):
            continue
        forget_request(request)
        forgotten += 1
    return forgotten


@transaction.atomic
def forget_request(request: DataRequest) -> None:
    """Close the copy, and blank the address wherever this request has it."""
    for letter in request.messages.all():
        letter.delivery_attempts.update(error="")
        letter.delivery_events.update(detail="")
    request.messages.update(
        recipient="",
        subject="",
        body_text="",
        body_html="",
        context={},
        unedited={},
        calendar_parts=[],
        last_error="",
    )
    request.email = request.token_hash = ""
    request.save(update_fields=["email", "token_hash"])


def _find_recent(held: Held) -> DataRequest | None:
    return (
        DataRequest.objects.filter(
            act=DataAct.COPY,
            email__iexact=held.email,
            made_at__gt=timezone.now() - REPEAT_AFTER,
        )
        .order_by("-made_at")
        .first()
    )


def _last_day(moment: datetime) -> datetime:
    """The last day on which it works all day."""
    return timezone.localtime(moment) - timedelta(days=1)


def cancel_copies(*, email: str) -> None:
    """Close the copies that wait, because there is nothing left to copy."""
    for request in DataRequest.objects.filter(act=DataAct.COPY, email__iexact=email):
        Message.objects.filter(
            data_request=request, state__in=[MessageState.DRAFT, MessageState.QUEUED]
        ).update(state=MessageState.CANCELLED, next_attempt_at=None)
        forget_request(request)
