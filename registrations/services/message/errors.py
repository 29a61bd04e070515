"""What can go wrong on purpose with a message."""

from django.utils.translation import gettext_lazy

from ..errors import RegistrationError


class MessageError(RegistrationError):
    """A message cannot be sent, changed or cancelled as asked."""


class NotADraft(MessageError):
    message = gettext_lazy("Only a draft can be changed or sent from here.")


class NoAddress(MessageError):
    message = gettext_lazy(
        "This person gave no e-mail address. Call or write, then cancel the message."
    )


class OutOfDate(MessageError):
    message = gettext_lazy(
        "This letter no longer fits the state of the registration, so it is not sent."
    )


class NotFailed(MessageError):
    message = gettext_lazy("Only a message that failed can be sent again.")


class IsHeld(MessageError):
    message = gettext_lazy("Somebody holds this letter. Let it go first.")


class ChangedMeanwhile(MessageError):
    message = gettext_lazy(
        "A colleague changed this letter while you were writing. Your words are still "
        "here, and theirs stand beside them. Nothing was saved yet."
    )


class InThePast(MessageError):
    message = gettext_lazy("Choose a moment that is still to come.")
