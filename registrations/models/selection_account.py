"""“Hoe we kozen”: the numbers of one call that everybody may read, as they were told."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class SelectionAccountQuerySet(models.QuerySet):
    def on_site(self) -> Self:
        """What everybody may read now: not what was taken off again."""
        return self.filter(taken_off_at=None)


class SelectionAccount(models.Model):
    """What a call tells of its selection: tables as printed, and of which day.

    Written when the last decision of a call was released, and kept as it was then.
    Numbers that followed every later step would tell, one day beside the other, who
    withdrew; and they must outlive the registrations, which are erased one day. Holds
    the words of the cells ("12", "<5", "–"), so that nothing else can leave it.

    What was told once is remembered, also after it was taken off or told anew: whoever
    read it may have kept it, and lays it beside whatever is told next.
    """

    call = models.OneToOneField(
        "workplaces.CallPage",
        verbose_name=_("call"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    total = models.CharField(_("registrations"), max_length=12)
    placed = models.CharField(_("places given"), max_length=12, blank=True)
    tables = models.JSONField(_("tables"), default=list)
    made_at = models.DateTimeField(_("made at"))
    made_by_name = models.CharField(max_length=150, blank=True)
    taken_off_at = models.DateTimeField(_("taken off at"), null=True, blank=True)
    earlier = models.JSONField(_("told earlier"), default=list, blank=True)

    objects = SelectionAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account of a selection")
        verbose_name_plural = _("accounts of selections")
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.call_id} · {self.made_at:%Y-%m-%d}"

    @property
    def numbers(self) -> dict[str, Any]:
        """What is told, apart from the day on which it was."""
        return {"total": self.total, "placed": self.placed, "tables": self.tables}
