"""The form of a reader: a level for every criterion, an advice, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from workplaces.criteria import weigh
from workplaces.models.parts import SelectionCriterion

from ..enums import Advice, Level
from ..models import Review
from ..services.scoring import get_criteria, get_scores
from .desk import DeskForm

_PREFIX = "score_"


class LevelSelect(forms.RadioSelect):
    """The levels of one criterion, each with what it looks like (review_form.html)."""

    def __init__(self, anchors: dict[int, str], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.anchors = anchors

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        option["anchor"] = self.anchors.get(int(value), "")
        return option


class ReviewForm(DeskForm):
    """What one reader makes of a registration; asks every criterion of its call."""

    # How the desk shows its fields; other forms are a plain list of them.
    template_name_fields = "registrations/admin/includes/review_form.html"

    advice = forms.ChoiceField(
        label=_("Would you give this person a place?"),
        choices=Advice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, maybe or no, or abstain.")},
    )
    note = forms.CharField(
        label=_("Note for colleagues"),
        widget=AdminAutoHeightTextInput,
        required=False,
        max_length=4000,
        help_text=_("Write as if the applicant reads along."),
    )
    letter_line = forms.CharField(
        label=_("A line for the letter"),
        widget=AdminAutoHeightTextInput,
        required=False,
        max_length=600,
        help_text=_("May be used in the letter to the applicant, word for word."),
    )

    # The sentences that were ticked; the service knows which there are.
    marks = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.criteria = get_criteria(self.registration)
        for row in weigh(self.criteria):
            self.fields[_PREFIX + row.criterion.key] = _make_field(row)
        names = [_PREFIX + criterion.key for criterion in self.criteria]
        self.order_fields([*names, "advice", "note", "letter_line", "marks"])

    @property
    def score_fields(self) -> Iterator[forms.BoundField]:
        """The fields of the criteria, in the order of the call."""
        return (self[_PREFIX + criterion.key] for criterion in self.criteria)

    def clean(self) -> dict[str, Any]:
        """Ask for every level and for a word of explanation, unless they abstain.

        Returns:
            With `review`: what `services.review.submit_review` takes.
        """
        cleaned = super().clean()
        scores = self._read_scores(cleaned)
        if cleaned.get("advice") != Advice.ABSTAIN:
            for criterion in self.criteria:
                name = _PREFIX + criterion.key
                if name not in self.errors and criterion.key not in scores:
                    self.add_error(name, _("Choose a level."))
            if "note" not in self.errors and not cleaned.get("note"):
                self.add_error("note", _("Write a note as well: why this advice?"))
        names = ("advice", "note", "letter_line")
        review = {name: cleaned.get(name, "") for name in names}
        marks = cleaned.get("marks") or []
        return {**cleaned, "marks": marks, "review": {**review, "scores": scores}}

    def _read_scores(self, cleaned: dict[str, Any]) -> dict[str, int]:
        typed = {row.key: cleaned.get(_PREFIX + row.key) for row in self.criteria}
        return {key: int(level) for key, level in typed.items() if level}


def get_initial(review: Review | None) -> dict[str, Any]:
    """Return a review as the form shows it; nothing where there is none yet."""
    if review is None:
        return {}
    scores = {_PREFIX + key: level for key, level in get_scores(review).items()}
    return {
        "advice": review.advice,
        "note": review.note,
        "letter_line": review.letter_line,
        **scores,
    }


def _make_field(row: Any) -> forms.ChoiceField:
    criterion = row.criterion
    share = pgettext_lazy("weight of a criterion", "counts for %(share)d %%")
    return forms.ChoiceField(
        label=criterion.name,
        choices=Level.choices,
        widget=LevelSelect(_get_anchors(criterion)),
        required=False,
        help_text="" if row.counts_the_same else share % {"share": row.share},
    )


def _get_anchors(criterion: SelectionCriterion) -> dict[int, str]:
    """Return what each level looks like, in the words of the call (domain.md 7.1)."""
    return {
        Level.NONE: criterion.low_text,
        Level.SOME: criterion.fair_text,
        Level.GOOD: criterion.good_text,
        Level.STRONG: criterion.high_text,
    }
