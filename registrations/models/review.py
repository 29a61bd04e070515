"""What readers think, and what they still want to know."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Advice
from ..permissions import user_can_decide
from .registration import Registration


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user: Any, registration: Registration) -> Self:
        """Reviews of `registration` that `user` may see.

        Reviews are independent (design.md, "Fairness"): a reader sees those of
        others once their own is in; a decider who does not read sees all. Fails
        closed: everybody else sees their own only. Screens ask
        `services.review.get_visible_reviews`, which knows the running step too.
        """
        reviews = self.filter(registration=registration)
        own = reviews.filter(reader=user)
        if user_can_decide(user, registration) or own.exists():
            return reviews
        return own


class Review(models.Model):
    """One reader's advice and note on one registration."""

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
    advice = models.CharField(_("advice"), max_length=8, choices=Advice)
    note = models.TextField(
        _("note"),
        help_text=_(
            "Write as if the applicant will read it: notes are part of their data."
        ),
    )
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ReviewQuerySet.as_manager()

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
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("question to the applicant")
        verbose_name_plural = _("questions to the applicant")
        ordering = ["asked_at"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
