"""Who reads one registration: the form of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ..models import Assignment
from ..services.assignment import get_readers_open_to, get_team_readers
from ..services.names import get_name
from .desk import DeskForm


class ReadersForm(DeskForm):
    """Who is asked to read one registration, as ticks; on the desk."""

    readers = forms.ModelMultipleChoiceField(
        label=_("Who reads this?"),
        queryset=get_user_model()._default_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # Who was ticked when this screen was made: only what changed is done.
    seen = forms.ModelMultipleChoiceField(
        queryset=get_user_model()._default_manager.none(),
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read = set(self.registration.reviews.values_list("reader", flat=True))
        asked = set(
            Assignment.objects.filter(registration=self.registration)
            .exclude(reader__in=read - {None})
            .values_list("reader", flat=True)
        )
        open_to = {reader.pk for reader in get_readers_open_to(self.registration)}
        readers = [
            reader
            for reader in get_team_readers()
            if reader.pk not in read and reader.pk in open_to | asked
        ]
        users = get_user_model()._default_manager
        choices = users.filter(pk__in=[reader.pk for reader in readers])
        self.fields["readers"].queryset = choices
        self.fields["readers"].choices = [
            (reader.pk, get_name(reader)) for reader in readers
        ]
        shown = [reader.pk for reader in readers if reader.pk in asked]
        self.fields["readers"].initial = shown
        self.fields["seen"].queryset = choices
        self.fields["seen"].initial = shown
        if not readers:
            self.fields["readers"].help_text = _("Nobody else can be asked to read it.")
