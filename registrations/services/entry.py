"""Filling in the form for somebody who phoned, wrote or came by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ..enums import STAFF_SOURCES
from ..models import Registration, RegistrationFormPage
from ..permissions import user_can_enter
from .errors import AlreadyRegistered, IllegalTransition, NotAllowed, ReasonRequired
from .origin import Origin
from .registration import RegistrationResult, register
from .seats import lock_form_page

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from ..forms.registration_form import RegistrationForm


@transaction.atomic
def enter_registration(
    *,
    form_page: RegistrationFormPage,
    form: RegistrationForm,
    entered_by: User,
    source: str,
    reason: str,
    received_at: datetime | None = None,
) -> RegistrationResult:
    """Take in a form that a member of the team filled in for somebody.

    The same questions, checks, number and receipt as on the website, also when the
    form is closed: the reason says why. Who entered it cannot decide on it alone.

    Args:
        form_page: the form that was filled in.
        form: bound and valid.
        entered_by: who did it.
        source: phone, mail or paper.
        reason: why the person did not do it on the website.
        received_at: when it reached the office, if not now.

    Returns:
        The registration, and whether it was made just now (and not by a first click).

    Raises:
        NotAllowed: this user may not.
        ReasonRequired: nobody said why.
        AlreadyRegistered: the address is registered, or waits to be looked at.
    """
    if not user_can_enter(entered_by):
        raise NotAllowed
    if source not in STAFF_SOURCES:
        raise IllegalTransition
    reason = reason.strip()
    if not reason:
        raise ReasonRequired
    lock_form_page(form_page_id=form_page.pk)
    held = (
        Registration.objects.filter(page_id=form_page.pk)
        .with_email(form.get_core_answers().get("email") or "")
        .held()
        .exclude(email="")
        .first()
    )
    if held:
        raise AlreadyRegistered(held)
    return register(
        form_page=form_page,
        form=form,
        origin=Origin(
            source=source,
            entered_by=entered_by,
            reason=reason,
            received_at=received_at,
        ),
    )
