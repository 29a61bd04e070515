"""The small forms of the review desk: one for each thing that the team can do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..enums import PROPOSABLE, RegistrationState
from ..models import Registration
from ..services.placement import get_workplace_choices
from ..services.seats import seats_taken
from .waiting import AnswerByField, build_skip_reason


class DeskForm(forms.Form):
    """A form about one registration; on its own a plain "are you sure" button.

    Args:
        registration: what it is about.
        prefix_id: keeps the ids of several forms on one screen apart.
    """

    required_css_class = "required"

    def __init__(
        self, *args: Any, registration: Registration, prefix_id: str, **kwargs: Any
    ):
        super().__init__(*args, auto_id=f"{prefix_id}_%s", **kwargs)
        self.registration = registration


class TextForm(DeskForm):
    """One text: a question, a reason, a remark."""

    text = forms.CharField(widget=AdminAutoHeightTextInput, max_length=4000)

    def __init__(
        self,
        *args: Any,
        label: Any = None,
        help_text: Any = "",
        required: bool = True,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label = label or _("Reason")
        field.help_text = help_text
        field.required = required


class CorrectAddressForm(DeskForm):
    """The address that works, and how we know that it is this person's."""

    email = forms.EmailField(
        label=_("The address that works"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("How do you know that it is theirs?"),
        help_text=_(
            "For example: called on 3 March, at the number on the form. Stays in the "
            "history."
        ),
        widget=AdminAutoHeightTextInput,
        max_length=1000,
    )


class WorkplaceForm(DeskForm):
    """Which workplace, among those the person chose, with the places left."""

    workplace = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=None,
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = get_workplace_choices(registration=self.registration)
        model = Registration._meta.get_field("placed_in").related_model
        field = self.fields["workplace"]
        field.queryset = model.objects.filter(pk__in=[page.pk for page in choices])
        field.choices = [(page.pk, describe_seats(page)) for page in choices]
        if choices:
            field.initial = choices[0].pk


class OfferForm(WorkplaceForm):
    """A place that came free, for somebody on the waiting list."""

    workplace = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the workplace.")},
    )
    answer_by = AnswerByField()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.registration.page.promises_order:
            self.fields["skip_reason"] = build_skip_reason()
        if self.registration.placed_in_id:
            self.fields["workplace"].initial = self.registration.placed_in_id


class ProposalForm(WorkplaceForm):
    """What a decider proposes; nothing of it reaches the applicant yet."""

    state = forms.ChoiceField(
        label=_("Proposal"),
        choices=[(state.value, state.label) for state in PROPOSABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you propose.")},
    )
    reason = forms.CharField(
        label=_("Reason for the applicant"),
        widget=AdminAutoHeightTextInput,
        required=False,
        max_length=4000,
        help_text=_("Stands in the letter, word for word. Needed for “not selected”."),
    )
    internal_note = forms.CharField(
        label=_("Note for the team"),
        widget=AdminAutoHeightTextInput,
        required=False,
        max_length=4000,
    )
    # The open proposal as it stood on this screen, so that nobody wipes out
    # somebody else's without having seen it.
    seen_proposal = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["state", "workplace", "reason", "internal_note", "seen_proposal"]

    def clean_state(self) -> RegistrationState:
        return RegistrationState(self.cleaned_data["state"])


def describe_seats(workplace: Any) -> str:
    """Return the name of a workplace with its seats: "Participatie (3 van 12)"."""
    taken = seats_taken(workplace=workplace)
    if workplace.capacity_max is None:
        count = ngettext("%(count)d taken", "%(count)d taken", taken) % {"count": taken}
    else:
        count = pgettext_lazy("seats", "%(taken)d of %(maximum)d taken") % {
            "taken": taken,
            "maximum": workplace.capacity_max,
        }
    return f"{workplace.title} ({count})"
