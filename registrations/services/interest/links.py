"""The signed link to one address on the list; stored nowhere."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.views.decorators.debug import sensitive_variables

from ...models import Interest

_SALT = "registrations.interest"
_SIGNATURE_LENGTH = 40
_HIGHEST_PK = 2**63 - 1


@sensitive_variables()
def get_confirm_url(interest: Interest) -> str:
    """Return the absolute link of `interest`, for a letter that is leaving."""
    return settings.SITE_URL + reverse("interest:own", args=[make_token(interest)])


@sensitive_variables()
def make_token(interest: Interest) -> str:
    """Return the key of `interest`: `<number>-<signature>`, the same until its nonce."""
    return f"{int_to_base36(interest.pk)}-{_sign(interest.pk, interest.nonce)}"


@sensitive_variables()
def find_interest(token: str) -> Interest | None:
    """Return what `token` opens; None alike when it is wrong, erased or replaced."""
    number, _dash, signature = token.partition("-")
    interest = _find_by_number(number)
    # Compared for one that does not exist as well: no answer comes sooner.
    pk, nonce = (interest.pk, interest.nonce) if interest else (0, "")
    is_right = constant_time_compare(signature, _sign(pk, nonce))
    return interest if is_right else None


def make_nonce() -> str:
    """Return what makes the link of one address its own; a new one closes it."""
    return secrets.token_hex(16)


def _find_by_number(number: str) -> Interest | None:
    try:
        pk = base36_to_int(number)
    except ValueError:
        return None
    # One row, one way to write its number.
    if not 0 < pk <= _HIGHEST_PK or int_to_base36(pk) != number:
        return None
    return Interest.objects.filter(pk=pk).select_related("page").first()


def _sign(pk: int, nonce: str) -> str:
    digest = salted_hmac(_SALT, f"{pk}:{nonce}", algorithm="sha256").hexdigest()
    return digest[:_SIGNATURE_LENGTH]
