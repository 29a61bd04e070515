"""The hours of whatever happens on one day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Hours(models.Model):
    """Starts at, ends at: both optional, and an end only after a start."""

    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before the start, and an end without one."""
        super().clean()
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Fill in when it starts as well.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end comes after the start.")})

    @property
    def time_text(self) -> str:
        """The hours in words, as far as they are known."""
        if self.starts_at and self.ends_at:
            return gettext("from %(start)s to %(end)s") % {
                "start": date_format(self.starts_at, "G.i"),
                "end": date_format(self.ends_at, "G.i"),
            }
        if self.starts_at:
            return gettext("from %(start)s") % {
                "start": date_format(self.starts_at, "G.i")
            }
        return ""
