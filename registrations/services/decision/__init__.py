"""Decisions: proposed by one, released for many, and undone.

A proposal tells the applicant nothing. Only the release changes the state and
makes the letters (design.md, "States"); it does so for all or for none.
"""

from .after import (
    close_waiting_list,
    expire_unanswered,
    withdraw_on_behalf,
)
from .checks import Check
from .errors import (
    ProposalChanged,
    ProposedWithTie,
    ReleaseChanged,
    ReleaseFailed,
    ReleaseStopped,
    StaleProposal,
)
from .moving import CardMoved, Column, UnknownColumn, move_card, write_reason
from .preview import preview_letter
from .proposing import ANY_PROPOSAL, propose_decision, withdraw_proposal
from .release_plan import ReleasePlan, Seen, plan_release, release_call
from .releasing import ReleaseResult, release_decisions
from .undoing import Heard, Undone, find_heard, undo_decision

__all__ = [
    "Heard",
    "Undone",
    "find_heard",
    "ProposalChanged",
    "StaleProposal",
    "ReleaseFailed",
    "ReleaseChanged",
    "ReleaseStopped",
    "ProposedWithTie",
    "Check",
    "ReleasePlan",
    "Seen",
    "plan_release",
    "preview_letter",
    "release_call",
    "ANY_PROPOSAL",
    "propose_decision",
    "withdraw_proposal",
    "CardMoved",
    "Column",
    "UnknownColumn",
    "move_card",
    "write_reason",
    "ReleaseResult",
    "release_decisions",
    "close_waiting_list",
    "undo_decision",
    "withdraw_on_behalf",
    "expire_unanswered",
]
