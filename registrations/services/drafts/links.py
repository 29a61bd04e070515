"""The private link of a draft, and the page that says that it was saved.

The link is signed, never stored: it follows from the number of the draft and its
nonce, so that the same link can be mailed again and a new nonce closes it. Whoever
reads the database cannot make one. It goes to the address of the draft and nowhere
else: a stranger can start a draft with somebody's address, but never open it again
after that person went on with it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.views.decorators.debug import sensitive_variables

from ...models import RegistrationDraft, RegistrationFormPage

_LINK_SALT = "registrations.draft-link"
_RECEIPT_SALT = "registrations.draft-saved"
_SIGNATURE_LENGTH = 40
# What a database takes as a number of a row.
_HIGHEST_PK = 2**63 - 1
# How long the page after saving names the address: to notice a slip of the finger.
SHOWS_ADDRESS = timedelta(minutes=30)


@dataclass(frozen=True)
class SavedReceipt:
    """What the page after saving may show.

    Attributes:
        draft: the draft that was saved.
        is_fresh: whether it was saved just now, and not again since: the address may
            then be shown, and corrected.
    """

    draft: RegistrationDraft
    is_fresh: bool


def make_nonce() -> str:
    """Return a fresh nonce; giving it to a draft closes every earlier link."""
    return secrets.token_hex(16)


@sensitive_variables()
def make_token(draft: RegistrationDraft) -> str:
    """Return the key of `draft`: `<number>-<signature>`, the same until its nonce."""
    return f"{int_to_base36(draft.pk)}-{_sign_link(draft.pk, draft.nonce)}"


@sensitive_variables()
def get_draft_url(draft: RegistrationDraft) -> str:
    """Return the absolute private link of `draft`, for a letter that is leaving."""
    page = draft.page
    # Wagtail's own site may still carry another host name: ours is SITE_URL.
    path = page.get_url_parts()[2]
    return settings.SITE_URL + path + page.reverse_subpage("draft", [make_token(draft)])


@sensitive_variables()
def find_draft(
    form_page: RegistrationFormPage, token: str, *, now: datetime | None = None
) -> RegistrationDraft | None:
    """Return the draft of `form_page` that `token` opens.

    Returns:
        None alike for a token that is unknown, replaced or expired.
    """
    number, _dash, signature = token.partition("-")
    draft = _find_by_number(form_page, number)
    # Compared for a draft that does not exist as well: no answer comes sooner.
    pk, nonce = (draft.pk, draft.nonce) if draft else (0, "")
    is_right = _is_same(signature, _sign_link(pk, nonce))
    if draft is None or not is_right or draft.expires_at <= (now or timezone.now()):
        return None
    return draft


@sensitive_variables()
def make_receipt_token(draft: RegistrationDraft) -> str:
    """Return a token for the page after saving; it opens no answers."""
    moment = int_to_base36(int(draft.saved_at.timestamp()))
    number = int_to_base36(draft.pk)
    return f"{number}-{moment}-{_sign_receipt(draft.pk, draft.nonce, moment)}"


def find_receipt(
    form_page: RegistrationFormPage, token: str, *, now: datetime | None = None
) -> SavedReceipt | None:
    """Return what `token` may show of a draft that was saved, or None."""
    now = now or timezone.now()
    number, _dash, rest = token.partition("-")
    moment, _dash, signature = rest.partition("-")
    draft = _find_by_number(form_page, number)
    pk, nonce = (draft.pk, draft.nonce) if draft else (0, "")
    is_right = moment.isascii() and _is_same(
        signature, _sign_receipt(pk, nonce, moment)
    )
    if draft is None or not is_right or draft.expires_at <= now:
        return None
    saved_at = base36_to_int(moment)
    # Who went on with it by the link may have put something there that is theirs.
    is_latest = saved_at == int(draft.saved_at.timestamp())
    is_recent = now - datetime.fromtimestamp(saved_at, tz=UTC) < SHOWS_ADDRESS
    return SavedReceipt(draft=draft, is_fresh=is_latest and is_recent)


def _find_by_number(
    form_page: RegistrationFormPage, number: str
) -> RegistrationDraft | None:
    try:
        pk = base36_to_int(number)
    except ValueError:
        return None
    # One draft, one way to write its number.
    if not 0 < pk <= _HIGHEST_PK or int_to_base36(pk) != number:
        return None
    draft = form_page.drafts.filter(pk=pk).first()
    if draft:
        draft.page = form_page
    return draft


def _sign_link(pk: int, nonce: str) -> str:
    return _sign(_LINK_SALT, f"{pk}:{nonce}")


def _sign_receipt(pk: int, nonce: str, moment: str) -> str:
    return _sign(_RECEIPT_SALT, f"{pk}:{nonce}:{moment}")


def _is_same(signature: str, right: str) -> bool:
    # Half a character cannot be written as bytes, so it cannot be compared.
    return signature.isascii() and constant_time_compare(signature, right)


def _sign(salt: str, text: str) -> str:
    digest = salted_hmac(salt, text, algorithm="sha256").hexdigest()
    return digest[:_SIGNATURE_LENGTH]
