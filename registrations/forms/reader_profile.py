"""“Mijn leesprofiel”: what a reader says of themselves, in the account."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workplaces.services.names import tell_apart

from ..models import ReaderProfile
from ..services.readers import save_profile


class ProfileForm(forms.ModelForm):
    """“Mijn leesprofiel”: a part of the account of whoever reads or decides."""

    class Meta:
        model = ReaderProfile
        fields = ["organisations", "domains", "workplaces", "most_assigned"]
        widgets = {
            "organisations": forms.Textarea(attrs={"rows": 3}),
            "domains": forms.Textarea(attrs={"rows": 2}),
            "workplaces": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "most_assigned": _(
                "Of one call. Empty: as many as the others. When registrations are "
                "shared out, you get no more than this."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["workplaces"]
        field.queryset = field.queryset.live().order_by("-path")
        names = tell_apart(field.queryset)
        field.label_from_instance = lambda page: names[page.pk]
        most = self.fields["most_assigned"]
        most.widget.attrs["min"] = 1
        most.min_value = 1

    def clean_domains(self) -> str:
        lines = [
            line.strip().lower().rpartition("@")[2]
            for line in self.cleaned_data["domains"].splitlines()
        ]
        wrong = [
            line
            for line in lines
            if line and not re.fullmatch(r"[\w-]+(\.[\w-]+)+", line)
        ]
        if wrong:
            raise forms.ValidationError(
                _("Write a domain as the part behind the @, such as example.be.")
            )
        return "\n".join(line for line in lines if line)

    def save(self, commit: bool = True) -> ReaderProfile:
        """Save through the service: one's own profile, and nobody else's."""
        profile = save_profile(profile=self.instance, user=self.instance.user)
        self._save_m2m()
        return profile
