"""Offers: whom a place that came free was offered to, from which rank, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnly
from .registration import Registration


class Offer(AppendOnly):
    """One place, offered to one person of the waiting list (domain.md 7.8).

    The rank and its reason are those of that moment: the list is another one as soon
    as the group is. What became of it, the steps of the registration tell.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="offers"
    )
    workplace = models.ForeignKey(
        "workplaces.WorkplacePage",
        verbose_name=_("workplace"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Empty where nobody could be ranked, as while facts are hidden.
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    waiting = models.PositiveSmallIntegerField(_("people waiting"), null=True)
    why = models.TextField(_("why this rank"), blank=True)
    skip_reason = models.TextField(_("why others were skipped"), blank=True)
    answer_by = models.DateTimeField(_("answer by"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    user_name = models.CharField(max_length=150, blank=True)
    offered_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["offered_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
