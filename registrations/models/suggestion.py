"""Suggestions: another workplace than somebody chose, and what they said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .message import Message
from .registration import Registration


class Suggestion(models.Model):
    """One workplace that the team suggests to one person, answered once (M7).

    It exists for the person as soon as its letter left the outbox; one whose letter
    was cancelled was never asked.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="suggestions"
    )
    workplace = models.ForeignKey(
        "workplaces.WorkplacePage",
        verbose_name=_("workplace"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    letter = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, related_name="suggestion"
    )
    reply_by = models.DateField(_("answer by"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    user_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    # None as long as nobody answered.
    is_accepted = models.BooleanField(_("would do as well"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("suggestion of another workplace")
        verbose_name_plural = _("suggestions of another workplace")
        ordering = ["made_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
