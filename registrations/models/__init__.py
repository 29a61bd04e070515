"""The stream as models: form page → registration → review → decision → message."""

from .access_code import AccessCode
from .answer_change import AnswerChange
from .decision import Decision
from .draft import RegistrationDraft
from .export import ExportLog
from .form_field import ArchivedQuestion, RegistrationFormField
from .form_page import RegistrationFormPage
from .interest import Interest
from .message import DeliveryAttempt, Message
from .reference import AnswerOption, FormerMunicipality, Municipality, Region
from .registration import Registration
from .registration_import import RegistrationImport
from .review import InformationRequest, Review
from .tasks import ReviewTask, ScreeningTask, SelectionTask
from .trail import AccessLink, Availability, ReferenceSequence, StateChange

__all__ = [
    "AccessCode",
    "AccessLink",
    "AnswerChange",
    "AnswerOption",
    "ArchivedQuestion",
    "Availability",
    "Decision",
    "DeliveryAttempt",
    "ExportLog",
    "FormerMunicipality",
    "InformationRequest",
    "Interest",
    "Message",
    "Municipality",
    "ReferenceSequence",
    "Region",
    "Registration",
    "RegistrationDraft",
    "RegistrationFormField",
    "RegistrationFormPage",
    "RegistrationImport",
    "Review",
    "ReviewTask",
    "ScreeningTask",
    "SelectionTask",
    "StateChange",
]
