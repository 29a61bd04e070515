"""Lists that the office keeps: options of closed questions, municipalities."""

import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import ReferenceList


def fold(name: str) -> str:
    """Return `name` as it is compared: no accents, case, hyphens or double spaces.

    "De  Pinte", "de-pinte" and "DÉ PINTE" are one municipality.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (
        char if char.isalnum() else " "
        for char in plain
        if not unicodedata.combining(char)
    )
    return " ".join("".join(letters).split())


class AnswerOption(models.Model):
    """One answer of a closed list (domain.md 6): a stable code and a label.

    An option that was chosen cannot be deleted, only switched off.
    """

    list = models.CharField(_("list"), max_length=32, choices=ReferenceList)
    code = models.SlugField(
        _("code"),
        max_length=64,
        help_text=_("Stays the same for ever; exports and statistics rely on it."),
    )
    label = models.CharField(_("label"), max_length=160)
    is_active = models.BooleanField(
        pgettext_lazy("of an option", "active"),
        default=True,
        help_text=_("An option that is switched off is no longer offered on forms."),
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("answer option")
        verbose_name_plural = _("answer options")
        ordering = ["list", "sort_order", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "code"], name="unique_answer_option_code"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Region(models.Model):
    """A reference region of Flanders, or Brussels (domain.md 6)."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("reference region")
        verbose_name_plural = _("reference regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality that people work in, with its region."""

    nis_code = models.CharField(_("NIS code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=80)
    folded_name = models.CharField(max_length=80, db_index=True, editable=False)
    province = models.CharField(_("province"), max_length=40, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("reference region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="municipalities",
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)


class FormerMunicipality(models.Model):
    """A name that a merger made history; people still type it."""

    name = models.CharField(_("former name"), max_length=80)
    folded_name = models.CharField(max_length=80, db_index=True, editable=False)
    nis_code = models.CharField(_("former NIS code"), max_length=8, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.CASCADE,
        related_name="former_names",
    )

    class Meta:
        verbose_name = _("former municipality")
        verbose_name_plural = _("former municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)
