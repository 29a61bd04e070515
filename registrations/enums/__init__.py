"""The vocabulary of the stream, as data: states, legal steps, kinds.

A leaf: everything may import it and it imports nothing of ours. The states and
the table of steps are fixed (design.md, "States").
"""

from .forms import (
    TEAM_HEADINGS,
    AnswerCondition,
    AnswerRetention,
    AnswerVisibility,
    FormKind,
    FormPreview,
    FormSection,
    FormStatus,
    FormStep,
    HoldReason,
    ReferenceList,
)
from .intake import STAFF_SOURCES, ImportState, RegistrationSource, RowOutcome
from .messages import TELLS_ANSWERS, Dispatch, MessageKind, MessageState
from .reading import (
    ADVICE_LEVELS,
    LARGE_DIFFERENCE,
    SCORES_ARE_FIXED,
    Advice,
    DigestFrequency,
    Level,
    ReviewPhase,
    TieCause,
    TieKind,
    TieState,
)
from .states import (
    AMENDABLE,
    APPLICANT_LABELS,
    AWAITS_TEAM,
    HOLDS_SEAT,
    IS_DECIDED,
    IS_FINAL,
    IS_LIVE,
    IS_UNDOABLE,
    PROPOSABLE,
    RegistrationState,
    Role,
)
from .transitions import TEAM_LETTERS, TRANSITIONS, Transition

__all__ = [
    "AnswerCondition",
    "AnswerRetention",
    "AnswerVisibility",
    "FormKind",
    "FormPreview",
    "FormSection",
    "FormStatus",
    "FormStep",
    "HoldReason",
    "ReferenceList",
    "TEAM_HEADINGS",
    "ImportState",
    "RegistrationSource",
    "RowOutcome",
    "STAFF_SOURCES",
    "AMENDABLE",
    "APPLICANT_LABELS",
    "AWAITS_TEAM",
    "HOLDS_SEAT",
    "IS_DECIDED",
    "IS_FINAL",
    "IS_LIVE",
    "IS_UNDOABLE",
    "PROPOSABLE",
    "RegistrationState",
    "Role",
    "ADVICE_LEVELS",
    "Advice",
    "DigestFrequency",
    "LARGE_DIFFERENCE",
    "Level",
    "ReviewPhase",
    "SCORES_ARE_FIXED",
    "TieCause",
    "TieKind",
    "TieState",
    "Dispatch",
    "MessageKind",
    "MessageState",
    "TELLS_ANSWERS",
    "TEAM_LETTERS",
    "TRANSITIONS",
    "Transition",
]
