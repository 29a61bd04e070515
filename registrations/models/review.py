"""What readers think, what they thought before, and what they still want to know."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Advice, Level, ReviewPhase
from .append_only import AppendOnly
from .registration import Registration


class Review(models.Model):
    """What one reader makes of one registration: scores, an advice and why."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="reviews",
    )
    # The history survives the deletion of a user.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="reviews",
    )
    reader_name = models.CharField(max_length=150, blank=True)
    advice = models.CharField(_("advice"), max_length=8, choices=Advice)
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_(
            "Write as if the applicant will read it: notes are part of their data."
        ),
    )
    letter_line = models.TextField(
        _("line for the letter"),
        blank=True,
        help_text=_("May be used in the letter to the applicant, word for word."),
    )
    # The weighed mean of its scores, 0 to 3; empty without scores.
    mean = models.DecimalField(
        _("mean"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["created_at"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "reader"], name="unique_review_per_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"


class ReviewScore(models.Model):
    """How far the registration meets one criterion of the call, says one reader.

    Points at the criterion by its stable key, as `Availability` does at a session.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion_key = models.CharField(_("criterion"), max_length=16)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion_key"], name="unique_score_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review} · {self.pk}"


class ReviewVersion(AppendOnly):
    """A review as it was before its reader changed it; never changed afterwards."""

    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="versions"
    )
    advice = models.CharField(_("advice"), max_length=8, choices=Advice)
    note = models.TextField(_("note"), blank=True)
    letter_line = models.TextField(_("line for the letter"), blank=True)
    # {criterion key: level}
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    mean = models.DecimalField(
        _("mean"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    # The phase in which it was replaced; empty where the form has no round.
    phase = models.CharField(_("phase"), max_length=12, choices=ReviewPhase, blank=True)
    written_at = models.DateTimeField(_("written at"))
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier review")
        verbose_name_plural = _("earlier reviews")
        ordering = ["replaced_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.review} · {self.pk}"


class InformationRequest(models.Model):
    """A question to the applicant during reading, and the answer."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="information_requests",
    )
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    asked_by_name = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    reply_by = models.DateField(_("answer by"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("question to the applicant")
        verbose_name_plural = _("questions to the applicant")
        ordering = ["asked_at"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
