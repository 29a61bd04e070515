"""What the team can do on the desk besides reading: let through, start, decide, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import AWAITS_TEAM, RegistrationState
from ..forms.desk import OfferForm, ProposalForm, TextForm
from ..models import SelectionTask
from ..permissions import Actor, user_can_decide, user_can_judge
from ..services.decision import (
    close_waiting_list,
    propose_decision,
    undo_decision,
    withdraw_on_behalf,
    withdraw_proposal,
)
from ..services.errors import IllegalTransition, RegistrationError
from ..services.holds import release_hold, set_aside
from ..services.state import possible_steps
from ..services.waiting import offer_place
from ..services.workflow import start_review, will_start
from .desk_action import DeskAction
from .desk_undo import say_undone, tell_heard

if TYPE_CHECKING:
    from .desk_screen import Desk

S = RegistrationState


class NoWorkflow(RegistrationError):
    message = _(
        "No workflow is assigned to registrations. Choose one in Settings → Workflows."
    )


def _start(desk: Desk, data: dict) -> None:
    if start_review(registration=desk.registration) is None:
        raise NoWorkflow


def _propose(desk: Desk, data: dict) -> None:
    propose_decision(
        registration=desk.registration,
        state=data["state"],
        workplace=data["workplace"],
        reason=data["reason"],
        internal_note=data["internal_note"],
        proposed_by=desk.user,
        seen_proposal_id=data["seen_proposal"],
    )


def _withdraw_proposal(desk: Desk, data: dict) -> None:
    if desk.open_proposal is None:
        raise IllegalTransition
    withdraw_proposal(decision=desk.open_proposal, user=desk.user)


def _can_step(desk: Desk, to: RegistrationState) -> bool:
    return to in possible_steps(
        registration=desk.registration, actor=Actor.staff(desk.user)
    )


def _can_propose(desk: Desk) -> bool:
    """At the selection step, or where staff have assigned no workflow at all.

    Whoever has still to judge proposes nothing: it would replace what they may not see.
    """
    if desk.registration.state not in AWAITS_TEAM or desk.registration.is_held:
        return False
    if not desk.shows_proposals:
        return False
    if desk.registration.page.is_direct:
        return False
    if desk.task is None:
        # Just in: its review starts by itself, at its first step.
        return not will_start(desk.registration)
    return isinstance(desk.task, SelectionTask) and desk.task.user_can_act(
        desk.registration, desk.user
    )


def _get_proposal(desk: Desk) -> dict[str, Any]:
    proposal = desk.open_proposal
    if proposal is None:
        return {}
    return {
        "state": proposal.proposed_state,
        "workplace": proposal.proposed_workplace_id,
        "reason": proposal.reason,
        "internal_note": proposal.internal_note,
        "seen_proposal": proposal.pk,
    }


def _can_withdraw_proposal(desk: Desk) -> bool:
    return desk.open_proposal is not None and (
        user_can_decide(desk.user, desk.registration)
        or desk.open_proposal.proposed_by_id == desk.user.pk
    )


DECIDING_ACTIONS = (
    DeskAction(
        name="release-hold",
        heading=_("Held for a look"),
        button=_("Let it through"),
        done=_("The registration goes on as if it had come in just now."),
        permission=user_can_judge,
        is_offered=lambda desk: desk.registration.is_held,
        perform=lambda desk, data: release_hold(
            registration=desk.registration, user=desk.user
        ),
    ),
    DeskAction(
        name="set-aside",
        heading=_("Nobody meant this one?"),
        button=_("Set it aside"),
        done=_("The registration is set aside. It stays in the list of what was held."),
        permission=user_can_judge,
        is_offered=lambda desk: (
            desk.registration.is_held and desk.registration.set_aside_at is None
        ),
        perform=lambda desk, data: set_aside(
            registration=desk.registration, user=desk.user
        ),
    ),
    DeskAction(
        name="start",
        heading=_("No workflow is running"),
        button=_("Start the review"),
        done=_("The review has started."),
        permission=user_can_judge,
        is_offered=lambda desk: (
            desk.workflow_state is None
            and desk.registration.state in AWAITS_TEAM
            and not desk.registration.page.is_direct
        ),
        perform=_start,
    ),
    DeskAction(
        name="propose",
        heading=_("Propose a decision"),
        button=_("Save the proposal"),
        done=_("The proposal is open. Nobody outside the team knows of it."),
        permission=user_can_decide,
        is_offered=_can_propose,
        perform=_propose,
        form_class=ProposalForm,
        get_initial=_get_proposal,
    ),
    DeskAction(
        name="withdraw-proposal",
        heading=_("Withdraw the proposal"),
        button=_("Withdraw the proposal"),
        done=_("The proposal has been withdrawn."),
        permission=user_can_judge,
        is_offered=_can_withdraw_proposal,
        perform=_withdraw_proposal,
        style="button-secondary",
        is_quiet=True,
    ),
    DeskAction(
        name="offer",
        heading=_("Offer a place that came free"),
        button=_("Offer the place"),
        done=_("The place has been offered. The letter waits in the outbox."),
        permission=user_can_decide,
        is_offered=lambda desk: (
            desk.registration.state == S.WAITLISTED and _can_step(desk, S.SELECTED)
        ),
        perform=lambda desk, data: offer_place(
            registration=desk.registration, user=desk.user, **data
        ),
        form_class=OfferForm,
    ),
    DeskAction(
        name="close-waiting-list",
        heading=_("Close the waiting list for this person"),
        button=_("Close the waiting list"),
        done=_("The waiting list is closed. The letter waits in the outbox."),
        permission=user_can_decide,
        is_offered=lambda desk: (
            desk.registration.state == S.WAITLISTED and _can_step(desk, S.DECLINED)
        ),
        perform=lambda desk, data: close_waiting_list(
            registrations=[desk.registration], user=desk.user, reason=data["text"]
        ),
        form_class=TextForm,
        form_options={"help_text": _("Stands in the letter, word for word.")},
        style="button-secondary",
        is_quiet=True,
    ),
    DeskAction(
        name="undo",
        heading=_("Undo, and read again"),
        button=pgettext_lazy("button", "Undo"),
        done=say_undone,
        permission=user_can_decide,
        is_offered=lambda desk: (
            desk.registration.state not in AWAITS_TEAM
            and desk.registration.state != S.INFO_REQUESTED
            and _can_step(desk, S.IN_REVIEW)
        ),
        perform=lambda desk, data: undo_decision(
            registration=desk.registration, actor_user=desk.user, reason=data["text"]
        ),
        form_class=TextForm,
        form_options={"help_text": _("For the team; the applicant does not read it.")},
        get_notes=tell_heard,
        style="button-secondary",
        is_quiet=True,
    ),
    DeskAction(
        name="withdraw",
        heading=_("Withdraw on behalf of the applicant"),
        button=_("Withdraw the registration"),
        done=_("Withdrawn. The applicant gets a mail about it."),
        permission=user_can_decide,
        is_offered=lambda desk: _can_step(desk, S.WITHDRAWN),
        perform=lambda desk, data: withdraw_on_behalf(
            registration=desk.registration, user=desk.user, reason=data["text"]
        ),
        form_class=TextForm,
        form_options={"help_text": _("How and when did the person say so?")},
        style="button-secondary no",
        is_quiet=True,
    ),
)
