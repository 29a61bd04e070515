"""What readers leave on a registration beside their review: talk, tags, highlights."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .registration import Registration


class DiscussionComment(models.Model):
    """One contribution to the talk about a registration, open once one has read it."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="comments",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    author_name = models.CharField(max_length=150, blank=True)
    text = models.TextField(
        _("text"),
        help_text=_(
            "Write as if the applicant will read it: this is part of their data."
        ),
    )
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("of readers", "comment")
        verbose_name_plural = pgettext_lazy("of readers", "comments")
        ordering = ["created_at", "pk"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"


class RegistrationTag(models.Model):
    """A word for a fact that matters when groups are made: "brings a case"."""

    label = models.CharField(
        _("label"),
        max_length=40,
        unique=True,
        help_text=_("A fact, no judgement: everybody who reads sees it."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = pgettext_lazy("of a registration", "tags")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class TagUse(models.Model):
    """A tag on a registration, and who put it there."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="tag_uses"
    )
    tag = models.ForeignKey(
        RegistrationTag,
        verbose_name=_("tag"),
        on_delete=models.PROTECT,
        related_name="uses",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    user_name = models.CharField(max_length=150, blank=True)
    tagged_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("use of a tag")
        verbose_name_plural = _("uses of tags")
        ordering = ["tag__label"]
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "tag"], name="unique_tag_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.tag}"


class Highlight(models.Model):
    """A passage that a reader marked, by its place: nothing of the text is copied.

    The digest is that of the whole answer: once the answer changed, the place says
    nothing any more and the mark is not shown.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="highlights"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    question_key = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        ordering = ["question_key", "start", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"


class SavedView(models.Model):
    """A list of registrations under a name: its filters and its order."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of the team"),
        on_delete=models.CASCADE,
        related_name="saved_views",
    )
    name = models.CharField(_("name"), max_length=80)
    # The query string of the list; never a word that was searched for.
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(_("for the whole team"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="unique_saved_view")
        ]

    def __str__(self) -> str:
        return self.name
