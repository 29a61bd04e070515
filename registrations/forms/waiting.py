"""Offering a place that came free: until when one can answer, and who is skipped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..services.waiting import AnswerByPassed, get_offer_answer_by


class MomentInput(forms.DateTimeInput):
    """A day and an hour, as the browser itself asks them."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class AnswerByField(forms.DateTimeField):
    """Until when somebody can answer; the usual days when it is left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Answer by"),
            required=False,
            widget=MomentInput,
            initial=lambda: get_offer_answer_by(now=timezone.now()),
            help_text=_("Day and hour, Brussels time. Afterwards the place is free."),
            **kwargs,
        )

    def clean(self, value: Any) -> datetime | None:
        moment = super().clean(value)
        if moment and moment <= timezone.now():
            raise ValidationError(AnswerByPassed.message)
        return moment


def build_skip_reason() -> forms.CharField:
    """Return the question why somebody who stands higher is skipped."""
    return forms.CharField(
        label=_("Why you skip whoever stands higher"),
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "Only when you do not follow the order that the call promised. Stays in "
            "the history; the applicant does not read it."
        ),
    )


class WaitingOfferForm(forms.Form):
    """One click on the waiting list of a workplace.

    Args:
        form_page: says whether an order was promised.
        workplace_pk: keeps the ids of several lists on one screen apart.
    """

    answer_by = AnswerByField()

    def __init__(
        self, *args: Any, form_page: Any, workplace_pk: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id=f"offer_{workplace_pk}_%s", **kwargs)
        if form_page.promises_order:
            self.fields["skip_reason"] = build_skip_reason()
