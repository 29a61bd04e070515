"""What is held for a look: let through, or set aside where nobody meant it.

Nothing that was sent is dropped in silence (peers.md 2): what is set aside stays in
its list, and can still be let through when somebody asks after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..enums import RegistrationState
from ..models import Registration
from ..permissions import user_can_judge
from .errors import AnotherIsLive, IllegalTransition, NotAllowed
from .interest import forget_address
from .known import find_live
from .seats import lock_form_page
from .state import take_first_step

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def release_hold(*, registration: Registration, user: User) -> Registration:
    """Let a held registration go on as if it had come in just now.

    Args:
        registration: one that waits for a person to look, or that was set aside.
        user: who looked.

    Returns:
        The registration as it now is.

    Raises:
        NotAllowed: only who may read registrations lets one through.
        IllegalTransition: it was not held, or no longer.
        AnotherIsLive: the same address has registered since.
    """
    form_page = lock_form_page(form_page_id=registration.page_id)
    held = _lock_held(registration, user)
    if find_live(form_page, held.email):
        raise AnotherIsLive
    held.held_at = held.set_aside_at = None
    held.save(update_fields=["held_at", "set_aside_at"])
    log(instance=held, action="registrations.release_hold", user=user)
    # From now on the address waits for nothing more.
    forget_address(form_page_id=form_page.pk, email=held.email)
    return take_first_step(registration=held, form_page=form_page)


@transaction.atomic
def set_aside(*, registration: Registration, user: User) -> Registration:
    """Take a held registration out of the list of what waits for a look.

    Args:
        registration: one of which `user` saw that nobody meant it.
        user: who looked.

    Returns:
        The registration as it now is: still held, and it asks for nothing more.

    Raises:
        NotAllowed: only who may read registrations sets one aside.
        IllegalTransition: it is not held any more, or was set aside already.
    """
    held = _lock_held(registration, user)
    if held.set_aside_at:
        raise IllegalTransition
    held.set_aside_at = timezone.now()
    held.save(update_fields=["set_aside_at"])
    log(instance=held, action="registrations.set_aside", user=user)
    return held


def _lock_held(registration: Registration, user: User) -> Registration:
    if not user_can_judge(user, registration):
        raise NotAllowed
    held = Registration.objects.select_for_update(of=("self",), no_key=True).get(
        pk=registration.pk
    )
    if not held.is_held or held.state != RegistrationState.DRAFT:
        raise IllegalTransition
    return held
