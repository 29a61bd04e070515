"""Who said that they cannot come to a meeting, and who was there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .append_only import AppendOnly
from .registration import Registration


class MeetingAttendance(models.Model):
    """One participant and one meeting; no row as long as nobody said anything.

    An excuse is for a day: when the meeting moves, it holds no longer.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendance"
    )
    session_key = models.CharField(_("meeting"), max_length=16, db_index=True)
    # For which day they said so; when, their answers tell.
    excused_for = models.DateField(_("cannot come on"), null=True)
    # None as long as the office did not note it.
    was_present = models.BooleanField(_("was there"), null=True)
    noted_at = models.DateTimeField(_("noted at"), null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    noted_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session_key"],
                name="one_attendance_for_each_meeting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.session_key}"


class MeetingAnswer(AppendOnly):
    """What a participant said of one meeting, each time they said something.

    `MeetingAttendance` is how it stands now; this is how it came to that.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="meeting_answers"
    )
    session_key = models.CharField(_("meeting"), max_length=16)
    # Of which day they spoke.
    day = models.DateField(pgettext_lazy("of a meeting", "day"))
    is_coming = models.BooleanField(pgettext_lazy("of a meeting", "comes"))
    said_at = models.DateTimeField(_("said so at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a meeting")
        verbose_name_plural = _("answers to meetings")
        ordering = ["said_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.session_key}"
