"""What can be asked of the data of one person."""

from django.db import models
from django.utils.translation import pgettext_lazy


class DataAct(models.TextChoices):
    """An act that somebody has a right to (domain.md 3, art. 15, 17 and 20)."""

    COPY = "copy", pgettext_lazy("data request", "Copy")
    ERASE = "erase", pgettext_lazy("data request", "Erased")
