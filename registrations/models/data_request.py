"""DataRequest: somebody asked for a copy of their data, or to have them erased."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import DataAct


class DataRequest(models.Model):
    """One request of one person, and who did what was asked; a read-only register.

    It outlives the data it is about, so it names nobody: numbers of registrations and
    how many rows there were. The address is here only as long as its letter, or its
    copy, needs one (`services.person.forget_requests`).
    """

    act = models.CharField(_("what was asked"), max_length=8, choices=DataAct)
    # A form of this person: whose settings and words their letter has.
    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        verbose_name=_("form"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    email = models.EmailField(_("e-mail address"), blank=True, editable=False)
    references = models.JSONField(_("registrations"), default=list)
    # How many of what: {"drafts": 1, "interests": 0, "letters": 4}.
    counts = models.JSONField(default=dict, editable=False)
    # Why, and how we know that it is theirs; empty when they asked on their own page.
    reason = models.TextField(pgettext_lazy("of a data request", "why"), blank=True)
    # The key of the copy: only its digest is kept, as of every private link.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("copy can be had until"), null=True)
    # Who of the team did it; empty when they did it themselves.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # Stays when the account goes.
    user_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("of a person", "data request")
        verbose_name_plural = pgettext_lazy("of a person", "data requests")
        ordering = ["-made_at", "-pk"]
        default_permissions = ["view"]
        permissions = [
            ("handle_datarequest", "Kan de gegevens van één persoon bezorgen of wissen")
        ]
        indexes = [models.Index(fields=["token_hash"], name="data_request_key")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.pk}"
