"""The log of exports: who took what out, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportLog(models.Model):
    """One export of registrations; a read-only register (domain.md 3)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("exported by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    exported_at = models.DateTimeField(_("exported at"), auto_now_add=True)
    file_format = models.CharField(_("format"), max_length=8)
    # What was filtered, and by what, in words; not what was typed in the search box.
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    # Keys of the questions that were in the file; empty on exports of before this.
    columns = models.JSONField(_("columns"), default=list, blank=True)
    row_count = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-exported_at", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.exported_at:%Y-%m-%d %H:%M} · {self.row_count}"
