"""Why a request cannot be done now, in the words of the screen."""

from django.utils.translation import gettext_lazy as _

from ..errors import RegistrationError


class NothingHeld(RegistrationError):
    message = _(
        "Nothing is held under this address: no registration, no draft, no place on a "
        "list. Look whether it is spelled as in their mail."
    )


class ForColleague(RegistrationError):
    message = _(
        "A colleague of yours has to handle this request: for you, something of this "
        "person is closed, because of a tie or of names that are hidden."
    )


class HeldChanged(RegistrationError):
    message = _(
        "Something of this person changed since you opened this screen, so nothing was "
        "done. Look at it once more."
    )


class LetterLeaving(RegistrationError):
    message = _(
        "A letter to this person is leaving at this very moment. Nothing was erased; "
        "try again in a minute."
    )


class NoAddressToSend(RegistrationError):
    message = _(
        "Mail to this address comes back, so the copy would reach nobody. Correct the "
        "address first, on the desk of the registration."
    )
