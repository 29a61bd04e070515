"""The small form of the page after saving: another address for the link."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Asks for the right address, when somebody sees that theirs has a slip in it."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("The right e-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "inputmode": "email"}
        ),
        error_messages={
            "required": _("Fill in your e-mail address, such as name@example.be."),
            "invalid": _("Fill in your e-mail address, such as name@example.be."),
        },
    )
