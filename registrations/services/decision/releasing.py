"""Releasing proposals, for all or for none: only this changes states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...enums import RegistrationState
from ...models import Decision, Registration
from ...permissions import (
    Actor,
    user_can_decide,
    user_can_decide_alone,
)
from ..errors import (
    DecidedAlone,
    NotAllowed,
    ReasonRequired,
    RegistrationError,
)
from ..message import plan_letters
from ..names import keep_name
from ..once import reading_once
from ..placement import (
    get_answer_by,
    give_seat,
    place,
    read_locked,
)
from ..rounds import SelectionNotOpen, get_rules
from ..seats import lock_form_page
from ..state import change_state
from .errors import ProposedWithTie, ReleaseFailed, StaleProposal
from .ties import find_tied_proposals


@dataclass(frozen=True)
class ReleaseResult:
    """One released decision, and the registration as it now is."""

    decision: Decision
    registration: Registration


@transaction.atomic
def release_decisions(
    *, decisions: Iterable[Decision], released_by: Any
) -> list[ReleaseResult]:
    """Make proposals real: state, seat and letter, for all of them or for none.

    Locks every form concerned first, in one order, so that two people who release
    at once get one answer after the other and no workplace overflows. All of them
    take effect at one moment, which each of their rows carries.

    Raises:
        NotAllowed: `released_by` may not decide.
        ReleaseFailed: names the decision that stood in the way; nothing changed.
    """
    if not user_can_decide(released_by):
        raise NotAllowed
    wanted = {decision.pk for decision in decisions}
    rows = Decision.objects.filter(pk__in=wanted).for_listing()
    form_pages = {
        page_id: lock_form_page(form_page_id=page_id)
        for page_id in sorted({row.registration.page_id for row in rows})
    }
    at = timezone.now()
    results = []
    # Read again under the lock; whoever registered first is served first.
    locked = list(rows.all().order_by("registration__submit_time", "pk"))
    for decision in find_tied_proposals(locked):
        raise ReleaseFailed(decision=decision, cause=ProposedWithTie())
    # Under the lock of the form nobody moves a round on.
    is_open = {page_id: get_rules(page_id).can_propose for page_id in form_pages}
    with reading_once():
        for decision in locked:
            page_id = decision.registration.page_id
            # One page for all: what a letter tells of it is read once.
            decision.registration.page = form_pages[page_id]
            try:
                row = _release(decision, released_by, at, is_open[page_id])
            except RegistrationError as error:
                raise ReleaseFailed(decision=decision, cause=error) from error
            results.append(row)
    plan_letters(
        registrations=[
            result.registration
            for result in results
            if result.registration.state == RegistrationState.SELECTED
        ],
        now=at,
    )
    return results


def _release(
    decision: Decision, user: Any, at: datetime, is_open: bool
) -> ReleaseResult:
    if not decision.is_open:
        raise StaleProposal
    registration = decision.registration
    form_page = registration.page
    if decision.proposed_by_id == user.pk:
        refuse_alone(registration, user)
    to = RegistrationState(decision.proposed_state)
    if to == RegistrationState.DECLINED and not decision.reason.strip():
        # The board lets the reason follow, but no letter goes without.
        raise ReasonRequired(_("Give the reason: it stands in the letter."))
    # A round that was opened again is read again: its places wait until it is done.
    if to != RegistrationState.DECLINED and not is_open:
        raise SelectionNotOpen
    if to == RegistrationState.SELECTED:
        give_seat(
            registration=registration,
            workplace=decision.proposed_workplace,
            answer_by=get_answer_by(now=at),
        )
    elif to == RegistrationState.WAITLISTED:
        place(registration=registration, workplace=decision.proposed_workplace)
    # Before the state changes: a step that is not a release closes open proposals.
    decision.released_by = user
    decision.released_by_name = keep_name(user)
    decision.released_at = at
    decision.save(update_fields=["released_by", "released_by_name", "released_at"])
    if to != RegistrationState.DECLINED:
        registration = read_locked(registration=registration)
        if registration.state == RegistrationState.RECEIVED:
            # No workflow is assigned: deciding is then the only reading there is.
            registration = change_state(
                registration=registration,
                to=RegistrationState.IN_REVIEW,
                actor=Actor.staff(user),
                at=at,
                form_page=form_page,
            )
    registration = change_state(
        registration=registration,
        to=to,
        actor=Actor.staff(user),
        reason=decision.reason,
        at=at,
        form_page=form_page,
    )
    return ReleaseResult(decision=decision, registration=registration)


def refuse_alone(registration: Registration, user: Any) -> None:
    """Refuse a decision for which nobody else is needed, on one's own entry."""
    if user_can_decide(user, registration) and not user_can_decide_alone(
        user, registration
    ):
        raise DecidedAlone
