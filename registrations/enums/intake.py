"""By which way a registration reached us, and what becomes of an imported file."""

from django.db import models
from django.utils.translation import pgettext_lazy


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


# Rows that become a registration.
IMPORTABLE = frozenset({RowOutcome.OK, RowOutcome.WARNING})
