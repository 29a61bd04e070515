"""The stream as models: form page → registration → review → decision → message."""

from .decision import Decision
from .export import ExportLog
from .form_field import ArchivedQuestion, RegistrationFormField
from .form_page import RegistrationFormPage
from .message import DeliveryAttempt, Message
from .reference import AnswerOption, FormerMunicipality, Municipality, Region
from .registration import Registration
from .registration_import import RegistrationImport
from .review import InformationRequest, Review
from .tasks import ReviewTask, ScreeningTask, SelectionTask
from .trail import AccessLink, Availability, ReferenceSequence, StateChange

__all__ = [
    "AccessLink",
    "AnswerOption",
    "ArchivedQuestion",
    "Availability",
    "Decision",
    "DeliveryAttempt",
    "ExportLog",
    "FormerMunicipality",
    "InformationRequest",
    "Message",
    "Municipality",
    "ReferenceSequence",
    "Region",
    "Registration",
    "RegistrationFormField",
    "RegistrationFormPage",
    "RegistrationImport",
    "Review",
    "ReviewTask",
    "ScreeningTask",
    "SelectionTask",
    "StateChange",
]
