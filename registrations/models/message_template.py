"""The words of a kind of letter, where staff changed them: for all, or for one call."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.models import Page

from ..enums import MessageKind
from .append_only import AppendOnly


class MessageTemplateQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        """Those whose own words count; the others went back to the default."""
        return self.filter(is_active=True)

    def for_kind(self, kind: MessageKind, pages: list[int]) -> Self:
        """What may hold for a letter of `kind`: for all, or for one of `pages`."""
        return self.filter(kind=kind).filter(
            models.Q(page=None) | models.Q(page__in=pages)
        )


class MessageTemplate(models.Model):
    """The words of one kind of letter, for the whole site or for one call, day or form.

    Without a row the text in `templates/registrations/mail/` holds. `subject` and
    `body` are the latest version, in the forms of `services.letter_html` with the
    fields of `services.wording`; every version stands in `MessageTemplateVersion`.
    Written by `services.wording.store` only.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=MessageKind)
    # A call, a day, or a form below it; nothing for the whole site.
    page = models.ForeignKey(
        Page,
        verbose_name=pgettext_lazy("of a letter template", "call, day or form"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    subject = models.CharField(
        pgettext_lazy("of a message", "subject"), max_length=200, blank=True
    )
    body = models.TextField(pgettext_lazy("of a message", "text"), blank=True)
    # Back to the default: the row stays for its history.
    is_active = models.BooleanField(default=True, editable=False)
    number = models.PositiveIntegerField(default=0, editable=False)

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["kind", "page__path"]
        default_permissions = ["change"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "page"], name="one_template_for_kind_and_page"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(page=None),
                name="one_template_for_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.scope_label}"

    @property
    def scope_label(self) -> str:
        """For which letters it holds, in words."""
        if self.page is None:
            return pgettext("of a letter template", "the whole site")
        return self.page.title


class MessageTemplateVersion(AppendOnly):
    """The words as somebody saved them once; a letter remembers which it was."""

    template = models.ForeignKey(
        MessageTemplate, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # Back to the default; it has no words of its own then.
    is_default = models.BooleanField(default=False)
    # The version whose words were taken again.
    restored = models.PositiveIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField(_("at"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    user_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("version of a letter template")
        verbose_name_plural = _("versions of letter templates")
        ordering = ["-number"]
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="one_version_of_each_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.number}"
