"""What stands in somebody's own calendar because a letter put it there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration


class Invitation(models.Model):
    """One meeting, or day, that was mailed to one person as a calendar part.

    A calendar knows its own copy by `uid`, which never changes, and takes over what
    comes with a higher `sequence` (RFC 5545, 5546). Both are kept here: whoever guesses
    them leaves people standing before a closed door.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="invitations"
    )
    # The key of the meeting; "day" for an inspiration day.
    key = models.CharField(max_length=40)
    uid = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    # Date, hours, place and name as they were sent last.
    facts = models.JSONField(default=dict)
    is_cancelled = models.BooleanField(default=False)
    sent_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("calendar invitation")
        verbose_name_plural = _("calendar invitations")
        ordering = ["registration", "key"]
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "key"], name="one_invitation_for_each_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.key}"
