"""Sending messages: claimed by one worker, handed over once, never doubled.

The order of one attempt, each step committed before the next begins:

1. *claim*: queued → sending, the attempt counted and registered. The update is
   conditional, so of several workers one gets the row.
2. *write*: a letter that leaves by itself gets its words now, from the one worker
   that holds it, and keeps them at every later attempt. One that cannot be written
   goes back to queued, with the reason.
3. *connect*: until here a failure means that nothing was sent; back to queued.
4. *hand over*: `handed_over_at` is written just before the text is transmitted.
5. *settle*: sent, refused, back to queued, or uncertain.

A worker that dies in step 2 or 3 left the row without `handed_over_at`: the sweeper
queues it again. One that dies between 4 and 5 leaves a row of which nobody can
know whether the server accepted it: that is the limit of SMTP, which has no way to
ask. Such a message fails as "may have arrived", and a person decides.
"""

from .ledger import MAX_ATTEMPTS, pause_after
from .mail import build_mail, get_message_id
from .reports import ATTEMPT, Report, sign_attempt, take_report
from .rounds import (
    queue_planned,
    send_due,
    send_message,
    stale_after,
    sweep_stale,
)

__all__ = [
    "ATTEMPT",
    "MAX_ATTEMPTS",
    "Report",
    "build_mail",
    "get_message_id",
    "pause_after",
    "queue_planned",
    "send_due",
    "send_message",
    "sign_attempt",
    "stale_after",
    "sweep_stale",
    "take_report",
]
