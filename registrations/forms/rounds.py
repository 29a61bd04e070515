"""The forms of a round: what readers see, and the phase."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..enums import ReviewPhase
from ..models import Registration, ReviewRound
from ..services.rounds import MOST_SAMPLES, is_back

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


def _name_step(phase: ReviewPhase, to: ReviewPhase) -> str:
    if is_back(phase, to):
        return pgettext("review phase", "Back to “%(phase)s”") % {"phase": to.label}
    return pgettext("review phase", "On to “%(phase)s”") % {"phase": to.label}
