"""Decisions: proposed first, released later, kept for ever."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import AWAITS_TEAM, PROPOSABLE
from .registration import Registration


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Decisions on registrations that `user` may see."""
        return self.filter(registration__in=Registration.objects.visible_to(user))

    def open(self) -> Self:
        """Proposals that wait for their release."""
        return self.filter(released_at=None, withdrawn_at=None)

    def for_listing(self) -> Self:
        return self.select_related(
            "registration__page",
            "registration__workplace_first",
            "registration__workplace_second",
            "registration__imported_in",
            "proposed_workplace",
            "proposed_by",
        )


class Decision(models.Model):
    """A proposal for one registration; invisible to the applicant until released.

    Only the release changes the state and queues the letter (design.md,
    "States"). A withdrawn or undone decision stays as history.
    """

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="decisions",
    )
    proposed_state = models.CharField(
        _("proposal"),
        max_length=16,
        choices=[(state.value, state.label) for state in PROPOSABLE],
    )
    proposed_workplace = models.ForeignKey(
        "workplaces.WorkplacePage",
        verbose_name=_("workplace"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(
        _("reason for the applicant"),
        blank=True,
        help_text=_("Stands in the letter, word for word."),
    )
    internal_note = models.TextField(_("note for the team"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    proposed_by_name = models.CharField(max_length=150, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    # Empty where it lapsed: another proposal, or another step, came in its place.
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    released_by_name = models.CharField(max_length=150, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(released_at=None, withdrawn_at=None),
                name="one_open_proposal_per_registration",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.released_at is None and self.withdrawn_at is None

    @property
    def can_be_released(self) -> bool:
        """Whether it waits, and nothing is asked of the applicant at the moment."""
        return self.is_open and self.registration.state in AWAITS_TEAM
