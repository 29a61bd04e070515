"""The few forms of the participant's own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .address import OwnEmailField
from .text import CleanCharField

# Long enough for every answer, short enough to read: about two pages.
MAX_ANSWER = 4000
MAX_REASON = 1000


class AnswerForm(forms.Form):
    """The answer to a question of the team."""

    use_required_attribute = False

    answer = CleanCharField(
        label=_("Your answer"),
        max_length=MAX_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write down your answer first."),
            "max_length": _(
                "Your answer has %(show_value)s characters; %(limit_value)s is the most."
            ),
        },
    )


class WithdrawForm(forms.Form):
    """Why somebody withdraws, if they care to say."""

    use_required_attribute = False

    reason = CleanCharField(
        label=_("Would you like to tell us why?"),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _(
                "Your text has %(show_value)s characters; %(limit_value)s is the most."
            )
        },
    )


class SuggestionForm(forms.Form):
    """Yes or no to another workplace: two buttons, and which question they stood below."""

    suggestion_pk = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    accepts = forms.TypedChoiceField(
        choices=[("ja", ""), ("nee", "")], coerce=lambda value: value == "ja"
    )


class LostLinkForm(forms.Form):
    """Asks for a new private link."""

    use_required_attribute = False

    email = OwnEmailField(
        label=_("E-mail address"),
        help_text=_("The address with which you registered, or saved your form."),
    )
