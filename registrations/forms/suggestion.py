"""Which other workplace to suggest, and until when somebody can answer (M7)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workplaces.models import WorkplacePage

from ..services.suggestion import list_other_workplaces
from .desk import DeskForm, describe_seats
from .question import ReplyByField


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
    reply_by = ReplyByField()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = list_other_workplaces(registration=self.registration)
        field = self.fields["workplace"]
        field.queryset = WorkplacePage.objects.filter(
            pk__in=[page.pk for page in others]
        )
        field.choices = [(page.pk, describe_seats(page)) for page in others]
