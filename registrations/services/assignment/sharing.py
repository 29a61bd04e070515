"""Sharing out: a plan that anybody can check, and carrying out exactly that plan.

The plan never takes anything away. What somebody was asked before stays theirs, and
what was read counts; so it can be made again whenever registrations or readers have
changed.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ...models import Assignment, RegistrationFormPage
from ..errors import NotAllowed, RegistrationError
from ..names import keep_name
from ..rounds import user_can_arrange
from ..seats import lock_form_page
from .plan import Plan
from .planner import Planner
from .readers import get_reading_step


class NoReadingStep(RegistrationError):
    message = gettext_lazy(
        "The workflow has no step in which people read. Add one in Settings → "
        "Workflows."
    )


class PlanChanged(RegistrationError):
    message = gettext_lazy(
        "Something changed in the meantime, so nothing was shared out. This is the "
        "plan as it is now."
    )


def share_out(*, form_page: RegistrationFormPage, user: Any) -> Plan:
    """Return how the registrations of a form would be shared out; changes nothing.

    Only what `user` may see is shared out: a lead reader with a tie leaves that
    registration to somebody else, and learns nothing of it here.

    Raises:
        NotAllowed: `user` does not arrange the reading.
        NoReadingStep: nobody would read.
    """
    if not user_can_arrange(user):
        raise NotAllowed
    step = get_reading_step()
    if step is None:
        raise NoReadingStep
    return Planner(form_page, user, step).make_plan()


@transaction.atomic
def carry_out(*, form_page: RegistrationFormPage, user: Any, seen: str) -> int:
    """Do what `share_out` said, and return how many readings were given out.

    Args:
        form_page: which form; locked, so that two people share out one after the
            other.
        user: who confirms.
        seen: the fingerprint of the plan on the screen.

    Raises:
        NotAllowed, NoReadingStep: see `share_out`.
        PlanChanged: the plan would be another by now.
    """
    lock_form_page(form_page_id=form_page.pk)
    plan = share_out(form_page=form_page, user=user)
    if plan.fingerprint != seen:
        raise PlanChanged
    Assignment.objects.bulk_create(
        Assignment(
            registration=share.registration,
            reader=share.reader,
            assigned_by=user,
            assigned_by_name=keep_name(user),
            is_automatic=True,
        )
        for share in plan.shares
    )
    log(
        instance=form_page,
        action="registrations.share_out",
        user=user,
        data={"readings": len(plan.shares)},
    )
    return len(plan.shares)
