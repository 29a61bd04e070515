"""Proposing: what a decider thinks, which tells the applicant nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from workplaces.models import WorkplacePage

from ...enums import AWAITS_TEAM, PROPOSABLE, RegistrationState
from ...models import Decision, Registration
from ...permissions import (
    user_can_decide,
    user_can_review,
)
from ..errors import (
    IllegalTransition,
    NotAllowed,
    ReasonRequired,
)
from ..names import keep_name
from ..placement import (
    check_workplace,
    lock_registration,
)
from ..rounds import SelectionNotOpen, get_rules
from .errors import ProposalChanged, StaleProposal

# For callers that replace an open proposal whatever it says.
ANY_PROPOSAL = object()


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
    reason_may_follow: bool = False,
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
        reason_may_follow: whether a decider may decline now and say why later, as on
            the board; without its reason it is never released.

    Raises:
        NotAllowed: this user may not propose this.
        IllegalTransition: the registration does not wait for the team.
        SelectionNotOpen: the round of its form has not come to the selection.
        WorkplaceRequired, WorkplaceNotChosen, ReasonRequired: what is missing.
        ProposalChanged: somebody else proposed something in the meantime.
    """
    state = RegistrationState(state)
    locked = lock_registration(registration=registration)
    declines = state == RegistrationState.DECLINED
    decides = user_can_decide(proposed_by, locked)
    may_propose = decides or (declines and user_can_review(proposed_by, locked))
    if not may_propose:
        raise NotAllowed
    if state not in PROPOSABLE or locked.state not in AWAITS_TEAM or locked.is_held:
        raise IllegalTransition
    if not declines and not get_rules(locked.page_id).can_propose:
        raise SelectionNotOpen
    if declines:
        workplace = None
        if not reason.strip() and not (reason_may_follow and decides):
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
        proposed_by_name=keep_name(proposed_by),
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
    decision.withdrawn_by_name = keep_name(user)
    decision.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
    log(instance=registration, action="registrations.withdraw_proposal", user=user)
    return decision
