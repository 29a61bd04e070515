"""Messages: rows before they are mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from ..enums import MessageKind, MessageState
from ..permissions import user_can_handle_data, user_can_view_messages
from .registration import Registration


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Messages that `user` may read: those of registrations they may see.

        A letter about a draft or an interest tells nothing of what anybody
        answered: whoever may read letters may read it. A letter names whom it is to:
        while a round hides names from `user`, its letters are hidden too. What
        waits for a colleague is theirs alone.
        """
        if not user_can_view_messages(user):
            return self.none()
        seen = Registration.objects.visible_to(user).with_sight(user)
        about_no_registration = models.Q(registration=None, team_member=None)
        if not user_can_handle_data(user):
            about_no_registration &= models.Q(data_request=None)
        return self.filter(
            about_no_registration
            | models.Q(team_member=user)
            | models.Q(registration__in=seen.filter(shows_name=True).values("pk"))
        )

    def due(self, now: datetime) -> Self:
        """Messages that the worker should try at `now`."""
        return self.filter(
            state=MessageState.QUEUED, held_at=None, next_attempt_at__lte=now
        )

    def in_order(self) -> Self:
        """Messages before which nothing to the same address has to leave.

        A letter that somebody holds, or that cannot be written, stops no other; a
        private link that somebody asked for now is needed now.
        """
        written = ~models.Q(body_text="") | models.Q(attempts=0)
        earlier = Message.objects.alias(address=Lower("recipient")).filter(
            models.Q(queued_at__lt=models.OuterRef("queued_at"))
            | models.Q(
                queued_at=models.OuterRef("queued_at"), pk__lt=models.OuterRef("pk")
            ),
            models.Q(state=MessageState.SENDING)
            | models.Q(state=MessageState.QUEUED, held_at=None) & written,
            address=Lower(models.OuterRef("recipient")),
        )
        return self.filter(
            models.Q(kind=MessageKind.PRIVATE_LINK) | ~models.Exists(earlier)
        )

    def with_problem(self) -> Self:
        """Messages of which somebody has to look after the address.

        It came back, it was refused, there is none, or mail to the same registration
        came back and this one has not left yet.
        """
        waiting = [MessageState.DRAFT, MessageState.PLANNED, MessageState.QUEUED]
        return self.filter(
            models.Q(state__in=[MessageState.BOUNCED, MessageState.FAILED])
            | models.Q(recipient="", state__in=waiting)
            | models.Q(registration__mail_returned_at__isnull=False, state__in=waiting)
        )

    def for_listing(self) -> Self:
        return self.select_related(
            "registration__page", "draft", "interest", "data_request", "team_member"
        )


def _is_about_one_of(*names: str) -> models.Q:
    """Return the condition that exactly one of these columns is filled in."""
    condition = models.Q()
    for name in names:
        condition |= models.Q(**{f"{other}__isnull": other != name for other in names})
    return condition


NEEDS_PERSON = frozenset(
    {MessageState.DRAFT, MessageState.FAILED, MessageState.BOUNCED}
)
TONES = {
    MessageState.DRAFT: "open",
    MessageState.PLANNED: "open",
    MessageState.QUEUED: "busy",
    MessageState.SENDING: "busy",
    MessageState.SENT: "good",
    MessageState.DELIVERED: "good",
    MessageState.BOUNCED: "bad",
    MessageState.FAILED: "bad",
    MessageState.CANCELLED: "quiet",
}


class Message(models.Model):
    """One letter to one person: as rendered, with all that happened to it.

    The truth about a mail is this row; a background task only says "try row n".
    The text never holds a private link: a marker stands in its place, and the
    link is minted at the moment of sending.
    """

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    # A letter to somebody who did not register (yet) goes when its cause goes.
    draft = models.ForeignKey(
        "registrations.RegistrationDraft",
        verbose_name=_("draft"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
    )
    interest = models.ForeignKey(
        "registrations.Interest",
        verbose_name=_("interest"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
    )
    # A letter about what somebody asked of their own data; it may outlive those.
    data_request = models.ForeignKey(
        "registrations.DataRequest",
        verbose_name=pgettext_lazy("of a person", "data request"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    # A letter to somebody of the team, about nobody in particular.
    team_member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of the team"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=24, choices=MessageKind)
    recipient = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body_text = models.TextField(_("text"))
    body_html = models.TextField(_("HTML"))
    # A letter that leaves by itself is written down by the worker; until then the
    # row holds what its template needs besides the registration. A draft keeps it:
    # it can be made up again.
    rendered_at = models.DateTimeField(null=True, blank=True, editable=False)
    context = models.JSONField(default=dict, blank=True, editable=False)
    # The files for the calendar that go with it (`services.invitations`).
    calendar_parts = models.JSONField(default=list, blank=True, editable=False)
    # With which words it was written: a version of a template, and what tells those
    # words from all others (also where they are the default).
    template_version = models.ForeignKey(
        "registrations.MessageTemplateVersion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    template_digest = models.CharField(max_length=32, blank=True, editable=False)
    # Subject and text before somebody changed them by hand; empty when nobody did.
    unedited = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=MessageState, default=MessageState.DRAFT
    )
    idempotency_key = models.CharField(max_length=120, unique=True, editable=False)
    # A planned letter joins the queue at this moment.
    planned_for = models.DateTimeField(_("leaves on"), null=True, blank=True)
    # Somebody keeps it back, in whatever state; it does not leave until they let go.
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)
    # Since when it is ready to leave: letters to one address leave in this order.
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Set just before the server is handed the text: from here on it may have
    # accepted it, whatever we hear afterwards.
    handed_over_at = models.DateTimeField(null=True, blank=True, editable=False)
    provider_id = models.CharField(
        _("provider's number"), max_length=200, blank=True, db_index=True
    )
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    # The try that is being made on it, for the worker that holds it.
    attempt: Any = None

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        default_permissions = ["view"]
        permissions = [("send_message", "Kan berichten aanpassen en versturen")]
        indexes = [
            # What the worker asks each second, and for each letter that it takes.
            models.Index(fields=["state", "queued_at", "id"], name="message_queue"),
            models.Index(Lower("recipient"), "state", name="message_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_is_about_one_of(
                    "registration", "draft", "interest", "data_request", "team_member"
                ),
                name="message_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.about_label} · {self.get_kind_display()}"

    @property
    def about(self) -> Any:
        """The one thing that it is about, or the colleague whom it tells what waits."""
        return (
            self.registration
            or self.draft
            or self.interest
            or self.data_request
            or self.team_member
        )

    @property
    def about_label(self) -> str:
        """What it is about, never who: a number, or the kind of thing."""
        if self.registration:
            return str(self.registration)
        if self.draft_id:
            return pgettext("letter about", "Unfinished form")
        if self.team_member_id:
            return pgettext("letter about", "The team")
        if self.data_request_id:
            return pgettext("letter about", "Data of one person")
        return pgettext("letter about", "Keep me informed")

    @property
    def is_to_another(self) -> bool:
        """Whether whoever saved the form has another address now.

        The link of a registration is its own proof; a draft is who has its address.
        """
        if not (self.draft_id or self.interest_id):
            return False
        return self.recipient.casefold() != self.about.email.casefold()

    @property
    def is_written(self) -> bool:
        """Whether it has its words; the worker writes a letter that goes by itself."""
        return bool(self.body_text)

    @property
    def title(self) -> str:
        """Its subject; what kind of letter it is, as long as it is not written."""
        return self.subject or self.get_kind_display()

    @property
    def is_draft(self) -> bool:
        return self.state == MessageState.DRAFT

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def is_uncertain(self) -> bool:
        """Whether it may have arrived although we heard nothing: a person decides."""
        return self.state == MessageState.FAILED and self.handed_over_at is not None

    @property
    def needs_person(self) -> bool:
        """Whether it stays where it is until somebody does something."""
        return self.state in NEEDS_PERSON

    @property
    def state_label(self) -> str:
        """Where it stands, in the words of the outbox."""
        if self.is_uncertain:
            return pgettext("message state", "Perhaps arrived")
        if self.is_held:
            return pgettext("message state", "%(state)s, held") % {
                "state": self.get_state_display()
            }
        return self.get_state_display()

    @property
    def tone(self) -> str:
        """How the state feels: the colour beside the word, never instead of it."""
        return TONES[MessageState(self.state)] if not self.is_uncertain else "warning"
