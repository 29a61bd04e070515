"""AccessCode: registering while the form is closed, for one person or a few."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessCode(models.Model):
    """A code with an end and a number of uses, that the office gives to somebody."""

    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="access_codes",
    )
    code = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    note = models.CharField(
        _("for whom, and why"),
        max_length=160,
        help_text=_("Only the team reads this."),
    )
    valid_until = models.DateTimeField(_("valid until"))
    max_uses = models.PositiveSmallIntegerField(
        _("can be used so many times"), default=1, validators=[MinValueValidator(1)]
    )
    uses = models.PositiveSmallIntegerField(_("used"), default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        # Logs keep this: enough to know it again on the telephone, not to use it.
        return f"{self.code[:4]}-…"

    @property
    def uses_left(self) -> int:
        return max(0, self.max_uses - self.uses)

    @property
    def is_revoked(self) -> bool:
        """Whether a person ended it: it was then never valid at all."""
        return self.valid_until <= self.created_at

    def revoke(self) -> None:
        """End it at once; the log keeps until when it was valid."""
        self.valid_until = self.created_at

    def opens_at(self, now: datetime) -> bool:
        """Whether it opens its form at `now`."""
        return now < self.valid_until and not self.is_revoked and self.uses_left > 0
