"""Access codes: registering while a form is closed, for one person or a few.

A code opens time and nothing else: no form that is off line, no place beyond the
capacity, no question less. The office makes it, says for whom and why, and gives it
on as a link.

A code opens the form until its end. Who opened it in time has another hour (`GRACE`)
to send it, since nobody should lose a text to a minute; a code that was revoked
opens and takes nothing from that moment on. What cannot be taken is given back to
its writer (views/form/).
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from ..models import AccessCode, RegistrationFormPage
from ..permissions import user_can_manage_codes
from .errors import NotAllowed, RegistrationError

# Nobody takes a 0 for an O on the telephone: neither is in it, nor 1 and I.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# 32 signs are 5 bits each: 12 make 60 bits.
LENGTH = 12
GROUP = 4
# Who opened the form in time may send it so much later.
GRACE = timedelta(hours=1)
# The name in an address: `?code=KX7M-2PQR-9DHT`.
PARAMETER = "code"
_SALT = "registrations.access-code"
_HIGHEST_PK = 2**63 - 1


class CodeUsedUp(RegistrationError):
    """Somebody else was faster with the last use of a code, or it has ended."""

    message = _("This code has been used, or is no longer valid.")


class EndIsPast(RegistrationError):
    message = _("Choose a moment that is still to come.")


@transaction.atomic
@sensitive_variables()
def create_code(
    *,
    form_page: RegistrationFormPage,
    note: str,
    valid_until: datetime,
    max_uses: int = 1,
    user: Any,
) -> AccessCode:
    """Make a code for `form_page` and return it.

    Args:
        form_page: the form that it opens.
        note: for whom, and why; only the team reads it.
        valid_until: until when the form can be opened with it.
        max_uses: how many times it can be used to register.
        user: who makes it.

    Raises:
        NotAllowed: `user` may not manage codes.
        EndIsPast: `valid_until` is behind us.
    """
    if not user_can_manage_codes(user):
        raise NotAllowed
    if valid_until <= timezone.now():
        raise EndIsPast
    while True:
        access_code = AccessCode(
            page=form_page,
            code="".join(secrets.choice(ALPHABET) for _number in range(LENGTH)),
            note=note,
            valid_until=valid_until,
            max_uses=max_uses,
            created_by=user,
        )
        try:
            with transaction.atomic():
                access_code.save(force_insert=True)
        except IntegrityError:
            # The same twelve signs twice: rarer than anything else here.
            continue
        break
    _log(access_code, "make_code", user)
    return access_code


@transaction.atomic
def change_code(
    *, access_code: AccessCode, note: str, valid_until: datetime, max_uses: int, user
) -> AccessCode:
    """Change until when, how often and for whom; the code itself stays.

    Raises:
        NotAllowed: `user` may not manage codes.
    """
    if not user_can_manage_codes(user):
        raise NotAllowed
    # Read again: the form of the screen has set its values on the row already.
    stored = AccessCode.objects.select_for_update(of=("self",)).get(pk=access_code.pk)
    before = stored.valid_until
    access_code.note = note
    access_code.valid_until = valid_until
    access_code.max_uses = max_uses
    access_code.save(update_fields=["note", "valid_until", "max_uses"])
    _log(access_code, "change_code", user, until_before=before.isoformat())
    return access_code


@transaction.atomic
def revoke_code(*, access_code: AccessCode, user: Any) -> AccessCode:
    """Let `access_code` open and take nothing from now on, without the hour of grace.

    Raises:
        NotAllowed: `user` may not manage codes.
    """
    if not user_can_manage_codes(user):
        raise NotAllowed
    if not access_code.is_revoked:
        before = access_code.valid_until
        access_code.revoke()
        access_code.save(update_fields=["valid_until"])
        _log(access_code, "revoke_code", user, until_before=before.isoformat())
    return access_code


def _log(access_code: AccessCode, action: str, user: Any, **data: Any) -> None:
    log(
        instance=access_code,
        action=f"registrations.{action}",
        user=user,
        data={
            "form": access_code.page_id,
            "until": access_code.valid_until.isoformat(),
            "uses": access_code.max_uses,
        }
        | data,
    )


def normalise(text: str) -> str:
    """Return what somebody typed as codes are kept: capitals, no spaces or dashes."""
    return re.sub(r"[^0-9A-Z]", "", str(text)[:64].upper())


def display(code: str) -> str:
    """Return a code as it is read aloud: KX7M-2PQR-9DHT."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


@sensitive_variables()
def find_code(
    form_page: RegistrationFormPage, text: str, *, now: datetime | None = None
) -> AccessCode | None:
    """Return the code that opens `form_page` now.

    Args:
        form_page: the form that somebody wants to open.
        text: as it was typed.
        now: the moment; the real one unless told.

    Returns:
        None alike for a code that is unknown, used up, expired, revoked, or of
        another form.
    """
    access_code = form_page.access_codes.filter(code=normalise(text)).first()
    if access_code is None or not access_code.opens_at(now or timezone.now()):
        return None
    access_code.page = form_page
    return access_code


def is_taken(access_code: AccessCode, *, now: datetime | None = None) -> bool:
    """Whether a form that was opened with `access_code` may be sent now.

    An hour longer than it opens. Whether a use is left is not asked here but by
    `use_code`: the second half of a double click finds the code used by itself.
    """
    now = now or timezone.now()
    return not access_code.is_revoked and now < access_code.valid_until + GRACE


@sensitive_variables()
def sign_code(access_code: AccessCode) -> str:
    """Return what an opened form carries along: proof that the code was right.

    So a post never asks whether a code exists, and guessing there is no use.
    """
    return signing.Signer(salt=_SALT).sign(str(access_code.pk))


@sensitive_variables()
def read_signed_code(form_page: RegistrationFormPage, signed: str) -> AccessCode | None:
    """Return the code with which `form_page` was opened, whatever became of it."""
    try:
        pk = int(signing.Signer(salt=_SALT).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    if not 0 < pk <= _HIGHEST_PK:
        return None
    access_code = form_page.access_codes.filter(pk=pk).first()
    if access_code:
        access_code.page = form_page
    return access_code


def use_code(*, access_code: AccessCode, now: datetime | None = None) -> None:
    """Count one use. Call it inside the transaction that sends, the form page locked.

    A registration that is not made after all takes its use back with it.

    Raises:
        CodeUsedUp: no use is left, or the code ended or was revoked meanwhile.
    """
    now = now or timezone.now()
    counted = AccessCode.objects.filter(
        pk=access_code.pk,
        uses__lt=F("max_uses"),
        valid_until__gt=now - GRACE,
    ).exclude(valid_until__lte=F("created_at"))
    if not counted.update(uses=F("uses") + 1):
        raise CodeUsedUp


def get_link(access_code: AccessCode) -> str:
    """Return the whole address that opens the form with this code."""
    # Wagtail's own site may still carry another host name: ours is SITE_URL.
    path = access_code.page.get_url_parts()[2]
    return f"{settings.SITE_URL}{path}?{PARAMETER}={display(access_code.code)}"
