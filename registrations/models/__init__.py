"""The stream as models: form page → registration → review → decision → message."""

from .access_code import AccessCode
from .answer_change import AnswerChange
from .attendance import MeetingAnswer, MeetingAttendance
from .composition import Wish
from .data_request import DataRequest
from .decision import Decision
from .delivery import DeliveryAttempt, DeliveryEvent, MailPace, WorkerBeat
from .draft import RegistrationDraft
from .export import ExportLog
from .form_field import ArchivedQuestion, RegistrationFormField
from .form_page import RegistrationFormPage
from .interest import Interest
from .invitation import Invitation
from .letter_turn import LetterTurn
from .message import Message
from .message_template import MessageTemplate, MessageTemplateVersion
from .offer import Offer
from .reader import Assignment, ReaderProfile, Tie
from .reading import (
    DiscussionComment,
    Highlight,
    RegistrationTag,
    SavedView,
    TagUse,
)
from .reference import AnswerOption, FormerMunicipality, Municipality, Region
from .registration import Registration
from .registration_import import RegistrationImport
from .review import InformationRequest, Review, ReviewScore, ReviewVersion
from .review_round import PhaseChange, ReviewRound
from .scenario import (
    Deployment,
    DeploymentRow,
    DeploymentUndo,
    Scenario,
    ScenarioChange,
    ScenarioPlacement,
)
from .selection_account import SelectionAccount
from .suggestion import Suggestion
from .tasks import ReviewTask, ScreeningTask, SelectionTask
from .trail import (
    AccessLink,
    AddressChange,
    Availability,
    CompletedStep,
    ReferenceSequence,
    StateChange,
)

__all__ = [
    "AccessCode",
    "AccessLink",
    "AddressChange",
    "AnswerChange",
    "AnswerOption",
    "ArchivedQuestion",
    "Assignment",
    "Availability",
    "CompletedStep",
    "DataRequest",
    "Decision",
    "DeliveryAttempt",
    "DeliveryEvent",
    "Deployment",
    "DeploymentRow",
    "DeploymentUndo",
    "DiscussionComment",
    "ExportLog",
    "FormerMunicipality",
    "Highlight",
    "InformationRequest",
    "Interest",
    "Invitation",
    "LetterTurn",
    "MailPace",
    "MeetingAnswer",
    "MeetingAttendance",
    "Message",
    "MessageTemplate",
    "MessageTemplateVersion",
    "Offer",
    "Municipality",
    "PhaseChange",
    "ReaderProfile",
    "ReferenceSequence",
    "Region",
    "Registration",
    "RegistrationDraft",
    "RegistrationFormField",
    "RegistrationFormPage",
    "RegistrationImport",
    "RegistrationTag",
    "Review",
    "ReviewRound",
    "ReviewScore",
    "ReviewTask",
    "ReviewVersion",
    "SavedView",
    "Scenario",
    "ScenarioChange",
    "ScenarioPlacement",
    "ScreeningTask",
    "SelectionAccount",
    "SelectionTask",
    "StateChange",
    "Suggestion",
    "TagUse",
    "Tie",
    "Wish",
    "WorkerBeat",
]
