"""Decisions: proposed by one, released for many, offered, and undone.

A proposal tells the applicant nothing. Only the release changes the state and
makes the letters (design.md, "States"); it does so for all or for none.
"""

from .after import (
    close_waiting_list,
    expire_unanswered,
    offer_place,
    undo_decision,
    withdraw_on_behalf,
)
from .errors import ProposalChanged, ReleaseFailed, StaleProposal
from .moving import CardMoved, Column, UnknownColumn, move_card, write_reason
from .proposing import ANY_PROPOSAL, propose_decision, withdraw_proposal
from .releasing import ReleaseResult, release_decisions

__all__ = [
    "ProposalChanged",
    "StaleProposal",
    "ReleaseFailed",
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
    "offer_place",
    "close_waiting_list",
    "undo_decision",
    "withdraw_on_behalf",
    "expire_unanswered",
]
