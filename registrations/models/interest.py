"""Interest: who wants to hear when a form opens."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Interest(models.Model):
    """An address that asked for one mail, when registering opens (again).

    It counts once its holder confirmed it by the link in a mail, and goes when it
    was told (domain.md 2.1 and 3).
    """

    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="interests",
    )
    email = models.EmailField(_("e-mail address"))
    nonce = models.CharField(max_length=32, editable=False)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                "page", Lower("email"), name="unique_interest_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.pk}"
