"""Which other workplace to suggest, and until when somebody can answer (M7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from workplaces.models import WorkplacePage

from ..services.errors import RegistrationError
from ..services.questions import check_reply_date, get_default_reply_date
from ..services.suggestion import list_other_workplaces
from .desk import DeskForm, describe_seats


class SuggestForm(DeskForm):
    """A workplace of the call that the person did not choose, with its places left."""

    workplace = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_(
            "Somebody who says yes has it as their second choice; the first one stays."
        ),
        error_messages={"required": _("Choose the workplace.")},
    )
    reply_by = forms.DateField(
        label=_("Answer by"),
        initial=get_default_reply_date,
        widget=AdminDateInput,
        error_messages={"invalid": _("Fill in a date, such as 2026-11-30.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = list_other_workplaces(registration=self.registration)
        field = self.fields["workplace"]
        field.queryset = WorkplacePage.objects.filter(
            pk__in=[page.pk for page in others]
        )
        field.choices = [(page.pk, describe_seats(page)) for page in others]

    def clean_reply_by(self) -> date:
        reply_by = self.cleaned_data["reply_by"]
        try:
            check_reply_date(reply_by)
        except RegistrationError as error:
            raise forms.ValidationError(str(error)) from error
        return reply_by
