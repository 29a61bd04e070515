"""“Hoe we kozen”: the numbers of one call that everybody may read, as they were told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SelectionAccount(models.Model):
    """What a call tells of its selection: tables as printed, and of which day.

    Written when the last decision of a call was released, and kept as it was then.
    Numbers that followed every later step would tell, one day beside the other, who
    withdrew; and they must outlive the registrations, which are erased one day. Holds
    the words of the cells ("12", "<5", "–"), so that nothing else can leave it.
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

    class Meta:
        verbose_name = _("account of a selection")
        verbose_name_plural = _("accounts of selections")
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.call_id} · {self.made_at:%Y-%m-%d}"
