"""The form as a member of the team fills it in for somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from ..enums import STAFF_SOURCES
from ..models import RegistrationFormPage
from .registration_form import RegistrationForm

# What only the applicant can promise or permit: heard, not assumed.
CONFIRMED = _("The applicant confirmed this: “%(question)s”")


class EntryForm(forms.Form):
    """How it reached the office; stands above the questions of the form."""

    required_css_class = "required"

    source = forms.ChoiceField(
        label=_("How did this registration reach you?"),
        choices=[(source.value, source.label) for source in STAFF_SOURCES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose telephone, mail or paper.")},
    )
    reason = forms.CharField(
        label=_("Why do you enter it, and not the person?"),
        help_text=_("For the team and for the file, not for the applicant."),
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Say why you enter this registration.")},
    )
    received_at = forms.DateTimeField(
        label=pgettext_lazy("entry by the team", "Received on"),
        help_text=_("When it reached you. Leave it empty if that is now."),
        required=False,
        widget=AdminDateTimeInput,
        error_messages={"invalid": _("Fill in a date and an hour.")},
    )

    def clean_received_at(self) -> Any:
        moment = self.cleaned_data["received_at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."))
        return moment


def build_entry_form(page: RegistrationFormPage, data: Any = None) -> RegistrationForm:
    """Return the public form of `page`, with its promises in words for the team.

    The same class with the same checks; only what the screen calls a promise
    changes. The registration keeps the question as it is asked in public.
    """
    form = page.get_form(data, page=page)
    for question in form.questions:
        if question.core and question.core.answer == "agreement":
            field = form.fields[question.clean_name]
            field.label = CONFIRMED % {"question": question.label}
    return form
