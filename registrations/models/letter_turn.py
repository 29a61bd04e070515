"""LetterTurn: that an address gets a letter for which anybody can ask."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterTurn(models.Model):
    """When a letter leaves to an address; a keyed digest stands for the address.

    It outlives the letter and what the letter is about: or somebody who starts a draft
    with another person's address, takes it over and erases it, could have that
    person's mailbox filled from the beginning again. It goes with its hour.
    """

    digest = models.CharField(max_length=64, editable=False)
    leaves_at = models.DateTimeField(_("leaves at"), db_index=True)

    class Meta:
        verbose_name = _("turn of a letter")
        verbose_name_plural = _("turns of letters")
        default_permissions: list[str] = []
        indexes = [models.Index(fields=["digest", "leaves_at"])]

    def __str__(self) -> str:
        return str(self.pk)
