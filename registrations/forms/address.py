"""One's own e-mail address, and the form that asks for another after saving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WRONG = _("Fill in your e-mail address, such as name@example.be.")


class OwnEmailField(forms.EmailField):
    """The address of whoever fills it in, with one sentence for all that is wrong."""

    widget = forms.EmailInput(
        attrs={"autocomplete": "email", "spellcheck": "false", "inputmode": "email"}
    )
    default_error_messages = {"required": WRONG, "invalid": WRONG}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)


class AddressForm(forms.Form):
    """Asks for the right address, when somebody sees that theirs has a slip in it."""

    use_required_attribute = False

    email = OwnEmailField(label=_("The right e-mail address"))
