"""Private links to "Mijn inschrijving": minted, found, revoked, sent again.

A link is the only key to the participant's own page (design.md, "The participant's
own page"). The token is random and leaves the site once, in a mail; we keep its
SHA-256 only, so that nobody who reads the database, the outbox or the admin can
open somebody's page.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ..enums import MessageKind, RegistrationState
from ..models import (
    AccessLink,
    DataRequest,
    Message,
    Registration,
    RegistrationFormPage,
)
from .drafts import resend_draft_links
from .message import queue_message

# From the receipt to the last letter of a call takes less than a year.
LIFETIME = timedelta(days=365)
# How often one person may ask for a new link before we quietly stop sending.
RESEND_LIMIT = 3
RESEND_WINDOW = timedelta(hours=1)


@sensitive_variables("token")
def mint_link(*, registration: Registration) -> str:
    """Make a fresh private link and return its absolute address.

    Called at the moment of sending only: what is returned here is stored nowhere.
    Earlier links keep working, so that an older mail is no dead end.
    """
    token = secrets.token_urlsafe(32)
    AccessLink.objects.create(registration=registration, token_hash=_hash_token(token))
    return settings.SITE_URL + reverse("participant:status", args=[token])


@sensitive_variables("token")
def mint_copy_link(*, request: DataRequest) -> str:
    """Make the link to a copy of somebody's data, and return its absolute address.

    Called at the moment of sending only. A letter that is sent again has the only
    link that works: what is told is too much for two keys.
    """
    token = secrets.token_urlsafe(32)
    DataRequest.objects.filter(pk=request.pk).update(token_hash=_hash_token(token))
    return settings.SITE_URL + reverse("data_copy", args=[token])


@sensitive_variables("token")
def find_copy(token: str) -> DataRequest | None:
    """Return the copy that `token` opens; None alike where there is none any more."""
    return DataRequest.objects.filter(
        token_hash=_hash_token(token), expires_at__gt=timezone.now()
    ).first()


@sensitive_variables("token")
def find_registration(token: str) -> Registration | None:
    """Return the registration that `token` opens.

    Returns:
        None alike for a token that is unknown, revoked or expired.
    """
    link = (
        AccessLink.objects.filter(
            token_hash=_hash_token(token),
            revoked_at=None,
            created_at__gt=timezone.now() - LIFETIME,
        )
        .select_related("registration__page", "registration__placed_in")
        .first()
    )
    return link.registration if link else None


def revoke_links(*, registration: Registration) -> int:
    """Close every private link of `registration` and return how many there were."""
    return registration.access_links.filter(revoked_at=None).update(
        revoked_at=timezone.now()
    )


@transaction.atomic
def resend_link(*, form_page: RegistrationFormPage | None = None, email: str) -> None:
    """Send the private links of whoever registered, or saved a form, with `email`.

    Returns nothing, for known and unknown addresses alike: the caller gives both
    the same answer. One mail per form, about the latest registration there, and
    one per open draft; who asks too often gets no more mails for a while.

    Args:
        form_page: the form to look on; None for every form.
        email: the address as typed.
    """
    email = email.strip()
    if not email:
        return
    registrations = (
        Registration.objects.with_email(email)
        .exclude(state=RegistrationState.DRAFT)
        .order_by("page_id", "-submit_time", "-pk")
    )
    if form_page is not None:
        registrations = registrations.filter(page=form_page)
    latest = {}
    for registration in registrations:
        latest.setdefault(registration.page_id, registration)
    for registration in latest.values():
        if not _asked_too_often(registration):
            queue_message(
                registration=registration,
                kind=MessageKind.PRIVATE_LINK,
                as_draft=False,
            )
    resend_draft_links(email=email, form_page=form_page)


def _asked_too_often(registration: Registration) -> bool:
    recent = Message.objects.filter(
        registration=registration,
        kind=MessageKind.PRIVATE_LINK,
        created_at__gt=timezone.now() - RESEND_WINDOW,
    )
    return recent.count() >= RESEND_LIMIT


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
