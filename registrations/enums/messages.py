"""Every letter, where it stands, and when it leaves."""

from enum import Enum

from django.db import models
from django.utils.translation import pgettext_lazy


class MessageKind(models.TextChoices):
    """Every letter of the foundation, with its number in domain.md 1.4."""

    RECEIPT = "receipt", pgettext_lazy("message kind", "Receipt")  # M1
    ALREADY_REGISTERED = (
        "already_registered",
        pgettext_lazy("message kind", "Already registered"),
    )
    PRIVATE_LINK = "private_link", pgettext_lazy("message kind", "Private link")
    DRAFT_SAVED = "draft_saved", pgettext_lazy("message kind", "Go on later")  # M2
    DRAFT_REMINDER = (
        "draft_reminder",
        pgettext_lazy("message kind", "Reminder of an unfinished form"),
    )  # M3
    AMENDED = "amended", pgettext_lazy("message kind", "Answers changed")  # M4
    ADDRESS_CHANGED = (
        "address_changed",
        pgettext_lazy("message kind", "Other address"),
    )
    INTEREST_CONFIRM = (
        "interest_confirm",
        pgettext_lazy("message kind", "Keep me informed: confirm"),
    )
    INTEREST_OPEN = (
        "interest_open",
        pgettext_lazy("message kind", "Keep me informed: registering is open"),
    )
    INFO_REQUEST = "info_request", pgettext_lazy("message kind", "Question")  # M5
    DELAY = "delay", pgettext_lazy("message kind", "Answer comes later")  # M6
    OTHER_WORKPLACE = (
        "other_workplace",
        pgettext_lazy("message kind", "Another workplace suggested"),
    )  # M7
    WITHDRAWN = "withdrawn", pgettext_lazy("message kind", "Withdrawal")  # M8
    SELECTED = "selected", pgettext_lazy("message kind", "Selected")  # M9
    CONFIRM_REMINDER = (
        "confirm_reminder",
        pgettext_lazy("message kind", "Reminder to confirm a place"),
    )  # M10
    EXPIRED = "expired", pgettext_lazy("message kind", "Place released")  # M11
    CONFIRMED = "confirmed", pgettext_lazy("message kind", "Place confirmed")  # M12
    WAITLISTED = "waitlisted", pgettext_lazy("message kind", "Waiting list")  # M13
    OFFERED = "offered", pgettext_lazy("message kind", "Place offered")  # M14
    WAITLIST_CLOSED = (
        "waitlist_closed",
        pgettext_lazy("message kind", "Waiting list closed"),
    )  # M15
    DECLINED = "declined", pgettext_lazy("message kind", "Not selected")  # M16
    INTRODUCTION = (
        "introduction",
        pgettext_lazy("message kind", "Invitation to an online meeting"),
    )  # M17
    PRACTICAL = (
        "practical",
        pgettext_lazy("message kind", "Practical information on a meeting"),
    )  # M18
    SESSION_REMINDER = (
        "session_reminder",
        pgettext_lazy("message kind", "Reminder of a meeting"),
    )  # M19
    SESSION_CHANGED = (
        "session_changed",
        pgettext_lazy("message kind", "Change of a meeting"),
    )  # M20
    SESSION_CANCELLED = (
        "session_cancelled",
        pgettext_lazy("message kind", "Meeting does not take place"),
    )  # M20, for a meeting that falls away
    EXCUSED = "excused", pgettext_lazy("message kind", "Cannot come once")  # M21
    SESSION_REPORT = (
        "session_report",
        pgettext_lazy("message kind", "After a meeting: to who was there"),
    )  # M22
    SESSION_MISSED = (
        "session_missed",
        pgettext_lazy("message kind", "After a meeting: to who was not there"),
    )  # M23
    EVALUATION = (
        "evaluation",
        pgettext_lazy("message kind", "After the last meeting: how was it?"),
    )  # M24
    PUBLICATION = (
        "publication",
        pgettext_lazy("message kind", "The publication is there"),
    )  # M25
    # After an undo, to whoever had heard another decision.
    CORRECTION = "correction", pgettext_lazy("message kind", "Correction")
    DAY_CONFIRMED = (
        "day_confirmed",
        pgettext_lazy("message kind", "Inspiration day: registered"),
    )  # I1
    DAY_WAITLISTED = (
        "day_waitlisted",
        pgettext_lazy("message kind", "Inspiration day: waiting list"),
    )  # I2
    DAY_PROMOTED = (
        "day_promoted",
        pgettext_lazy("message kind", "Inspiration day: a place came free"),
    )
    DAY_REMINDER = (
        "day_reminder",
        pgettext_lazy("message kind", "Inspiration day: see you soon"),
    )  # I3
    DAY_CHANGED = (
        "day_changed",
        pgettext_lazy("message kind", "Inspiration day: change"),
    )  # M20, for a day
    DAY_CANCELLED = (
        "day_cancelled",
        pgettext_lazy("message kind", "Inspiration day: does not take place"),
    )  # M20, for a day that falls away
    DAY_AFTERWARDS = (
        "day_afterwards",
        pgettext_lazy("message kind", "Inspiration day: afterwards"),
    )  # I4
    DATA_ERASED = (
        "data_erased",
        pgettext_lazy("message kind", "Answers erased"),
    )  # M26
    DATA_COPY = (
        "data_copy",
        pgettext_lazy("message kind", "Copy of one’s data"),
    )  # M26
    PERSON_ERASED = (
        "person_erased",
        pgettext_lazy("message kind", "All data erased, on request"),
    )  # M26
    GROUP_LETTER = (
        "group_letter",
        pgettext_lazy("message kind", "Message to a group"),
    )
    TEAM_DIGEST = (
        "team_digest",
        pgettext_lazy("message kind", "What waits for you"),
    )  # T2, T3


class MessageState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("message state", "Draft")
    PLANNED = "planned", pgettext_lazy("message state", "Planned")
    QUEUED = "queued", pgettext_lazy("message state", "Queued")
    SENDING = "sending", pgettext_lazy("message state", "Sending")
    SENT = "sent", pgettext_lazy("message state", "Sent")
    DELIVERED = "delivered", pgettext_lazy("message state", "Delivered")
    BOUNCED = "bounced", pgettext_lazy("message state", "Bounced")
    FAILED = "failed", pgettext_lazy("message state", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("message state", "Cancelled")


class DeliveryEventKind(models.TextChoices):
    """What a provider can tell of a letter; who opened it is not among it."""

    DELIVERED = "delivered", pgettext_lazy("delivery event", "Delivered")
    BOUNCED = "bounced", pgettext_lazy("delivery event", "Came back")
    REJECTED = "rejected", pgettext_lazy("delivery event", "Not accepted")
    FAILED = "failed", pgettext_lazy("delivery event", "Failed")
    DEFERRED = "deferred", pgettext_lazy("delivery event", "Delayed")
    COMPLAINED = "complained", pgettext_lazy("delivery event", "Marked as spam")


class RejectionReason(models.TextChoices):
    """Why a letter was not taken, as Anymail sums up what providers say."""

    INVALID = "invalid", pgettext_lazy("rejection reason", "The address does not exist")
    BOUNCED = "bounced", pgettext_lazy("rejection reason", "It came back")
    TIMED_OUT = "timed_out", pgettext_lazy("rejection reason", "No answer in time")
    BLOCKED = "blocked", pgettext_lazy("rejection reason", "Blocked there")
    SPAM = "spam", pgettext_lazy("rejection reason", "Marked as spam")
    UNSUBSCRIBED = (
        "unsubscribed",
        pgettext_lazy("rejection reason", "Unsubscribed there"),
    )
    OTHER = "other", pgettext_lazy("rejection reason", "Another reason")


class Dispatch(Enum):
    """When a letter leaves: at once, or after a person released its draft.

    Only replies to the applicant's own act go out by themselves (design.md).
    """

    AT_ONCE = "at once"
    OUTBOX = "outbox"


# Letters about another day, other hours or another place, or that nothing comes of it.
TELLS_CHANGE = frozenset(
    {
        MessageKind.SESSION_CHANGED,
        MessageKind.SESSION_CANCELLED,
        MessageKind.DAY_CHANGED,
        MessageKind.DAY_CANCELLED,
    }
)
# Letters that repeat what somebody answered.
TELLS_ANSWERS = frozenset(
    {
        MessageKind.RECEIPT,
        MessageKind.AMENDED,
        MessageKind.ALREADY_REGISTERED,
        MessageKind.DAY_CONFIRMED,
        MessageKind.DAY_WAITLISTED,
    }
)
