"""Readers: what they know of themselves, what they read, and what keeps them from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import DigestFrequency, TieKind, TieState
from .registration import Registration


class ReaderProfile(models.Model):
    """What somebody of the team says of themselves, for ties and for assignment."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of the team"),
        on_delete=models.CASCADE,
        related_name="reader_profile",
    )
    organisations = models.TextField(
        _("organisations you belong to"),
        blank=True,
        help_text=_(
            "One per line. Registrations from there stay closed to you, so that "
            "nobody judges a colleague."
        ),
    )
    domains = models.TextField(
        _("domains of their e-mail addresses"),
        blank=True,
        help_text=_("One per line, such as example.be. The same holds for these."),
    )
    workplaces = models.ManyToManyField(
        "workplaces.WorkplacePage",
        verbose_name=_("workplaces you know most about"),
        blank=True,
        related_name="+",
        help_text=_("You get registrations for these first."),
    )
    most_assigned = models.PositiveSmallIntegerField(
        _("at most so many registrations"), null=True, blank=True
    )
    digest = models.CharField(
        _("mail about what waits for you"),
        max_length=8,
        choices=DigestFrequency,
        default=DigestFrequency.DAILY,
    )
    digest_sent_on = models.DateField(null=True, blank=True, editable=False)
    # The promise of confidentiality, asked before the first registration is opened.
    promised_at = models.DateTimeField(
        _("promised confidentiality on"), null=True, blank=True, editable=False
    )
    # Which columns the list shows, in this order; empty means the usual ones.
    list_columns = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("reader's profile")
        verbose_name_plural = _("readers' profiles")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Assignment(models.Model):
    """One registration that one reader is asked to read."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    assigned_by_name = models.CharField(max_length=150, blank=True)
    is_automatic = models.BooleanField(_("shared out by the site"), default=False)
    assigned_at = models.DateTimeField(_("assigned at"), auto_now_add=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "reader"], name="unique_assignment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"


class Tie(models.Model):
    """What was said of the tie between one member of the team and one registration.

    What the site itself suspects (same organisation, domain or name) has no row: it
    is looked up each time, so that it closes from the first moment. A row that says
    there is none opens it again.
    """

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="ties",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of the team"),
        on_delete=models.CASCADE,
        related_name="ties",
    )
    kind = models.CharField(
        _("kind of tie"), max_length=12, choices=TieKind, default=TieKind.OTHER
    )
    state = models.CharField(_("state"), max_length=12, choices=TieState)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("said by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    said_by_name = models.CharField(max_length=150, blank=True)
    said_at = models.DateTimeField(_("said at"), auto_now=True)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["registration", "user"], name="unique_tie")
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
