"""Moving a card on the board "Samenstelling": a proposal written, or taken back.

A move is nothing of its own: what stands on the board are the open proposals, and the
same rules hold as on the desk. One move is one transaction, and says which proposal
its author saw, so that two deciders never overwrite each other without knowing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from workplaces.models import WorkplacePage

from ...enums import AWAITS_TEAM, RegistrationState
from ...models import Decision, Registration, RegistrationFormPage
from ...permissions import user_can_decide
from ..errors import IllegalTransition, NotAllowed, ReasonRequired
from ..keys import read_key
from ..placement import get_workplace_choices, lock_registration
from ..rounds import SelectionNotOpen, get_rules
from ..seats import lock_form_page
from .errors import ProposalChanged
from .proposing import propose_decision, withdraw_proposal

S = RegistrationState


class UnknownColumn(IllegalTransition):
    message = _("There is no such column on this board.")


class CardMoved(ProposalChanged):
    message = _(
        "Somebody else moved this card in the meantime. It stands where they put it."
    )


@dataclass(frozen=True)
class Column:
    """A column of the board: what a card in it says.

    Attributes:
        state: what is proposed; None for those about whom nothing is proposed yet.
        workplace_id: where somebody gets a place. Everybody who waits stands in one
            column; as the aim of a move it may say for which workplace.
    """

    state: RegistrationState | None = None
    workplace_id: int | None = None

    @property
    def key(self) -> str:
        """The column in an address or a form: `undecided`, `selected-12` …"""
        if self.state is None:
            return "undecided"
        if self.workplace_id is None:
            return str(self.state.value)
        return f"{self.state.value}-{self.workplace_id}"

    @classmethod
    def read(cls, key: str) -> Self:
        """Return the column that `key` names.

        Raises:
            UnknownColumn: there is none: a place without a workplace, for example.
        """
        name, dash, pk = key.partition("-")
        if name == "undecided" and not dash:
            return cls()
        place_id = read_key(pk)
        has_workplace = place_id is not None
        fits = {
            S.SELECTED: has_workplace,
            S.WAITLISTED: has_workplace or not dash,
            S.DECLINED: not dash,
        }
        if not fits.get(name, False):
            raise UnknownColumn
        return cls(S(name), place_id)

    @classmethod
    def of(cls, state: RegistrationState | str | None, place_id: int | None) -> Self:
        """Return the column in which a card stands about which this was said."""
        if state is None:
            return cls()
        return cls(S(state), place_id if state == S.SELECTED else None)


@transaction.atomic
def move_card(
    *,
    registration: Registration,
    to: Column,
    user: Any,
    seen_proposal_id: int | None,
) -> Decision | None:
    """Put a card in another column: write a proposal, or take the open one back.

    What somebody wrote is not lost by moving to and fro: the note for the team goes
    along, and so does the reason of the last proposal that said the same.

    Args:
        registration: whose card, as the caller knows it.
        to: the column. Who is put on the waiting list without a workplace waits for
            the one where the card stood, or else for their first choice.
        user: the decider who moves.
        seen_proposal_id: the open proposal on the screen of `user`, or None.

    Returns:
        The proposal that is open now; None where nothing is proposed.

    Raises:
        NotAllowed: `user` does not decide, or this card does not exist for them.
        SelectionNotOpen: the round of the form has not come to the selection.
        CardMoved: somebody else moved the card in the meantime.
        WorkplaceNotChosen, IllegalTransition: see `propose_decision`.
    """
    locked = lock_registration(registration=registration)
    if not user_can_decide(user, locked):
        raise NotAllowed
    if not get_rules(locked.page_id).can_propose:
        raise SelectionNotOpen
    history = list(Decision.objects.filter(registration=locked, released_at=None))
    current = next((row for row in history if row.is_open), None)
    if (current.pk if current else None) != seen_proposal_id:
        raise CardMoved
    if to.state is None:
        if current is not None:
            withdraw_proposal(decision=current, user=user)
        return None
    workplace = _find_workplace(locked, to, current)
    if current is not None and _says(current, to.state, workplace):
        return current
    said_before = next((row for row in history if row.proposed_state == to.state), None)
    return propose_decision(
        registration=locked,
        state=to.state,
        workplace=workplace,
        reason=said_before.reason if said_before else "",
        internal_note=current.internal_note if current else "",
        proposed_by=user,
        seen_proposal_id=seen_proposal_id,
        reason_may_follow=True,
    )


@transaction.atomic
def write_reason(
    *,
    form_page: RegistrationFormPage,
    proposal_ids: Collection[int],
    reason: str,
    user: Any,
) -> int:
    """Give several people who are not selected the reason that they still miss.

    Args:
        form_page: the form of a call.
        proposal_ids: the open proposals on the screen of `user`. One that changed in
            the meantime, or has a reason by now, is passed over.
        reason: for the applicants, in their letters.
        user: the decider who writes it.

    Returns:
        How many got it.

    Raises:
        ReasonRequired: there is none.
        NotAllowed: `user` does not decide.
        SelectionNotOpen: the round of the form has not come to the selection.
    """
    if not reason.strip():
        raise ReasonRequired
    if not user_can_decide(user):
        raise NotAllowed
    lock_form_page(form_page_id=form_page.pk)
    if not get_rules(form_page).can_propose:
        raise SelectionNotOpen
    bare = (
        Decision.objects.visible_to(user)
        .open()
        .for_listing()
        .filter(
            pk__in=proposal_ids,
            registration__page=form_page,
            registration__state__in=AWAITS_TEAM,
            proposed_state=S.DECLINED,
            reason="",
        )
    )
    decisions = [
        propose_decision(
            registration=decision.registration,
            state=S.DECLINED,
            workplace=None,
            reason=reason,
            internal_note=decision.internal_note,
            proposed_by=user,
            seen_proposal_id=decision.pk,
        )
        for decision in bare
    ]
    return len(decisions)


def _says(
    decision: Decision, state: RegistrationState, workplace: WorkplacePage | None
) -> bool:
    same_place = decision.proposed_workplace_id == (workplace.pk if workplace else None)
    return decision.proposed_state == state and same_place


def _find_workplace(
    registration: Registration,
    to: Column,
    current: Decision | None,
) -> WorkplacePage | None:
    """Return the workplace of the new proposal; `propose_decision` checks it."""
    if to.state == S.DECLINED:
        return None
    if to.workplace_id is not None:
        # One that was never chosen is refused there, by name.
        return WorkplacePage.objects.filter(pk=to.workplace_id).first()
    choices = get_workplace_choices(registration=registration)
    stood_in = current.proposed_workplace_id if current else None
    return next(
        (choice for choice in choices if choice.pk == stood_in),
        choices[0] if choices else None,
    )
