"""RegistrationDraft: a form that somebody saved to go on with later."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistrationDraft(models.Model):
    """What somebody typed so far, unchecked, behind a private link.

    No registration yet: nobody of the team reads it, it has no number and no state,
    and it goes when the form is sent or when its time is up (domain.md 1.4 and 3).
    """

    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    email = models.EmailField(_("e-mail address"))
    # As posted, by name without prefix: every value a list.
    answers = models.JSONField(_("answers so far"), default=dict)
    # Part of the signature of its links: a new one closes them all.
    nonce = models.CharField(max_length=32, editable=False)
    access_code = models.ForeignKey(
        "registrations.AccessCode",
        verbose_name=_("access code"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("erased after"), db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.page_id} · {self.pk}"
