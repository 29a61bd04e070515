"""Messages as rows: queued, cancelled, edited and released.

    queueing.py   a letter is promised: one row, once, in the step it belongs to
    following.py  drafts that follow from a page: a meeting changed, a day is over
    looking_back.py  drafts after a meeting, for who was there and who was not
    group.py      the same to several people, one draft for each
    planning.py   what leaves on a day before something, and follows that day
    writing.py    its words, at once for a draft, else by the worker that sends it
    reading.py    its words for somebody of the team, who may not read every answer
    remaking.py   a draft gets the words that its template has now, once somebody saw them
    outbox.py     what a person does with it before it leaves
    sending.py    all drafts of a call at once

Sending them is the work of `delivery`; here nothing talks to a mail server.
"""

from .errors import (
    ChangedMeanwhile,
    InThePast,
    IsHeld,
    MessageError,
    NoAddress,
    NotADraft,
    NotFailed,
    OutOfDate,
)
from .following import draft_changes
from .group import GroupWords, find_obstacle, make_group_letter, write_to
from .looking_back import draft_afterwards, draft_evaluations, draft_reports
from .outbox import (
    CANCELLABLE,
    HOLDABLE,
    RESENDABLE,
    cancel_message,
    get_version,
    hold_message,
    let_go,
    plan_draft,
    release_draft,
    release_drafts,
    resend,
    take_back,
    update_draft,
)
from .planning import plan_all, plan_due, plan_letters
from .queueing import REPEAT_AFTER_SECONDS, cancel_team_letters, queue_message
from .reading import close_answers, read_letter_for
from .remaking import OtherWords, Remake, is_outdated, plan_remake, remake_draft
from .sendable import fits_state, is_sendable, why_it_stays
from .sending import CallDrafts, CountChanged, get_call_drafts, send_call_drafts
from .writing import WORDS, make_letter, put_words, write_letter

__all__ = [
    "CANCELLABLE",
    "HOLDABLE",
    "REPEAT_AFTER_SECONDS",
    "RESENDABLE",
    "WORDS",
    "CallDrafts",
    "ChangedMeanwhile",
    "CountChanged",
    "InThePast",
    "GroupWords",
    "IsHeld",
    "MessageError",
    "NoAddress",
    "NotADraft",
    "NotFailed",
    "OtherWords",
    "OutOfDate",
    "Remake",
    "cancel_message",
    "cancel_team_letters",
    "close_answers",
    "draft_afterwards",
    "draft_changes",
    "draft_evaluations",
    "draft_reports",
    "find_obstacle",
    "fits_state",
    "get_call_drafts",
    "get_version",
    "hold_message",
    "is_sendable",
    "let_go",
    "plan_all",
    "plan_draft",
    "plan_due",
    "plan_letters",
    "is_outdated",
    "make_group_letter",
    "make_letter",
    "plan_remake",
    "put_words",
    "queue_message",
    "read_letter_for",
    "release_draft",
    "release_drafts",
    "remake_draft",
    "resend",
    "send_call_drafts",
    "take_back",
    "update_draft",
    "why_it_stays",
    "write_letter",
    "write_to",
]
