"""AnswerChange: what somebody changed in their registration, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration


class AnswerChange(models.Model):
    """One edit of one registration: each answer that changed, before and after."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="answer_changes"
    )
    # Who of the team changed it for somebody; empty when they did it themselves.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    user_name = models.CharField(max_length=150, blank=True)
    # [{"key": …, "label": …, "section": …, "before": …, "after": …}], as text.
    changes = models.JSONField(_("changes"), default=list)
    changed_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("changed answers")
        verbose_name_plural = _("changed answers")
        ordering = ["changed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
