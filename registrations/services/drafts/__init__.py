"""Saving a form to go on with later: "Bewaar en ga later verder" (domain.md 1.4).

A draft is nobody's business but its maker's: no list of the team shows it. It goes
when the form is sent, when its maker erases it, and when its time is up.
"""

from .letters import remind_unfinished, resend_draft_links, was_mailed
from .links import (
    SavedReceipt,
    find_draft,
    find_receipt,
    get_draft_url,
    make_receipt_token,
    make_token,
)
from .store import (
    DraftChanged,
    DraftGone,
    DraftResult,
    DraftTooLarge,
    correct_address,
    erase_old_drafts,
    get_version,
    remove_draft,
    save_draft,
)
from .times import get_deadline, get_draft_deadline
from .turns import forget_turns

__all__ = [
    "DraftChanged",
    "DraftGone",
    "DraftResult",
    "DraftTooLarge",
    "SavedReceipt",
    "correct_address",
    "erase_old_drafts",
    "find_draft",
    "find_receipt",
    "forget_turns",
    "get_deadline",
    "get_draft_deadline",
    "get_draft_url",
    "get_version",
    "make_receipt_token",
    "make_token",
    "remind_unfinished",
    "remove_draft",
    "resend_draft_links",
    "save_draft",
    "was_mailed",
]
