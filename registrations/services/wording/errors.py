"""What can go wrong on purpose with the words of a letter."""

from django.utils.translation import gettext_lazy

from ..errors import RegistrationError
from .checking import Problem


class WordsRefused(RegistrationError):
    """The words cannot be saved.

    Attributes:
        problems: what is wrong, for each part.
    """

    message = gettext_lazy("These words cannot be saved yet.")

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__()


class ChangedMeanwhile(RegistrationError):
    """Somebody else saved these words since they were opened."""

    message = gettext_lazy(
        "Somebody saved these words while you were writing. Yours still stand here. "
        "Look in the versions below at what changed, then save again."
    )
