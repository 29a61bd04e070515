"""Erasing one person, when they ask: everything or nothing, in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from ...enums import (
    IS_LIVE,
    DataAct,
    MessageKind,
    MessageState,
    RegistrationState,
    Role,
)
from ...models import DataRequest, Registration
from ...permissions import Actor
from ..drafts import remove_draft
from ..errors import ReasonRequired
from ..interest import erase
from ..invitations import make_calendar_parts
from ..letter_marks import flat
from ..message import put_words, queue_message, write_letter
from ..retention import get_last_day
from ..seats import lock_form_page
from ..state import change_state
from .asking import cancel_copies, note_request
from .blanking import blank, blank_imports
from .errors import HeldChanged, LetterLeaving, NothingHeld
from .finding import UNSENT, Held, find_own, find_person


@transaction.atomic
def erase_person(
    *, email: str, user: Any = None, reason: str = "", seen: str = ""
) -> DataRequest:
    """Erase all that is held of somebody who asked for it (art. 17 GDPR), for ever.

    A registration that still hoped for something is withdrawn first, so that its place
    comes free. What stays counts: see `blanking`. Letters that did not leave are
    cancelled, and one last letter tells the person (M26); its address goes with it.

    Args:
        email: their address.
        user: who of the team handles it; None when they did it on their own page.
        reason: how we know that they asked it; the team must say so.
        seen: `Held.version` of what `user` looked at.

    Returns:
        The request, as the register keeps it.

    Raises:
        NotAllowed, ForColleague, NothingHeld: see `find_person`.
        ReasonRequired: the team did not say how it knows.
        HeldChanged: it is no longer what `user` looked at.
        LetterLeaving: a worker has a letter to them in its hands.
    """
    if user and not reason.strip():
        raise ReasonRequired
    _find(email, user)
    # Before the forms: an import that runs locks in this order as well.
    blank_imports(email)
    # One order for all who lock: forms by their number, then registrations.
    pages = {row.page_id for row in find_own(email=email).registrations}
    for page_id in sorted(pages):
        lock_form_page(form_page_id=page_id)
    held = _find(email, user)
    if seen and seen != held.version:
        raise HeldChanged
    if not {row.page_id for row in held.registrations} <= pages:
        raise HeldChanged
    _stop_letters(held)
    request = note_request(held, act=DataAct.ERASE, user=user, reason=reason)
    _write_last_letter(request, held)
    for registration in held.registrations:
        _withdraw(registration, user)
        blank(
            Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        )
    for draft in held.drafts:
        remove_draft(draft)
    for interest in held.interests:
        erase(interest=interest)
    cancel_copies(email=held.email)
    return request


def _find(email: str, user: Any) -> Held:
    held = find_person(email=email, user=user) if user else find_own(email=email)
    if held.is_empty:
        raise NothingHeld
    return held


def _stop_letters(held: Held) -> None:
    held.letters.filter(state__in=UNSENT).update(
        state=MessageState.CANCELLED, next_attempt_at=None, held_at=None
    )
    if held.letters.filter(state=MessageState.SENDING).exists():
        raise LetterLeaving


def _withdraw(registration: Registration, user: Any) -> None:
    """Take the last step, as the person would: their place is another's now."""
    last = get_last_day(registration.page.subject)
    is_over = last is not None and last < timezone.localdate()
    if registration.state not in IS_LIVE or is_over:
        return
    change_state(
        registration=registration,
        to=RegistrationState.WITHDRAWN,
        actor=Actor(roles=frozenset({Role.APPLICANT}), user=user),
        reason=gettext("Asked to be erased"),
        with_letter=False,
    )


def _write_last_letter(request: DataRequest, held: Held) -> None:
    """Write M26 while there still is a name, and take the meetings out of calendars."""
    parts = [
        part.as_data()
        for registration in held.registrations
        for part in make_calendar_parts(
            registration=registration,
            kind=MessageKind.WITHDRAWN,
            recipient=held.email,
        )
    ]
    letter = queue_message(
        data_request=request,
        kind=MessageKind.PERSON_ERASED,
        context={
            "first_name": flat(held.first_name),
            "erased": _tell(held),
            "calendar_files": len(parts),
        },
    )
    put_words(letter, write_letter(letter))
    letter.calendar_parts = parts
    letter.save()


def _tell(held: Held) -> list[str]:
    """What was held, as the lines of a list."""
    lines = [
        flat(
            gettext("your registration %(number)s of %(day)s, with your answers")
            % {
                "number": row.reference,
                "day": date_format(timezone.localtime(row.submit_time), "j F Y"),
            }
        )
        for row in held.registrations
    ]
    if held.drafts:
        lines.append(gettext("the form that you had saved to go on later"))
    if held.interests:
        lines.append(gettext("your address on the list of who wants to hear of us"))
    if count := held.counts["letters"]:
        lines.append(
            ngettext(
                "the letter that we wrote you",
                "the %(count)d letters that we wrote you",
                count,
            )
            % {"count": count}
        )
    if held.counts["reviews"]:
        lines.append(gettext("what readers wrote about your registration"))
    return lines
