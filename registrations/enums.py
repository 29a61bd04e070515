"""The vocabulary of the stream, as data: states, legal steps, kinds.

A leaf: everything may import it and it imports nothing of ours. The states and
the table of steps are fixed (design.md, "States"); only
`registrations.services.state.change_state` acts on them.
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FormKind(models.TextChoices):
    """How places are given: by people who read, or in order of arrival."""

    SELECTION = "selection", pgettext_lazy("form kind", "Selection")
    DIRECT = "direct", pgettext_lazy("form kind", "First come, first served")


class FormSection(models.TextChoices):
    """The fieldsets of the form, in their order (domain.md 4)."""

    YOU = "you", pgettext_lazy("form section", "You")
    ORGANISATION = "organisation", pgettext_lazy("form section", "Your organisation")
    CHOICE = (
        "choice",
        pgettext_lazy("form section", "Your choice and availability"),
    )
    MOTIVATION = "motivation", pgettext_lazy("form section", "Your motivation")
    CLOSING = "closing", pgettext_lazy("form section", "Finishing")

    @property
    def team_label(self) -> str:
        """The same fieldset for the team: the form speaks to the applicant."""
        return TEAM_HEADINGS[self]


TEAM_HEADINGS = {
    FormSection.YOU: pgettext_lazy("desk section", "Person"),
    FormSection.ORGANISATION: pgettext_lazy("desk section", "Organisation"),
    FormSection.CHOICE: pgettext_lazy("desk section", "Choice and availability"),
    FormSection.MOTIVATION: pgettext_lazy("desk section", "About the motivation"),
    FormSection.CLOSING: pgettext_lazy("desk section", "Agreements"),
}


class FormStatus(Enum):
    """Whether people can register on a form now, and if not, why."""

    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    UNAVAILABLE = "unavailable"  # the form itself is not public


class FormStep(models.TextChoices):
    """What somebody asks of the form: the value of the button that they chose."""

    CHECK = "nakijken", pgettext_lazy("form step", "Check your answers")
    CHANGE = "wijzigen", pgettext_lazy("form step", "Change")
    SEND = "versturen", pgettext_lazy("form step", "Send registration")
    SAVE = "bewaren", pgettext_lazy("form step", "Save and go on later")


class AnswerCondition(models.TextChoices):
    """When a question is asked, compared with the answers to another one."""

    ANY = "any", pgettext_lazy("condition", "gave at least one of these answers")
    NONE = "none", pgettext_lazy("condition", "gave none of these answers")
    NOT_ALL = "not_all", pgettext_lazy("condition", "did not give all these answers")


class AnswerVisibility(models.TextChoices):
    """When readers see the answer to a question."""

    ALWAYS = "always", pgettext_lazy("answer visibility", "Always")
    AFTER_SELECTION = (
        "after_selection",
        pgettext_lazy("answer visibility", "Only after the selection"),
    )
    STATISTICS = (
        "statistics",
        pgettext_lazy("answer visibility", "Never: only in statistics"),
    )


class AnswerRetention(models.TextChoices):
    """How long the answer to a question is kept (domain.md 3)."""

    REGISTRATION = (
        "registration",
        pgettext_lazy("answer retention", "As long as the registration"),
    )
    SHORT = (
        "short",
        pgettext_lazy("answer retention", "Until 30 days after the last meeting"),
    )


class FormPreview(models.TextChoices):
    """The faces of a form that an editor can preview."""

    FORM = "form", pgettext_lazy("preview", "Form")
    MISTAKES = "mistakes", pgettext_lazy("preview", "Form with mistakes")
    CHECK = "check", pgettext_lazy("preview", "Check your answers")
    FULL = "full", pgettext_lazy("preview", "Every place taken (waiting list)")
    LANDING = "landing", pgettext_lazy("preview", "After sending")
    UPCOMING = "upcoming", pgettext_lazy("preview", "Not open yet")
    CLOSED = "closed", pgettext_lazy("preview", "Closed")


class HoldReason(models.TextChoices):
    """Why a registration waits for a person to look (views/guard.py)."""

    CROSS_SITE = "cross_site", pgettext_lazy("hold reason", "Sent from another website")
    HONEYPOT = "honeypot", pgettext_lazy("hold reason", "A hidden field was filled in")
    RATE = "rate", pgettext_lazy("hold reason", "Very many from one place in an hour")
    NO_STAMP = "no_stamp", pgettext_lazy("hold reason", "The form was never opened")
    OLD_STAMP = (
        "old_stamp",
        pgettext_lazy("hold reason", "The form was opened long ago"),
    )
    TOO_FAST = (
        "too_fast",
        pgettext_lazy("hold reason", "Filled in faster than possible"),
    )
    NO_BROWSER = "no_browser", pgettext_lazy("hold reason", "Not sent by a browser")


class RegistrationSource(models.TextChoices):
    WEB = "web", pgettext_lazy("registration source", "Website")
    PHONE = "phone", pgettext_lazy("registration source", "Telephone")
    MAIL = "mail", pgettext_lazy("registration source", "Mail")
    PAPER = "paper", pgettext_lazy("registration source", "Paper")
    IMPORT = "import", pgettext_lazy("registration source", "Imported file")


# By which way somebody reached a member of the team, who then filled in the form.
STAFF_SOURCES = (
    RegistrationSource.PHONE,
    RegistrationSource.MAIL,
    RegistrationSource.PAPER,
)


class ImportState(models.TextChoices):
    """How far the import of a file is (models/registration_import.py)."""

    OPEN = "open", pgettext_lazy("import state", "Not finished")
    DONE = "done", pgettext_lazy("import state", "Imported")
    CANCELLED = "cancelled", pgettext_lazy("import state", "Cancelled")


class RowOutcome(models.TextChoices):
    """What becomes of one row of an imported file, before and after."""

    OK = "ok", pgettext_lazy("row of an import", "In order")
    WARNING = "warning", pgettext_lazy("row of an import", "With a remark")
    KNOWN = "known", pgettext_lazy("row of an import", "Already known")
    ERROR = "error", pgettext_lazy("row of an import", "Cannot be imported")


class ReferenceList(models.TextChoices):
    """The closed lists of domain.md 6; the office edits their options."""

    ORGANISATION_TYPE = "organisation_type", _("Kind of organisation")
    ROLE = "role", _("Role")
    PROFILE = "profile", _("Profile")
    PRACTICE_LINK = "practice_link", _("Link with practice")
    PROJECT_PHASE = "project_phase", _("Project phase")
    EXPERIENCE_LEVEL = "experience_level", _("Experience")
    PERSPECTIVE = "perspective", _("Perspective")


class RegistrationState(models.TextChoices):
    """Where a registration stands, in the words of the staff."""

    DRAFT = "draft", pgettext_lazy("registration state", "Draft")
    RECEIVED = "received", pgettext_lazy("registration state", "Received")
    IN_REVIEW = "in_review", pgettext_lazy("registration state", "In review")
    INFO_REQUESTED = (
        "info_requested",
        pgettext_lazy("registration state", "Information requested"),
    )
    SELECTED = "selected", pgettext_lazy("registration state", "Selected")
    CONFIRMED = "confirmed", pgettext_lazy("registration state", "Confirmed")
    WAITLISTED = (
        "waitlisted",
        pgettext_lazy("registration state", "On the waiting list"),
    )
    DECLINED = "declined", pgettext_lazy("registration state", "Not selected")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration state", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("registration state", "Not confirmed in time")

    @property
    def applicant_label(self) -> str:
        """The same state in the words of the applicant (domain.md 5)."""
        return APPLICANT_LABELS[self]


APPLICANT_LABELS = {
    RegistrationState.DRAFT: pgettext_lazy("applicant state", "Not sent yet"),
    RegistrationState.RECEIVED: pgettext_lazy("applicant state", "Well received"),
    RegistrationState.IN_REVIEW: pgettext_lazy(
        "applicant state", "We are reading your registration"
    ),
    RegistrationState.INFO_REQUESTED: pgettext_lazy(
        "applicant state", "We still have a question"
    ),
    RegistrationState.SELECTED: pgettext_lazy(
        "applicant state", "You can take part – confirm your place"
    ),
    RegistrationState.CONFIRMED: pgettext_lazy("applicant state", "You are in!"),
    RegistrationState.WAITLISTED: pgettext_lazy(
        "applicant state", "You are on the waiting list"
    ),
    RegistrationState.DECLINED: pgettext_lazy(
        "applicant state", "Not selected this time"
    ),
    RegistrationState.WITHDRAWN: pgettext_lazy("applicant state", "Withdrawn by you"),
    RegistrationState.EXPIRED: pgettext_lazy(
        "applicant state", "Your place was released"
    ),
}

# Groups of states, used by querysets, permissions and services alike.
HOLDS_SEAT = frozenset({RegistrationState.SELECTED, RegistrationState.CONFIRMED})
IS_FINAL = frozenset(
    {
        RegistrationState.DECLINED,
        RegistrationState.WITHDRAWN,
        RegistrationState.EXPIRED,
    }
)
AWAITS_TEAM = frozenset({RegistrationState.RECEIVED, RegistrationState.IN_REVIEW})
IS_LIVE = frozenset(RegistrationState) - IS_FINAL - {RegistrationState.DRAFT}
# In which states somebody may still change their answers, until the deadline.
AMENDABLE = {
    FormKind.SELECTION: AWAITS_TEAM | {RegistrationState.INFO_REQUESTED},
    FormKind.DIRECT: frozenset(
        {RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}
    ),
}
# What a decider can propose; only the release writes it as a state.
PROPOSABLE = (
    RegistrationState.SELECTED,
    RegistrationState.WAITLISTED,
    RegistrationState.DECLINED,
)
# Where a released decision leads.
IS_DECIDED = frozenset(PROPOSABLE)
# What a decider takes back with a reason: reading then goes on.
IS_UNDOABLE = IS_DECIDED | {RegistrationState.EXPIRED, RegistrationState.WITHDRAWN}


class Role(Enum):
    """In which quality somebody takes a step."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    SYSTEM = "system"


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
    INTEREST_CONFIRM = (
        "interest_confirm",
        pgettext_lazy("message kind", "Keep me informed: confirm"),
    )
    INTEREST_OPEN = (
        "interest_open",
        pgettext_lazy("message kind", "Keep me informed: registering is open"),
    )
    INFO_REQUEST = "info_request", pgettext_lazy("message kind", "Question")  # M5
    WITHDRAWN = "withdrawn", pgettext_lazy("message kind", "Withdrawal")  # M8
    SELECTED = "selected", pgettext_lazy("message kind", "Selected")  # M9
    EXPIRED = "expired", pgettext_lazy("message kind", "Place released")  # M11
    CONFIRMED = "confirmed", pgettext_lazy("message kind", "Place confirmed")  # M12
    WAITLISTED = "waitlisted", pgettext_lazy("message kind", "Waiting list")  # M13
    OFFERED = "offered", pgettext_lazy("message kind", "Place offered")  # M14
    WAITLIST_CLOSED = (
        "waitlist_closed",
        pgettext_lazy("message kind", "Waiting list closed"),
    )  # M15
    DECLINED = "declined", pgettext_lazy("message kind", "Not selected")  # M16
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


class MessageState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("message state", "Draft")
    QUEUED = "queued", pgettext_lazy("message state", "Queued")
    SENDING = "sending", pgettext_lazy("message state", "Sending")
    SENT = "sent", pgettext_lazy("message state", "Sent")
    DELIVERED = "delivered", pgettext_lazy("message state", "Delivered")
    BOUNCED = "bounced", pgettext_lazy("message state", "Bounced")
    FAILED = "failed", pgettext_lazy("message state", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("message state", "Cancelled")


class Advice(models.TextChoices):
    """What a reader advises, in one word."""

    YES = "yes", pgettext_lazy("advice", "Yes")
    MAYBE = "maybe", pgettext_lazy("advice", "Maybe")
    NO = "no", pgettext_lazy("advice", "No")


class Dispatch(Enum):
    """When a letter leaves: at once, or after a person released its draft.

    Only replies to the applicant's own act go out by themselves (design.md).
    """

    AT_ONCE = "at once"
    OUTBOX = "outbox"


@dataclass(frozen=True)
class Transition:
    """One legal step.

    Attributes:
        roles: who may take it.
        needs_reason: a member of the team who takes it must say why; an
            applicant or the system never has to.
        message: the letter that follows, if any.
        dispatch: whether that letter goes at once or waits in the outbox.
        form_kind: the only kind of form that knows this step; None for both.
    """

    roles: frozenset[Role]
    needs_reason: bool = False
    message: MessageKind | None = None
    dispatch: Dispatch = Dispatch.OUTBOX
    form_kind: FormKind | None = None


def _by(*roles: Role, **options) -> Transition:
    return Transition(roles=frozenset(roles), **options)


_S = RegistrationState
_SELECTION = {"form_kind": FormKind.SELECTION}
_DIRECT = {"form_kind": FormKind.DIRECT, "dispatch": Dispatch.AT_ONCE}
_WITHDRAWAL = _by(
    Role.APPLICANT,
    Role.DECIDER,  # somebody who phones to say that they cannot come
    needs_reason=True,
    message=MessageKind.WITHDRAWN,
    dispatch=Dispatch.AT_ONCE,
)
_UNDO = _by(Role.DECIDER, needs_reason=True, **_SELECTION)

TRANSITIONS: dict[tuple[RegistrationState, RegistrationState], Transition] = {
    (_S.DRAFT, _S.RECEIVED): _by(
        Role.APPLICANT,
        message=MessageKind.RECEIPT,
        dispatch=Dispatch.AT_ONCE,
        **_SELECTION,
    ),
    # Reading.
    (_S.RECEIVED, _S.IN_REVIEW): _by(Role.REVIEWER, Role.DECIDER, **_SELECTION),
    (_S.IN_REVIEW, _S.INFO_REQUESTED): _by(
        Role.REVIEWER,
        Role.DECIDER,
        needs_reason=True,
        message=MessageKind.INFO_REQUEST,
        **_SELECTION,
    ),
    (_S.INFO_REQUESTED, _S.IN_REVIEW): _by(
        Role.APPLICANT, Role.REVIEWER, Role.DECIDER, **_SELECTION
    ),
    # Deciding: reached only through the release of a proposed decision.
    (_S.IN_REVIEW, _S.SELECTED): _by(
        Role.DECIDER, message=MessageKind.SELECTED, **_SELECTION
    ),
    (_S.IN_REVIEW, _S.WAITLISTED): _by(
        Role.DECIDER, message=MessageKind.WAITLISTED, **_SELECTION
    ),
    (_S.IN_REVIEW, _S.DECLINED): _by(
        Role.DECIDER, needs_reason=True, message=MessageKind.DECLINED, **_SELECTION
    ),
    (_S.RECEIVED, _S.DECLINED): _by(
        Role.DECIDER, needs_reason=True, message=MessageKind.DECLINED, **_SELECTION
    ),
    # The answer of the selected person, or none in time.
    (_S.SELECTED, _S.CONFIRMED): _by(
        Role.APPLICANT,
        message=MessageKind.CONFIRMED,
        dispatch=Dispatch.AT_ONCE,
        **_SELECTION,
    ),
    (_S.SELECTED, _S.EXPIRED): _by(
        Role.SYSTEM, message=MessageKind.EXPIRED, **_SELECTION
    ),
    # The waiting list.
    (_S.WAITLISTED, _S.SELECTED): _by(
        Role.DECIDER, message=MessageKind.OFFERED, **_SELECTION
    ),
    (_S.WAITLISTED, _S.DECLINED): _by(
        Role.DECIDER,
        needs_reason=True,
        message=MessageKind.WAITLIST_CLOSED,
        **_SELECTION,
    ),
    # Withdrawing is always possible while something is still to come; the call
    # does not say so, but nobody who is asked a question may be locked in.
    (_S.RECEIVED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.IN_REVIEW, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.INFO_REQUESTED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.SELECTED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.CONFIRMED, _S.WITHDRAWN): _WITHDRAWAL,
    (_S.WAITLISTED, _S.WITHDRAWN): _WITHDRAWAL,
    # Undo, with a reason.
    **{(state, _S.IN_REVIEW): _UNDO for state in IS_UNDOABLE},
    # Inspiration days: no reading; a seat or the waiting list by arrival.
    (_S.DRAFT, _S.CONFIRMED): _by(
        Role.APPLICANT, message=MessageKind.DAY_CONFIRMED, **_DIRECT
    ),
    (_S.DRAFT, _S.WAITLISTED): _by(
        Role.APPLICANT, message=MessageKind.DAY_WAITLISTED, **_DIRECT
    ),
    (_S.WAITLISTED, _S.CONFIRMED): _by(
        Role.SYSTEM, message=MessageKind.DAY_PROMOTED, **_DIRECT
    ),
}

# Letters that wait for a person: they lose their sense when the state moves on.
TEAM_LETTERS = frozenset(
    step.message
    for step in TRANSITIONS.values()
    if step.message and step.dispatch is Dispatch.OUTBOX
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
