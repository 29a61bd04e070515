"""Messages as rows: queued, cancelled, edited and released.

    queueing.py   a letter is promised: one row, once, in the step it belongs to
    writing.py    its words, at once for a draft, else by the worker that sends it
    reading.py    its words for somebody of the team, who may not read every answer
    outbox.py     what a person does with it before it leaves

Sending them is the work of `delivery`; here nothing talks to a mail server.
"""

from .errors import MessageError, NoAddress, NotADraft, NotFailed, OutOfDate
from .outbox import (
    CANCELLABLE,
    RESENDABLE,
    cancel_message,
    fits_state,
    release_draft,
    release_drafts,
    resend,
    update_draft,
)
from .queueing import REPEAT_AFTER_SECONDS, cancel_team_letters, queue_message
from .reading import read_letter_for
from .writing import WORDS, put_words, write_letter

__all__ = [
    "CANCELLABLE",
    "REPEAT_AFTER_SECONDS",
    "RESENDABLE",
    "WORDS",
    "MessageError",
    "NoAddress",
    "NotADraft",
    "NotFailed",
    "OutOfDate",
    "cancel_message",
    "cancel_team_letters",
    "fits_state",
    "put_words",
    "queue_message",
    "read_letter_for",
    "release_draft",
    "release_drafts",
    "resend",
    "update_draft",
    "write_letter",
]
