"""The small forms of reading: which tags, and which tie."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import TieKind
from ..models import RegistrationTag
from .desk import DeskForm


class TagsForm(DeskForm):
    """The tags of one registration, out of those that are in use."""

    tags = forms.ModelMultipleChoiceField(
        label=_("What holds for this registration?"),
        queryset=RegistrationTag.objects.filter(is_active=True),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Facts, no judgements: everybody who reads sees them."),
    )


class TieForm(DeskForm):
    """Which tie somebody has with who registered; closes it to them."""

    kind = forms.ChoiceField(
        label=_("What ties you to this person?"),
        choices=TieKind,
        widget=forms.RadioSelect,
        help_text=_(
            "You then no longer see this registration anywhere, and do not judge it. "
            "Only whoever leads the reading can open it again."
        ),
        error_messages={"required": _("Choose what comes closest.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Nobody comes this far with their own.
        self.fields["kind"].choices = [
            choice for choice in TieKind.choices if choice[0] != TieKind.OWN
        ]
