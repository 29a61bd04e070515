"""Looking for one person, and what is done with what is held of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .text import CleanCharField

MAX_REASON = 500
_EMAIL_ERRORS = {
    "required": _("Fill in the e-mail address, as in naam@voorbeeld.be"),
    "invalid": _("Fill in the e-mail address, as in naam@voorbeeld.be"),
}


class FindPersonForm(forms.Form):
    """Whose data: the address stands in no link and in no log."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("As they registered with it, or saved a form, or asked for news."),
        max_length=254,
        error_messages=_EMAIL_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PersonActForm(forms.Form):
    """What the register keeps of a request, and which screen it was made on."""

    email = forms.EmailField(widget=forms.HiddenInput, max_length=254)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = CleanCharField(
        label=_("How do you know that this person asks it?"),
        help_text=_(
            "Such as: a mail from this address on 3 March. Without their name: the "
            "register outlives their data."
        ),
        max_length=MAX_REASON,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Say how you know that this person asks it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, label_suffix="", **kwargs)


class ErasePersonForm(PersonActForm):
    """The same, and a deliberate yes: nothing of it comes back."""

    is_sure = forms.BooleanField(
        label=_("Yes, erase everything of this person. This cannot be undone."),
        error_messages={"required": _("Tick that you are sure.")},
    )


class OwnEraseForm(forms.Form):
    """The same yes, by the person."""

    use_required_attribute = False

    is_sure = forms.BooleanField(
        label=_("Yes, erase everything that you have of me"),
        error_messages={"required": _("Tick that you are sure.")},
    )
