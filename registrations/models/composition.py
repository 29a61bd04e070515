"""Composing groups: what a call wishes of the people who meet in one workplace."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Dimension, WishKind, WishWeight
from .form_page import RegistrationFormPage

# More than this many of one kind is a group of its own, and no wish.
MOST_WISHED = 50


class Wish(models.Model):
    """One wish about the groups of a form; soft, so that a group always exists.

    Its sentence is made from its data (`services.composition.wishes`): nobody writes
    it, so it never says something else than what is counted.
    """

    form_page = models.ForeignKey(
        RegistrationFormPage,
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="wishes",
    )
    kind = models.CharField(
        pgettext_lazy("of a wish", "kind"), max_length=16, choices=WishKind
    )
    dimension = models.CharField(
        pgettext_lazy("of a wish", "about"), max_length=20, choices=Dimension
    )
    # The stable key of a value of the dimension: a code, not a label.
    value = models.CharField(_("which value"), max_length=180, blank=True)
    amount = models.PositiveSmallIntegerField(
        _("how many"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WISHED)],
    )
    weight = models.PositiveSmallIntegerField(
        _("how much it matters"), choices=WishWeight, default=WishWeight.IMPORTANT
    )
    workplace = models.ForeignKey(
        "workplaces.WorkplacePage",
        verbose_name=_("only for this workplace"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = pgettext_lazy("of a group", "wish")
        verbose_name_plural = pgettext_lazy("of a group", "wishes")
        ordering = ["-weight", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.form_page_id} · {self.kind} · {self.dimension}"
