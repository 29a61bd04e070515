"""The doors of a form that is not open: a personal code, and a mail when it opens.

A code stands in the address (`?code=…`), so that the office gives one link. The form
that it opens carries a signature of it from then on: a post proves that the code was
right without asking for it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from workplaces.dates import describe_deadline

from ..enums import FormStatus
from ..forms.registration_form import FORM_PREFIX
from ..models import AccessCode
from ..services.access_codes import (
    PARAMETER,
    find_code,
    is_taken,
    read_signed_code,
    sign_code,
)
from . import guard
from .interest import get_interest_context

if TYPE_CHECKING:
    from ..models import RegistrationFormPage
    from .form.place import FormPlace

SIGNED_NAME = f"{FORM_PREFIX}-{PARAMETER}"
# What needs a code; a form that is not public has no door at all.
_IS_SHUT = (FormStatus.UPCOMING, FormStatus.CLOSED)


def needs_code(page: RegistrationFormPage) -> bool:
    """Whether `page` takes registrations by a code alone now."""
    return page.get_status() in _IS_SHUT


def find_place(
    page: RegistrationFormPage, request: HttpRequest, place: FormPlace
) -> FormPlace:
    """Return `place` with the code of this request, or with why it does not open.

    The sentence is the same for a code that is unknown, used, expired or of another
    form: nobody learns from it which codes exist.
    """
    is_post = request.method == "POST"
    named = request.POST.get(SIGNED_NAME) if is_post else request.GET.get(PARAMETER)
    if named is None or place.access_code or getattr(request, "is_preview", False):
        return place
    status = page.get_status()
    if status not in (FormStatus.OPEN, *_IS_SHUT):
        return place
    access_code = (
        _read_signed(page, named) if is_post else _find_code(page, request, named)
    )
    if access_code:
        return open_with(place, access_code)
    if is_post:
        return place if status is FormStatus.OPEN else close_door(place)
    if status is FormStatus.OPEN:
        # Whoever comes when the form is open for all needs no code; who tries some
        # out is counted all the same.
        guard.count_wrong_code(request)
        return place
    if not named.strip():
        return replace(place, code_error=_("Fill in your code."))
    if guard.is_guessing(request):
        return replace(
            place,
            code_error=_(
                "Too many wrong codes came from where you are. Try again in an hour, "
                "or ask us."
            ),
        )
    guard.count_wrong_code(request)
    return close_door(place)


def open_with(place: FormPlace, access_code: AccessCode) -> FormPlace:
    """Return `place` opened by `access_code`, which its form carries along."""
    carried = (SIGNED_NAME, sign_code(access_code))
    return replace(place, access_code=access_code, hidden=(*place.hidden, carried))


def close_door(place: FormPlace) -> FormPlace:
    """Return `place` without its code, and with the one sentence about it."""
    hidden = tuple(pair for pair in place.hidden if pair[0] != SIGNED_NAME)
    return replace(place, access_code=None, code_error=_wrong_code(), hidden=hidden)


def get_doors_context(
    page: RegistrationFormPage, status: FormStatus, place: FormPlace
) -> dict[str, Any]:
    """Return what the templates of a closed form, and of one that a code opened, need.

    Args:
        page: the form.
        status: whether it is open in `place`, and if not, why.
        place: where it stands, with its code.
    """
    is_opened_by_code = place.access_code and needs_code(page)
    return get_interest_context(page, status) | {
        "offers_code": status in _IS_SHUT,
        "code_name": PARAMETER,
        "code_error": place.code_error,
        "code_until": (
            describe_deadline(place.access_code.valid_until)
            if is_opened_by_code
            else ""
        ),
    }


def _find_code(
    page: RegistrationFormPage, request: HttpRequest, text: str
) -> AccessCode | None:
    """The code of an address, unless somebody is trying many."""
    return None if guard.is_guessing(request) else find_code(page, text)


def _read_signed(page: RegistrationFormPage, signed: str) -> AccessCode | None:
    """The code of a form that was opened in time."""
    access_code = read_signed_code(page, signed)
    return access_code if access_code and is_taken(access_code) else None


def _wrong_code() -> str:
    return _(
        "With this code the form does not open: it is not right, was used already, or "
        "is no longer valid. Look at the mail in which you got it, or ask us."
    )
