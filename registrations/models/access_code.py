"""AccessCode: registering while the form is closed, for one person or a few."""

from __future__ import annotations

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
        return self.code
