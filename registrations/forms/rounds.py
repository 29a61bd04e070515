"""The forms of a round: what readers see, the phase, who reads, and what they say."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from workplaces.services.names import tell_apart

from ..enums import ReviewPhase
from ..models import Assignment, ReaderProfile, Registration, ReviewRound
from ..services.assignment import get_readers_open_to, get_team_readers
from ..services.names import get_name
from ..services.readers import save_profile
from ..services.rounds import MOST_SAMPLES, is_back
from .desk import DeskForm

# What each phase means, for who chooses one.
PHASE_WORDS = {
    ReviewPhase.READING: _(
        "Everybody reads and scores on their own, and may still change a score."
    ),
    ReviewPhase.DISCUSSING: _(
        "Whoever has read sees what others think and talks about it. A score that "
        "changes now keeps its old value in the history."
    ),
    ReviewPhase.SELECTING: _(
        "Scores and notes are fixed. Deciders see names and facts, and propose who "
        "gets a place or waits."
    ),
}


class RoundForm(forms.ModelForm):
    """What readers of one form do not see, and which registrations are samples."""

    required_css_class = "required"

    samples = forms.CharField(
        label=_("Samples that everybody reads first"),
        required=False,
        max_length=200,
        help_text=_(
            "Numbers of registrations, with a comma between them. Two is usual: "
            "everybody reads them, and then you compare."
        ),
    )
    is_confirmed = forms.BooleanField(
        label=_("Change it all the same"),
        required=False,
        help_text=_(
            "People have read already. What they saw, they have seen; and who reads "
            "later sees something else than who was first."
        ),
    )

    class Meta:
        model = ReviewRound
        fields = ["hides_names", "hides_facts"]

    def __init__(self, *args: Any, user: Any, has_begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk:
            visible = Registration.objects.visible_to(user)
            samples = self.instance.samples.filter(pk__in=visible.values("pk"))
            self.initial["samples"] = ", ".join(
                samples.order_by("reference").values_list("reference", flat=True)
            )
        # Asked once somebody tries: most of the time there is nothing to confirm.
        if not (has_begun and self.is_bound):
            del self.fields["is_confirmed"]

    def clean_samples(self) -> list[Registration]:
        numbers = {
            number.upper()
            for number in re.split(r"[\s,;]+", self.cleaned_data["samples"])
            if number
        }
        if len(numbers) > MOST_SAMPLES:
            raise forms.ValidationError(
                ngettext_lazy(
                    "Choose at most %(count)d sample.",
                    "Choose at most %(count)d samples.",
                    MOST_SAMPLES,
                )
                % {"count": MOST_SAMPLES}
            )
        found = list(
            Registration.objects.visible_to(self.user).filter(
                page=self.instance.form_page_id, reference__in=numbers
            )
        )
        missing = numbers - {row.reference for row in found}
        if missing:
            raise forms.ValidationError(
                _("Not a registration of this form: %(numbers)s."),
                params={"numbers": ", ".join(sorted(missing))},
            )
        return found


class PhaseForm(forms.Form):
    """To which phase, and why; back only for who may, and with a reason."""

    required_css_class = "required"

    to = forms.ChoiceField(
        label=_("Go to the phase"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the phase.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=_("Needed to go back. Stays in the history, for the whole team."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, phase: ReviewPhase, can_go_back: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="phase_%s", **kwargs)
        self.fields["seen"].initial = phase.value
        self.fields["to"].choices = [
            (to.value, _name_step(phase, to))
            for to in ReviewPhase
            if to != phase and (can_go_back or not is_back(phase, to))
        ]


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


def _name_step(phase: ReviewPhase, to: ReviewPhase) -> str:
    if is_back(phase, to):
        return pgettext("review phase", "Back to “%(phase)s”") % {"phase": to.label}
    return pgettext("review phase", "On to “%(phase)s”") % {"phase": to.label}
