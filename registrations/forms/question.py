"""A question to the applicant, and until when they can answer (M5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from ..services.errors import RegistrationError
from ..services.questions import check_reply_date, get_default_reply_date
from .desk import TextForm


class ReplyByField(forms.DateField):
    """The last day to answer; where it may be left empty, the usual one."""

    widget = AdminDateInput
    default_error_messages = {"invalid": _("Fill in a date, such as 2026-11-30.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Answer by"), initial=get_default_reply_date, **kwargs)

    def clean(self, value: Any) -> date:
        reply_by = super().clean(value) or get_default_reply_date()
        try:
            check_reply_date(reply_by)
        except RegistrationError as error:
            raise forms.ValidationError(str(error)) from error
        return reply_by


class QuestionForm(TextForm):
    """What somebody of the team wants to know, and the last day to answer."""

    reply_by = ReplyByField(
        required=False,
        help_text=_(
            "Stands in the letter, which waits in the outbox. Left empty, it is a week "
            "from today."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label", _("What do you want to know?"))
        kwargs.setdefault("help_text", _("The applicant reads this word for word."))
        super().__init__(*args, **kwargs)
