"""Taking in a registration: from the answers of a form to a row with a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from home.models import SiteSettings

from ..models import (
    AccessCode,
    Availability,
    ReferenceSequence,
    Registration,
    RegistrationDraft,
    RegistrationFormPage,
)
from .access_codes import use_code
from .audit import log_at_once
from .drafts import remove_draft
from .interest import forget_address
from .known import find_live, find_same_click, tell_already_registered
from .names import keep_name
from .origin import FROM_WEBSITE, Origin
from .payload import APART, digest_answers, to_json
from .seats import lock_again
from .state import take_first_step

if TYPE_CHECKING:
    from ..forms.registration_form import RegistrationForm


@dataclass(frozen=True)
class RegistrationResult:
    """What became of a form: the registration, and whether it is a new one.

    Whoever sent the form must not see the difference: it would tell whether an
    address is known here.
    """

    registration: Registration
    is_new: bool


@transaction.atomic
def register(
    *,
    form_page: RegistrationFormPage,
    form: RegistrationForm,
    host_page: Page | None = None,
    doubts: Sequence[str] = (),
    origin: Origin = FROM_WEBSITE,
    draft: RegistrationDraft | None = None,
    access_code: AccessCode | None = None,
) -> RegistrationResult:
    """Take in a valid form: number, answers, first step and receipt, or nothing.

    The same answers from the same address within ten minutes are one registration
    (a double click). Another form from an address that is registered already makes
    no second row: its answers go to that address as a letter, with a private link
    to the registration that exists.

    Args:
        form_page: the form that was filled in.
        form: bound and valid.
        host_page: the page on which it stood, when it was embedded; kept in the log.
        doubts: values of `HoldReason`; with any, a person looks first and no letter
            leaves.
        origin: by which way it came.
        draft: what was saved of this form; it goes, now that the form is sent.
        access_code: with which the form was opened, where that was needed. It is
            counted for an address that is registered already as well: who holds a
            code must not learn from it who registered.

    Returns:
        The registration, and whether it was made just now.

    Raises:
        CodeUsedUp: somebody else took the last use of the code, or it has ended.
        AlreadyRegistered: the address is registered, and a member of the team asks.
    """
    form_page = lock_again(form_page=form_page)
    if draft is not None:
        remove_draft(draft)
    digest = digest_answers(form_page, form)
    repeated = None if origin.imported_in else find_same_click(form_page, digest)
    if repeated:
        return RegistrationResult(repeated, is_new=False)
    if access_code:
        use_code(access_code=access_code)
    email = form.get_core_answers().get("email") or ""
    try:
        with transaction.atomic():
            registration = _create(form_page, form, digest, origin, doubts, access_code)
            log_at_once(
                instance=registration,
                action="registrations.register",
                user=origin.user,
                data={
                    "source": str(origin.source),
                    "host": host_page.pk if host_page else None,
                    "held": list(doubts),
                },
            )
            if not doubts:
                forget_address(form_page_id=form_page.pk, email=registration.email)
                registration = take_first_step(
                    registration=registration,
                    form_page=form_page,
                    with_letter=origin.with_letter,
                )
    except IntegrityError:
        # Registered already. Nobody looks before: a known address then costs as much
        # as a new one, and a stop-watch tells nothing.
        known = find_live(form_page, email)
        if known is None:
            raise
        tell_already_registered(known, form, origin)
        return RegistrationResult(known, is_new=False)
    return RegistrationResult(registration, is_new=True)


def _create(
    form_page: RegistrationFormPage,
    form: RegistrationForm,
    digest: str,
    origin: Origin,
    doubts: Sequence[str],
    access_code: AccessCode | None,
) -> Registration:
    core = form.get_core_answers()
    now = timezone.now()
    registration = Registration.objects.create(
        page=form_page,
        reference=_take_number(form_page.reference_prefix),
        source=origin.source,
        entered_by=origin.entered_by,
        entered_by_name=keep_name(origin.entered_by),
        entry_reason=origin.reason,
        imported_in=origin.imported_in,
        import_key=origin.import_key,
        access_code=access_code,
        state_changed_at=now,
        held_at=now if doubts else None,
        hold_reasons=list(doubts),
        payload_digest=digest,
        # An import says itself which notice its people got.
        privacy_notice_id=(
            None if origin.imported_in else _find_privacy_notice(form_page)
        ),
        questions=form.get_snapshot(),
        form_data=to_json(form.get_own_answers()),
        **{column: value for column, value in core.items() if column not in APART},
    )
    if core.get("availability") is not None:
        can_attend = {session.key for session in core["availability"]}
        Availability.objects.bulk_create(
            Availability(
                registration=registration,
                session_key=session.key,
                can_attend=session.key in can_attend,
            )
            for session in form.sessions
        )
    if core.get("perspectives"):
        # A new row has none yet: nothing to compare with.
        registration.perspectives.add(*core["perspectives"])
    if origin.received_at:
        # The moment of making a row is filled in by itself; this one came before.
        registration.submit_time = origin.received_at
        registration.save(update_fields=["submit_time"])
    return registration


def _take_number(prefix: str) -> str:
    """Return the next number of `prefix`; the row is locked until the end."""
    sequence = ReferenceSequence.objects.filter(prefix=prefix)
    if not sequence.update(last_number=F("last_number") + 1):
        ReferenceSequence.objects.get_or_create(prefix=prefix)
        sequence.update(last_number=F("last_number") + 1)
    return f"{prefix}-{sequence.values_list('last_number', flat=True).get():04d}"


def _find_privacy_notice(form_page: RegistrationFormPage) -> int | None:
    """The privacy page as it reads now, its revision: what this person could know."""
    parts = form_page.get_url_parts()
    notices = SiteSettings.objects.filter(site_id=parts[0] if parts else None)
    return notices.values_list("privacy_page__live_revision", flat=True).first()
