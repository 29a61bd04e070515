"""Decisions: proposed by one, released for many, offered, and undone.

A proposal tells the applicant nothing. Only the release changes the state and
makes the letters (design.md, "States"); it does so for all or for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from workplaces.models import WorkplacePage

from ..enums import AWAITS_TEAM, IS_UNDOABLE, PROPOSABLE, RegistrationState
from ..models import Decision, Registration
from ..permissions import (
    Actor,
    user_can_decide,
    user_can_decide_alone,
    user_can_review,
)
from .errors import (
    DecidedAlone,
    IllegalTransition,
    NotAllowed,
    ReasonRequired,
    RegistrationError,
)
from .placement import (
    check_workplace,
    clear_seat,
    give_seat,
    lock_registration,
    place,
    read_locked,
)
from .seats import lock_form_page
from .state import change_state

# For callers that replace an open proposal whatever it says.
ANY_PROPOSAL = object()


class ProposalChanged(IllegalTransition):
    message = _(
        "Somebody else changed the proposal in the meantime. Look at it first; your "
        "text is still here."
    )


class StaleProposal(IllegalTransition):
    message = _("This proposal is no longer open. Look at the registration again.")


@dataclass(frozen=True)
class ReleaseResult:
    """One released decision, and the registration as it now is."""

    decision: Decision
    registration: Registration


class ReleaseFailed(RegistrationError):
    """Nothing was released: one of the decisions cannot be.

    Attributes:
        decision: the decision that stood in the way.
        cause: the rule that refused it.
    """

    def __init__(self, *, decision: Decision, cause: RegistrationError):
        self.decision = decision
        self.cause = cause
        super().__init__(
            _("%(reference)s: %(cause)s Nothing has been released.")
            % {"reference": decision.registration.reference, "cause": cause}
        )


@transaction.atomic
def propose_decision(
    *,
    registration: Registration,
    state: RegistrationState | str,
    workplace: WorkplacePage | None,
    reason: str,
    internal_note: str = "",
    proposed_by: Any,
    seen_proposal_id: int | None | object = ANY_PROPOSAL,
) -> Decision:
    """Write down a proposal; an earlier open one is withdrawn and kept.

    A decider may propose anything; a reader only "not selected", which is how the
    screening says that a registration is not eligible.

    Args:
        registration: the registration as the caller knows it; it is read again.
        state: one of `PROPOSABLE`.
        workplace: where the person gets a place or waits; required to select.
        reason: for the applicant, in the letter; required to decline.
        internal_note: for the team.
        proposed_by: the member of the team who proposes.
        seen_proposal_id: the open proposal that the user saw on the screen, or None;
            refuses to replace one that came in between.

    Raises:
        NotAllowed: this user may not propose this.
        IllegalTransition: the registration does not wait for the team.
        WorkplaceRequired, WorkplaceNotChosen, ReasonRequired: what is missing.
        ProposalChanged: somebody else proposed something in the meantime.
    """
    state = RegistrationState(state)
    locked = lock_registration(registration=registration)
    declines = state == RegistrationState.DECLINED
    may_propose = user_can_decide(proposed_by, locked) or (
        declines and user_can_review(proposed_by, locked)
    )
    if not may_propose:
        raise NotAllowed
    if state not in PROPOSABLE or locked.state not in AWAITS_TEAM or locked.is_held:
        raise IllegalTransition
    if declines:
        workplace = None
        if not reason.strip():
            raise ReasonRequired(_("Give the reason: it stands in the letter."))
    else:
        check_workplace(registration=locked, workplace=workplace)
    open_proposals = Decision.objects.filter(registration=locked).open()
    if seen_proposal_id is not ANY_PROPOSAL:
        current = open_proposals.values_list("pk", flat=True).first()
        if current != seen_proposal_id:
            raise ProposalChanged
    open_proposals.update(withdrawn_at=timezone.now())
    decision = Decision.objects.create(
        registration=locked,
        proposed_state=state,
        proposed_workplace=workplace,
        reason=reason.strip(),
        internal_note=internal_note.strip(),
        proposed_by=proposed_by,
    )
    log(instance=locked, action="registrations.propose", user=proposed_by)
    return decision


@transaction.atomic
def withdraw_proposal(*, decision: Decision, user: Any) -> Decision:
    """Take an open proposal back; it stays as history.

    Raises:
        NotAllowed: only a decider, or whoever proposed it, may.
        StaleProposal: it was released or withdrawn in the meantime.
    """
    registration = lock_registration(registration=decision.registration)
    decision = Decision.objects.get(pk=decision.pk)
    is_own = decision.proposed_by_id == user.pk and user_can_review(user, registration)
    if not (is_own or user_can_decide(user, registration)):
        raise NotAllowed
    if not decision.is_open:
        raise StaleProposal
    decision.withdrawn_at = timezone.now()
    decision.save(update_fields=["withdrawn_at"])
    log(instance=registration, action="registrations.withdraw_proposal", user=user)
    return decision


@transaction.atomic
def release_decisions(
    *, decisions: Iterable[Decision], released_by: Any
) -> list[ReleaseResult]:
    """Make proposals real: state, seat and letter, for all of them or for none.

    Locks every form concerned first, in one order, so that two people who release
    at once get one answer after the other and no workplace overflows.

    Raises:
        NotAllowed: `released_by` may not decide.
        ReleaseFailed: names the decision that stood in the way; nothing changed.
    """
    if not user_can_decide(released_by):
        raise NotAllowed
    wanted = {decision.pk for decision in decisions}
    rows = Decision.objects.filter(pk__in=wanted).for_listing()
    for page_id in sorted({row.registration.page_id for row in rows}):
        lock_form_page(form_page_id=page_id)
    results = []
    # Read again under the lock; whoever registered first is served first.
    for decision in rows.all().order_by("registration__submit_time", "pk"):
        try:
            results.append(_release(decision, released_by))
        except RegistrationError as error:
            raise ReleaseFailed(decision=decision, cause=error) from error
    return results


@transaction.atomic
def offer_place(
    *, registration: Registration, workplace: WorkplacePage, user: Any, reason: str = ""
) -> Registration:
    """Give somebody on the waiting list a place that came free (M14).

    Raises:
        NoSeatLeft: the workplace is full after all.
        DecidedAlone: `user` entered this registration.
        NotAllowed, IllegalTransition: see `change_state`.
    """
    locked = _lock_waiting(registration)
    _refuse_alone(locked, user)
    check_workplace(registration=locked, workplace=workplace)
    give_seat(registration=locked, workplace=workplace)
    return change_state(
        registration=locked,
        to=RegistrationState.SELECTED,
        actor=Actor.staff(user),
        reason=reason,
    )


@transaction.atomic
def close_waiting_list(
    *, registrations: Iterable[Registration], user: Any, reason: str
) -> list[Registration]:
    """Tell people on the waiting list that no place came free (M15).

    Raises:
        ReasonRequired: the reason stands in the letter.
        DecidedAlone: `user` entered one of these registrations.
        NotAllowed, IllegalTransition: see `change_state`.
    """
    waiting = [_lock_waiting(registration) for registration in registrations]
    for registration in waiting:
        _refuse_alone(registration, user)
    return [
        change_state(
            registration=registration,
            to=RegistrationState.DECLINED,
            actor=Actor.staff(user),
            reason=reason,
        )
        for registration in waiting
    ]


@transaction.atomic
def undo_decision(
    *, registration: Registration, actor_user: Any, reason: str
) -> Registration:
    """Take a released decision, expiry or withdrawal back: reading goes on.

    The seat comes free; the decision stays as history.

    Raises:
        ReasonRequired: nobody undoes without saying why.
        NotAllowed, IllegalTransition: see `change_state`.
    """
    locked = lock_registration(registration=registration)
    if locked.state not in IS_UNDOABLE:
        raise IllegalTransition
    clear_seat(registration=locked)
    return change_state(
        registration=locked,
        to=RegistrationState.IN_REVIEW,
        actor=Actor.staff(actor_user),
        reason=reason,
    )


@transaction.atomic
def withdraw_on_behalf(
    *, registration: Registration, user: Any, reason: str
) -> Registration:
    """Withdraw for somebody who phoned or wrote to say so.

    Raises:
        ReasonRequired: how and when the person said it.
    """
    return change_state(
        registration=registration,
        to=RegistrationState.WITHDRAWN,
        actor=Actor.staff(user),
        reason=reason,
    )


def expire_unanswered(*, now: datetime) -> int:
    """Release the seats of people who did not answer in time; the worker calls it.

    Returns:
        How many places came free.
    """
    late = Registration.objects.filter(
        state=RegistrationState.SELECTED, answer_by__lt=now
    ).order_by("answer_by", "pk")
    return sum(_expire(registration, now) for registration in late)


@transaction.atomic
def _expire(registration: Registration, now: datetime) -> bool:
    locked = lock_registration(registration=registration)
    in_time = locked.answer_by is None or locked.answer_by >= now
    if locked.state != RegistrationState.SELECTED or in_time:
        return False  # answered, or given more time, since we looked
    change_state(
        registration=locked, to=RegistrationState.EXPIRED, actor=Actor.system()
    )
    return True


def _release(decision: Decision, user: Any) -> ReleaseResult:
    if not decision.is_open:
        raise StaleProposal
    registration = decision.registration
    if decision.proposed_by_id == user.pk:
        _refuse_alone(registration, user)
    to = RegistrationState(decision.proposed_state)
    if to == RegistrationState.SELECTED:
        give_seat(registration=registration, workplace=decision.proposed_workplace)
    elif to == RegistrationState.WAITLISTED:
        place(registration=registration, workplace=decision.proposed_workplace)
    # Before the state changes: a step that is not a release closes open proposals.
    decision.released_by = user
    decision.released_at = timezone.now()
    decision.save(update_fields=["released_by", "released_at"])
    if to != RegistrationState.DECLINED:
        registration = read_locked(registration=registration)
        if registration.state == RegistrationState.RECEIVED:
            # No workflow is assigned: deciding is then the only reading there is.
            registration = change_state(
                registration=registration,
                to=RegistrationState.IN_REVIEW,
                actor=Actor.staff(user),
            )
    registration = change_state(
        registration=registration,
        to=to,
        actor=Actor.staff(user),
        reason=decision.reason,
    )
    return ReleaseResult(decision=decision, registration=registration)


def _refuse_alone(registration: Registration, user: Any) -> None:
    """Refuse a decision for which nobody else is needed, on one's own entry."""
    if user_can_decide(user, registration) and not user_can_decide_alone(
        user, registration
    ):
        raise DecidedAlone


def _lock_waiting(registration: Registration) -> Registration:
    locked = lock_registration(registration=registration)
    if locked.state != RegistrationState.WAITLISTED:
        raise IllegalTransition
    return locked
