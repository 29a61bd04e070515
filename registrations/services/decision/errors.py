"""Why a decision cannot be proposed or released."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import Decision
from ..errors import (
    IllegalTransition,
    NotAllowed,
    RegistrationError,
)


class ProposalChanged(IllegalTransition):
    message = _(
        "Somebody else changed the proposal in the meantime. Look at it first; your "
        "text is still here."
    )


class StaleProposal(IllegalTransition):
    message = _("This proposal is no longer open. Look at the registration again.")


class ReleaseFailed(RegistrationError):
    """Nothing was released: one of the decisions cannot be.

    Attributes:
        decision: the decision that stood in the way.
        cause: the rule that refused it.
    """

    def __init__(self, *, decision: Decision, cause: RegistrationError):
        self.decision = decision
        self.cause = cause
        super().__init__(
            _("%(reference)s: %(cause)s Nothing has been released.")
            % {"reference": decision.registration.reference, "cause": cause}
        )


class ReleaseChanged(IllegalTransition):
    """Nothing was released: the proposals are not those that somebody looked at."""


class ReleaseStopped(RegistrationError):
    """Nothing was released: one of the checks is not good, or was not seen."""


class ProposedWithTie(NotAllowed):
    message = _(
        "Whoever proposed this has a tie with this person. Let somebody else propose it."
    )
