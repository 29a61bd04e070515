"""What bulk actions on registrations ask before they show their plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from ..enums import PROPOSABLE, RegistrationState
from ..models import Registration, RegistrationTag
from ..permissions import REVIEW
from ..services.letter_html import MAX_SUBJECT
from ..services.names import get_name
from .question import ReplyByField

FIRST_CHOICE = "first"
SECOND_CHOICE = "second"
# The backend that gives rights; others may let people in, and give none.
BACKEND = "django.contrib.auth.backends.ModelBackend"


class BulkForm(forms.Form):
    """A form about several registrations.

    Args:
        registrations: what was chosen.
        user: who is about to act.
    """

    required_css_class = "required"

    def __init__(
        self, *args: Any, registrations: list[Registration], user: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.registrations = registrations
        self.user = user


class ReaderField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return get_name(obj)


class AssignForm(BulkForm):
    """Which readers."""

    readers = ReaderField(
        label=pgettext_lazy("of an assignment", "Readers"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reader.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = (
            get_user_model()
            .objects.with_perm(REVIEW, include_superusers=False, backend=BACKEND)
            .order_by("first_name", "last_name", "username")
        )


class TagForm(BulkForm):
    """Which tag."""

    tag = forms.ModelChoiceField(
        label=pgettext_lazy("of a registration", "Tag"),
        queryset=RegistrationTag.objects.filter(is_active=True),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a tag.")},
    )


class AskForm(BulkForm):
    """One question for everybody, and the last day to answer."""

    text = forms.CharField(
        label=_("What do you want to know?"),
        help_text=_("Each applicant reads this word for word: name nobody."),
        widget=AdminAutoHeightTextInput,
        max_length=4000,
    )
    reply_by = ReplyByField(
        required=False,
        help_text=_("Stands in the letter. Left empty, it is a week from today."),
    )


class GroupLetterForm(BulkForm):
    """One message for everybody."""

    subject = forms.CharField(
        label=pgettext_lazy("of a message", "Subject"),
        max_length=MAX_SUBJECT,
        help_text=_("Subjects are shown on locked telephones: name nobody."),
    )
    text = forms.CharField(
        label=pgettext_lazy("of a message", "Text"),
        widget=AdminAutoHeightTextInput,
        max_length=10000,
        help_text=_(
            "The salutation, the link to the person’s own page and the greeting are "
            "added. An empty line starts a paragraph, “## ” a heading, “- ” an item of "
            "a list. **Two stars** make bold, _underscores_ italic, and "
            "[words](https://example.be) a link."
        ),
    )


class DelayForm(BulkForm):
    """The new day of the answer."""

    new_date = forms.DateField(
        label=_("New day of the answer"),
        widget=AdminDateInput,
        help_text=_(
            "Stands in each letter. Change it on the page of the call as well."
        ),
        error_messages={"invalid": _("Fill in a date, such as 2026-11-30.")},
    )

    def clean_new_date(self) -> date:
        new_date = self.cleaned_data["new_date"]
        if new_date <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return new_date


class PublicationForm(BulkForm):
    """Where the publication stands."""

    url = forms.URLField(
        label=_("Address of the publication"),
        max_length=400,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("A page of this site or of another one. Stands in each letter."),
        error_messages={
            "invalid": _("Fill in an address, such as https://example.be.")
        },
    )


class ProposeForm(BulkForm):
    """One proposal for everybody."""

    state = forms.ChoiceField(
        label=_("Proposal"),
        choices=[(state.value, state.label) for state in PROPOSABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you propose.")},
    )
    workplace = forms.ChoiceField(
        label=_("Workplace"),
        widget=forms.RadioSelect,
        initial=FIRST_CHOICE,
        required=False,
        help_text=_("Not needed for “not selected”."),
    )
    reason = forms.CharField(
        label=_("Reason for the applicants"),
        widget=AdminAutoHeightTextInput,
        required=False,
        max_length=4000,
        help_text=_(
            "Stands in each letter, word for word: name nobody. Needed for “not "
            "selected”."
        ),
    )
    internal_note = forms.CharField(
        label=_("Note for the team"),
        widget=AdminAutoHeightTextInput,
        required=False,
        max_length=4000,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        workplaces = {
            workplace.pk: workplace.title
            for registration in self.registrations
            for workplace in (
                registration.workplace_first,
                registration.workplace_second,
            )
            if workplace
        }
        self.fields["workplace"].choices = [
            (FIRST_CHOICE, _("For each their first choice")),
            (SECOND_CHOICE, _("For each their second choice")),
            *sorted(((str(pk), title) for pk, title in workplaces.items())),
        ]

    def clean_state(self) -> RegistrationState:
        return RegistrationState(self.cleaned_data["state"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        declines = data.get("state") == RegistrationState.DECLINED
        if declines and not data.get("reason", "").strip():
            self.add_error("reason", _("Give the reason: it stands in the letter."))
        if not declines and not data.get("workplace"):
            self.add_error("workplace", _("Choose the workplace."))
        return data
