"""What whoever leads the reading says of the tie of a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from ..enums import TieState


class JudgeTieForm(forms.Form):
    """Two buttons beside one tie: there is one, or there is none.

    Args:
        registrations: those that are open to whoever judges; nothing else is known
            to the form, so that its errors tell nothing either.
    """

    registration = forms.ModelChoiceField(queryset=None)
    member = forms.ModelChoiceField(queryset=None)
    state = forms.ChoiceField(choices=TieState)

    def __init__(self, *args: Any, registrations: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registration"].queryset = registrations
        self.fields["member"].queryset = get_user_model()._default_manager.all()
