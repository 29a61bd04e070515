"""What hangs on a registration: its steps, its meetings, its links, its number."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import RegistrationState
from .append_only import AppendOnly
from .registration import Registration


class StateChange(AppendOnly):
    """One step of one registration: who took it, when, and why.

    Written by `change_state()` only, and never changed afterwards. Wagtail's audit
    log gets the same step without the reason, since it outlives the registration.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="state_changes"
    )
    from_state = models.CharField(_("from"), max_length=16, choices=RegistrationState)
    to_state = models.CharField(_("to"), max_length=16, choices=RegistrationState)
    role = models.CharField(_("in the role of"), max_length=12)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    user_name = models.CharField(max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # Given where many steps are one act: a release has one moment for all.
    changed_at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("state change")
        verbose_name_plural = _("state changes")
        ordering = ["changed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.from_state} → {self.to_state}"


class CompletedStep(AppendOnly):
    """One step of the workflow that somebody, or the readers together, completed.

    In the words of then: staff rename, move and delete steps, and accounts go. Wagtail
    keeps its own task states beside this, which lose both.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="completed_steps"
    )
    step = models.CharField(pgettext_lazy("of a workflow", "step"), max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes; empty where the site went on by itself.
    user_name = models.CharField(max_length=150, blank=True)
    remark = models.TextField(pgettext_lazy("of a step", "remark"), blank=True)
    completed_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("completed step")
        verbose_name_plural = _("completed steps")
        ordering = ["completed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"


class Availability(models.Model):
    """Whether the person can come to one session.

    Points at the session by its stable key: publishing a page can give the row
    of a session a new primary key.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="availability"
    )
    session_key = models.CharField(
        pgettext_lazy("of a workplace", "session"), max_length=16, db_index=True
    )
    can_attend = models.BooleanField(_("can attend"), default=True)

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availability")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session_key"],
                name="unique_availability_per_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.session_key}"


class ReferenceSequence(models.Model):
    """The last number given out per prefix; locked while the next is taken."""

    prefix = models.CharField(max_length=12, unique=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("reference sequence")
        verbose_name_plural = _("reference sequences")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last_number:04d}"


class AccessLink(models.Model):
    """A private link to "Mijn inschrijving": its hash, never the link itself."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="access_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"


class AddressChange(AppendOnly):
    """The office corrected the address of a registration of which mail came back."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="address_changes"
    )
    before = models.EmailField(_("before"))
    after = models.EmailField(_("after"))
    reason = models.TextField(_("reason"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    user_name = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["changed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
