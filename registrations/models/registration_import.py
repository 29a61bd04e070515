"""The import of registrations from a file: what was in it, and what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import IMPORTABLE, ImportState, RowOutcome


class RegistrationImport(models.Model):
    """One file of the old Google Form, from its upload to its report.

    The file itself is never written to the disk of this site: its rows stand here
    until they are imported, and go as soon as the import is finished or cancelled
    (`services.imports.service`). What stays is who imported what and when, under
    which privacy notice, and a report that quotes nobody.
    """

    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="imports",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ImportState, default=ImportState.OPEN
    )
    file_name = models.CharField(_("file"), max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    finished_at = models.DateTimeField(
        pgettext_lazy("of an import", "finished at"), null=True, blank=True
    )
    notice = models.TextField(_("privacy notice that these people got"))
    sends_receipts = models.BooleanField(_("receipts are sent"), default=False)
    headings = models.JSONField(_("headings of the file"), default=list)
    # Per column of the file where it goes; empty until somebody has looked at it.
    mapping = models.JSONField(_("where the columns go"), default=list, blank=True)
    # By question, what an answer that is no option means; never the answer itself
    # (services/imports/meanings.py).
    meanings = models.JSONField(
        _("what answers mean"), default=dict, blank=True, editable=False
    )
    # The answers of people: gone once the import is finished or cancelled.
    rows = models.JSONField(
        _("rows"), encoder=DjangoJSONEncoder, default=list, blank=True
    )
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    # One entry per row: line, outcome, reference and sentences; no answers.
    report = models.JSONField(_("report"), default=list, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.uploaded_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state == ImportState.OPEN

    @property
    def is_under_way(self) -> bool:
        """Whether some rows were taken in and others wait."""
        return self.is_open and bool(self.report)

    def count_outcomes(self) -> dict[str, int]:
        """Return how many rows of the report had each outcome."""
        counts: dict[str, int] = {outcome.value: 0 for outcome in RowOutcome}
        for row in self.report:
            counts[row["outcome"]] += 1
        return counts

    @property
    def imported_count(self) -> int:
        """How many rows of the report became a registration."""
        counts = self.count_outcomes()
        return sum(counts[outcome] for outcome in IMPORTABLE)

    def get_remembered(self) -> dict[str, Any]:
        """Return where each heading went, for the next file of the same form."""
        return dict(zip(self.headings, self.mapping, strict=False))
