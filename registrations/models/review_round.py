"""How the registrations of one form are read: in which phase, and what is hidden."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import ReviewPhase
from .append_only import AppendOnly
from .form_page import RegistrationFormPage
from .registration import Registration


class ReviewRound(models.Model):
    """The reading of one form: its phase, and what its readers may see.

    Beside the form and not on it: publishing an older version of a page would take
    the phase back. A form without a round is read without phases and hides nothing.
    """

    form_page = models.OneToOneField(
        RegistrationFormPage,
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="review_round",
    )
    phase = models.CharField(
        _("phase"),
        max_length=12,
        choices=ReviewPhase,
        default=ReviewPhase.READING,
        editable=False,
    )
    hides_names = models.BooleanField(
        _("hide who sent a registration in"),
        default=False,
        help_text=_(
            "Readers see a number in place of the name, the organisation and the "
            "address. Who decides sees them from the selection on."
        ),
    )
    hides_facts = models.BooleanField(
        _("hide facts about the composition until the selection"),
        default=False,
        help_text=_(
            "Region, kind of organisation, role, profile, experience and "
            "perspectives. So a motivation is read for what it says."
        ),
    )
    samples = models.ManyToManyField(
        Registration,
        verbose_name=_("samples that everybody reads first"),
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.form_page} · {self.get_phase_display()}"


class PhaseChange(AppendOnly):
    """One step of a round to another phase; never changed afterwards."""

    review_round = models.ForeignKey(
        ReviewRound, on_delete=models.CASCADE, related_name="phase_changes"
    )
    from_phase = models.CharField(_("from"), max_length=12, choices=ReviewPhase)
    to_phase = models.CharField(_("to"), max_length=12, choices=ReviewPhase)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    user_name = models.CharField(max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    changed_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of phase")
        verbose_name_plural = _("changes of phase")
        ordering = ["changed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.from_phase} → {self.to_phase}"
