"""The doors of a form that is not open: a personal code, and a mail when it opens.

A code stands in the address (`?code=…`), so that the office gives one link. The form
that it opens carries a signature of it from then on: a post proves that the code was
right without asking for it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from workplaces.dates import describe_moment

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

SIGNED_NAME = f"{FORM_PREFIX}-{PARAMETER}"
# A form that is not public has no door.
_HAS_DOORS = (FormStatus.OPEN, FormStatus.UPCOMING, FormStatus.CLOSED)


@dataclass(frozen=True)
class Door:
    """With which code somebody stands before a form, if any.

    Attributes:
        access_code: one that opens this form, or takes what was typed in it.
        error: the sentence for a code that does not.
    """

    access_code: AccessCode | None = None
    error: str = ""


def asks_by_code(request: HttpRequest) -> bool:
    """Whether an address names a code: what it shows is for one person."""
    return PARAMETER in request.GET


def open_door(
    page: RegistrationFormPage, request: HttpRequest, status: FormStatus
) -> Door:
    """Return the code of this request, when it opens `page` or still takes a post.

    The sentence is the same for a code that is unknown, used, expired or of another
    form: nobody learns from it which codes exist.
    """
    if status not in _HAS_DOORS:
        return Door()
    if request.method == "POST":
        return _read_post(page, request, status)
    if not asks_by_code(request):
        return Door()
    if not request.GET[PARAMETER].strip():
        return Door(error=_("Fill in your code.")) if is_shut(status) else Door()
    if guard.is_guessing(request):
        return Door(
            error=_(
                "Too many wrong codes came from where you are. Try again in an hour, "
                "or ask us."
            )
        )
    access_code = find_code(page, request.GET[PARAMETER])
    if access_code:
        return Door(access_code=access_code)
    if not is_shut(status):
        # Whoever arrives when the form is open for all needs no code.
        return Door()
    guard.count_wrong_code(request)
    return Door(error=_wrong_code())


def is_shut(status: FormStatus) -> bool:
    """Whether a form in this state needs a code."""
    return status in (FormStatus.UPCOMING, FormStatus.CLOSED)


def _read_post(
    page: RegistrationFormPage, request: HttpRequest, status: FormStatus
) -> Door:
    signed = request.POST.get(SIGNED_NAME, "")
    if not signed:
        return Door()
    access_code = read_signed_code(page, signed)
    if access_code and is_taken(access_code):
        return Door(access_code=access_code)
    return Door(error=_wrong_code()) if is_shut(status) else Door()


def _wrong_code() -> str:
    return _(
        "With this code the form does not open: it is not right, was used already, or "
        "is no longer valid. Look at the mail in which you got it, or ask us."
    )


def get_doors_context(
    page: RegistrationFormPage, status: FormStatus, door: Door, action_url: str
) -> dict[str, Any]:
    """Return what the templates of a closed form, and of one that a code opened, need.

    Args:
        page: the form.
        status: whether it is open for everybody, and if not, why.
        door: with which code somebody stands before it.
        action_url: the address of the page on which it stands.
    """
    opened_by = door.access_code
    return get_interest_context(page, status) | {
        "offers_code": is_shut(status),
        "code_action": action_url,
        "code_name": PARAMETER,
        "code_error": door.error,
        "signed_code_name": SIGNED_NAME,
        "signed_code": sign_code(opened_by) if opened_by else "",
        "code_until": (
            describe_moment(opened_by.valid_until)
            if opened_by and is_shut(status)
            else ""
        ),
    }
