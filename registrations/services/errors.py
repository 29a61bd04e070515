"""What can go wrong on purpose: each error carries a sentence for a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class RegistrationError(Exception):
    """A step that the rules refuse; `str(error)` may be shown to whoever tried."""

    message = _("This is not possible.")

    def __init__(self, message: object = None):
        super().__init__(message or self.message)

    def __str__(self) -> str:
        return str(self.args[0])


class StateError(RegistrationError):
    """A state change that the table of steps refuses."""


class IllegalTransition(StateError):
    message = _("This step is not possible from the present state.")


class NotAllowed(StateError):
    message = _("You do not have the right to take this step.")


class ReasonRequired(StateError):
    message = _("Give a reason for this step.")


class AnotherIsLive(StateError):
    message = _(
        "This person has registered again in the meantime with the same address."
    )


class AlreadyRegistered(RegistrationError):
    """For the team only: an applicant never hears who is registered.

    The sentence names no number: who enters or imports may also be a reader from whom
    names are hidden, or who is tied to this person.

    Attributes:
        registration: the one that exists.
    """

    message = _("Somebody is registered with this address already.")

    def __init__(self, registration: Any):
        self.registration = registration
        super().__init__()


class DecidedAlone(NotAllowed):
    message = _(
        "You entered this registration yourself. No one decides alone on what they "
        "entered: let somebody else propose or release this."
    )


class NoSeatLeft(StateError):
    message = _("All places of this workplace are taken.")


class WorkflowError(RegistrationError):
    """Wagtail's workflow and the stream would fall out of step."""


class SelectionMissing(WorkflowError):
    message = _(
        "This was the last step of the workflow, but nothing has been decided yet. "
        "Add a step “Selection” in Settings → Workflows."
    )


class SelectionNotLast(WorkflowError):
    message = _(
        "The step “Selection” must be the last of the workflow. Move it to the end in "
        "Settings → Workflows."
    )
