"""Changing the words of a letter before it leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from ..models import Message
from ..services.letter_html import MAX_SUBJECT, PRIVATE_LINK
from ..services.letter_marks import renew
from ..services.message import get_version


class MessageForm(forms.Form):
    """Subject and text of a draft; the HTML follows from the text.

    Args:
        message: the draft.
    """

    subject = forms.CharField(
        label=pgettext_lazy("of a message", "Subject"), max_length=MAX_SUBJECT
    )
    body_text = forms.CharField(
        label=pgettext_lazy("of a message", "Text"),
        widget=AdminAutoHeightTextInput,
        max_length=20000,
        strip=False,
        help_text=_(
            "An empty line starts a paragraph, “## ” a heading, “- ” an item of a list. "
            "**Two stars** make bold, _underscores_ italic, and "
            "[words](https://example.be) a link. "
            "Leave [[persoonlijke-link]] where it stands: while sending it becomes the "
            "person’s own link."
        ),
    )

    # Which words were on the screen: of two people who write, one is told.
    seen_version = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=64
    )

    def __init__(self, *args: Any, message: Message, **kwargs: Any):
        super().__init__(
            *args,
            initial={
                "subject": message.subject,
                "body_text": renew(message.body_text),
                "seen_version": get_version(message),
            },
            **kwargs,
        )
        self.message = message

    def clean_body_text(self) -> str:
        """Refuse a letter that lost the link its reader needs."""
        text = renew(self.cleaned_data["body_text"])
        if PRIVATE_LINK in renew(self.message.body_text) and PRIVATE_LINK not in text:
            raise forms.ValidationError(
                _(
                    "The private link is gone from the text. Put [[persoonlijke-link]] "
                    "back after its label, such as “Mijn inschrijving: "
                    "[[persoonlijke-link]]”."
                )
            )
        return text


class PlanForm(forms.Form):
    """When a draft leaves by itself."""

    planned_for = forms.DateTimeField(
        label=_("Leaves on"),
        help_text=_("The site sends it at this moment, Brussels time."),
        widget=AdminDateTimeInput,
    )


class ResendForm(forms.Form):
    """Sending a failed message again; with a double in sight, a deliberate yes.

    Args:
        message: the message that failed.
    """

    accepts_double = forms.BooleanField(
        label=_("I know that this person may get the letter twice."),
        error_messages={
            "required": _("Tick the box if a second copy does no harm, or call first.")
        },
    )

    def __init__(self, *args: Any, message: Message, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not message.is_uncertain:
            del self.fields["accepts_double"]
