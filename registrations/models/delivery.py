"""What became of messages: every attempt, what providers report, and who sends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import DeliveryEventKind, RejectionReason
from .message import Message


class DeliveryAttempt(models.Model):
    """One try to hand a message to the mail server; a read-only register."""

    class Outcome(models.TextChoices):
        STARTED = "started", pgettext_lazy("delivery outcome", "Started")
        ACCEPTED = "accepted", pgettext_lazy("delivery outcome", "Accepted")
        REFUSED = "refused", pgettext_lazy("delivery outcome", "Refused")
        UNREACHABLE = "unreachable", pgettext_lazy("delivery outcome", "Unreachable")
        UNCERTAIN = "uncertain", pgettext_lazy("delivery outcome", "Uncertain")
        INTERRUPTED = "interrupted", pgettext_lazy("delivery outcome", "Interrupted")

    message = models.ForeignKey(
        Message,
        verbose_name=_("message"),
        on_delete=models.CASCADE,
        related_name="delivery_attempts",
    )
    number = models.PositiveSmallIntegerField(_("attempt"))
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome, default=Outcome.STARTED
    )
    started_at = models.DateTimeField(
        pgettext_lazy("of an attempt", "started at"), auto_now_add=True, db_index=True
    )
    finished_at = models.DateTimeField(
        pgettext_lazy("of an attempt", "finished at"), null=True, blank=True
    )
    error = models.TextField(_("error"), blank=True)

    # No page and no file is named in it: a task for each row would find nothing.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")
        ordering = ["-started_at", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.message} · {self.number}"


class DeliveryEvent(models.Model):
    """What a provider reported about a message; a read-only register.

    Not to whom, where, or with which program: the message knows the address, and who
    opens a letter is nobody's business.
    """

    message = models.ForeignKey(
        Message,
        verbose_name=_("message"),
        on_delete=models.CASCADE,
        related_name="delivery_events",
    )
    kind = models.CharField(_("event"), max_length=12, choices=DeliveryEventKind)
    provider = models.CharField(_("provider"), max_length=20)
    # Of the provider's own number of the event: the same report again changes nothing.
    key = models.CharField(max_length=64, unique=True, editable=False)
    # In Anymail's words: "invalid", "bounced", "blocked", …
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    detail = models.CharField(_("what the server said"), max_length=500, blank=True)
    happened_at = models.DateTimeField(_("happened at"))
    received_at = models.DateTimeField(_("heard at"), auto_now_add=True)

    # No page and no file is named in it: a task for each row would find nothing.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery event")
        verbose_name_plural = _("delivery events")
        ordering = ["-happened_at", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.message} · {self.get_kind_display()}"

    @property
    def reason_text(self) -> str:
        """The reason in our words; empty where the provider gave none that we know."""
        return dict(RejectionReason.choices).get(self.reason, "")


class MailPace(models.Model):
    """When the next mail may leave: one row, shared by all workers."""

    name = models.CharField(max_length=20, unique=True)
    next_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pace of the mail")
        verbose_name_plural = _("pace of the mail")
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """The last sign of life of one worker process."""

    name = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sign of life of a worker")
        verbose_name_plural = _("signs of life of workers")
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return self.name
