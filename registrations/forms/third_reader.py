"""Whom to ask when two readers differ."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ..services.names import get_name
from ..services.third_reader import get_third_readers
from .desk import DeskForm


class ThirdReaderForm(DeskForm):
    """One colleague; who has least to read is chosen already, so it is one click."""

    reader = forms.ModelChoiceField(
        label=_("Who reads it as well?"),
        queryset=get_user_model()._default_manager.none(),
        empty_label=None,
        help_text=_("Whoever has least to read stands first."),
        error_messages={"required": _("Nobody else can be asked to read it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        readers = get_third_readers(self.registration)
        users = get_user_model()._default_manager
        field = self.fields["reader"]
        field.queryset = users.filter(pk__in=[reader.pk for reader in readers])
        field.choices = [(reader.pk, get_name(reader)) for reader in readers]
        if not readers:
            field.help_text = _("Nobody else can be asked to read it.")
