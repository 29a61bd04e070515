"""The one field of "hou me op de hoogte", and the choice of the next form."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..services.form_names import name_forms
from .address import OwnEmailField

INTEREST_PREFIX = "op-de-hoogte"


class InterestForm(forms.Form):
    """An address that wants to hear when registering opens."""

    use_required_attribute = False
    prefix = INTEREST_PREFIX

    email = OwnEmailField(label=_("E-mail address"))


class CarryOverForm(forms.Form):
    """Of which other form those who wait are to hear."""

    to_page = forms.ModelChoiceField(
        label=pgettext_lazy("interest", "Which form is this about?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["to_page"]
        field.queryset = pages
        names = name_forms(list(pages))
        field.label_from_instance = lambda page: names[page.pk]
