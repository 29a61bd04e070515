"""How often somebody of the team wants the mail about what waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import DigestFrequency
from ..services.digest import set_frequency


class DigestForm(forms.Form):
    """A part of the account of everybody who may see registrations."""

    frequency = forms.ChoiceField(
        label=pgettext_lazy("of a mail", "How often?"),
        choices=DigestFrequency,
        widget=forms.RadioSelect,
        help_text=_(
            "Numbers and a link to the admin, nothing about anybody; only when something "
            "waits, on working days, in the morning."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def save(self) -> None:
        set_frequency(
            user=self.user,
            frequency=DigestFrequency(self.cleaned_data["frequency"]),
        )
