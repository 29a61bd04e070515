"""Another address for somebody of whom mail came back ("ander adres").

Whoever has the address has the private link, so this door is narrow: only while a
letter came back, only by whoever sends letters and may see who it is about, with a
reason that stays in the history. The links that went to the old address end, and that
address hears of the change, in case it works after all.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import MessageKind, MessageState
from ..models import AddressChange, Message, Registration
from ..permissions import user_can_see_names, user_can_send_messages
from .access import revoke_links
from .errors import AlreadyRegistered, NotAllowed, ReasonRequired, RegistrationError
from .message import MessageError, queue_message, resend
from .names import keep_name
from .placement import lock_registration

# These wait for their turn, and go to the new address when it comes.
_WAITING = (MessageState.DRAFT, MessageState.PLANNED, MessageState.QUEUED)
# A link that somebody asked for long ago is no letter that they miss.
_NOT_AGAIN = frozenset({MessageKind.PRIVATE_LINK, MessageKind.ADDRESS_CHANGED})


class NothingCameBack(RegistrationError):
    message = _("No mail came back from this address, so it stays as it is.")


class SameAddress(RegistrationError):
    message = _("This is the address from which the mail came back.")


def user_can_correct_address(user: Any, registration: Registration) -> bool:
    """Whether `user` may ever give this person another address."""
    return (
        user_can_send_messages(user)
        and user_can_see_names(user, registration.page_id)
        and Registration.objects.visible_to(user).filter(pk=registration.pk).exists()
    )


def can_correct(registration: Registration | None) -> bool:
    """Whether another address is asked for: mail to the present one came back."""
    return registration is not None and registration.mail_returned_at is not None


@transaction.atomic
def correct_address(
    *, registration: Registration, email: str, reason: str, user: Any
) -> list[Message]:
    """Give a registration another address, and send again what came back.

    Locks the form, as everything does that makes an address known on it.

    Args:
        registration: of which mail came back.
        email: the address that works.
        reason: how we know that it is theirs; stays in the history.
        user: who corrects.

    Returns:
        The letters that leave again.

    Raises:
        NotAllowed: `user` may not.
        NothingCameBack: no letter to the present address did.
        ReasonRequired: nobody said how we know.
        SameAddress: it is the same.
        AlreadyRegistered: somebody else is registered there with it.
    """
    if not user_can_correct_address(user, registration):
        raise NotAllowed
    registration = lock_registration(registration=registration)
    email, reason, before = email.strip(), reason.strip(), registration.email
    if not can_correct(registration):
        raise NothingCameBack
    if not reason:
        raise ReasonRequired
    if email.casefold() == before.casefold():
        raise SameAddress
    others = Registration.objects.filter(page_id=registration.page_id)
    taken = others.with_email(email).live().exclude(pk=registration.pk).first()
    if taken is not None:
        raise AlreadyRegistered(taken)
    revoke_links(registration=registration)
    _warn_old_address(registration)
    registration.email = email
    registration.mail_returned_at = None
    registration.save(update_fields=["email", "mail_returned_at"])
    AddressChange.objects.create(
        registration=registration,
        before=before,
        after=email,
        reason=reason,
        user=user,
        user_name=keep_name(user),
    )
    log(instance=registration, action="registrations.correct_address", user=user)
    return _redirect_letters(registration, before, user)


def _warn_old_address(registration: Registration) -> None:
    """Tell the old address, as long as the registration still has it."""
    queue_message(
        registration=registration,
        kind=MessageKind.ADDRESS_CHANGED,
        # Perhaps it is a stranger's: no name.
        context={"first_name": "", "reference": ""},
    )


def _redirect_letters(
    registration: Registration, before: str, user: Any
) -> list[Message]:
    """Let what waits go to the new address, and send again what came back."""
    letters = registration.messages.filter(recipient__iexact=before).exclude(
        kind__in=_NOT_AGAIN
    )
    letters.filter(state__in=_WAITING).update(recipient=registration.email)
    again = []
    # The last of each kind: a receipt that was sent twice is one receipt.
    latest = {letter.kind: letter for letter in letters.order_by("created_at", "pk")}
    for letter in sorted(latest.values(), key=lambda one: (one.created_at, one.pk)):
        if letter.state != MessageState.BOUNCED:
            continue
        Message.objects.filter(pk=letter.pk).update(recipient=registration.email)
        try:
            again.append(resend(message=letter, user=user))
        except MessageError:
            continue  # it no longer tells what is so
    return again
