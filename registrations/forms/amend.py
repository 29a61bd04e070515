"""The form once more, filled in with what somebody answered before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime, make_naive
from django.utils.translation import gettext

from ..models import AnswerOption, Registration, RegistrationFormField
from ..models.core_questions import CORE_BY_COLUMN
from ..models.form_field import add_retired_mark
from ..services.answers import get_answers, get_visibility, is_erased
from ..services.municipality_lookup import find_municipality, is_whole_area
from .fields import ObjectChoiceField, ObjectsChoiceField
from .registration_form import NOT_IN_LIST, RegistrationForm, get_first_input_id

# Shown, and never changed here: the private link was sent to this address, so whoever
# changes it would take the registration along.
FIXED = frozenset({"email"})


class AmendForm(RegistrationForm):
    """The questions of today with the answers of then.

    A question that did not exist then is asked now; the answer to one that is asked
    no more stays as it was. What somebody chose before can be kept, also when it is
    no longer offered to others.
    """

    # Every question of the form, with those that cannot be changed here.
    all_questions: ClassVar[Sequence[RegistrationFormField]] = ()

    def __init__(
        self, data: QueryDict | None, *, registration: Registration, **kwargs: Any
    ) -> None:
        self.registration = registration
        super().__init__(data, page=registration.page, **kwargs)
        for name in FIXED & self.fields.keys():
            del self.fields[name]
        for name, field in self.fields.items():
            if name != NOT_IN_LIST:
                self.initial[name] = _get_initial(registration, name, field)
        if "municipality" in self.fields:
            self.initial[NOT_IN_LIST] = _is_unlisted(self.initial["municipality"])

    @property
    def asks_not_in_list(self) -> bool:
        """Also before a try: whoever ticked it then must be able to see it."""
        return super().asks_not_in_list or (
            not self.is_bound and bool(self.initial.get(NOT_IN_LIST))
        )

    @property
    def fixed_answers(self) -> list[tuple[str, str]]:
        """Label and text of what is shown and cannot be changed."""
        return [
            (row.label, getattr(self.registration, row.clean_name))
            for row in self.all_questions
            if row.clean_name in FIXED
        ]

    @property
    def retired_answers(self) -> list[tuple[str, str]]:
        """Label and text of what is asked no more and was answered."""
        return [
            (add_retired_mark(row.label), row.value_text)
            for row in get_answers(self.registration)
            if row.is_retired and row.value_text
        ]

    def get_target(self, key: str) -> str:
        """Return the id of the place in the form where `key` is answered."""
        return get_first_input_id(self[key]) if key in self.fields else ""

    def get_core_answers(self) -> dict[str, Any]:
        fixed = {
            row.clean_name: getattr(self.registration, row.clean_name)
            for row in self.all_questions
            if row.clean_name in FIXED
        }
        return super().get_core_answers() | fixed

    def get_snapshot(self) -> list[dict[str, Any]]:
        """Return the questions of today, then those that only were asked then.

        An answer that was given for the statistics stays there, and one of which the
        time was up stays erased, whatever the question says today.
        """
        then = {question["key"]: question for question in self.registration.questions}
        asked = {question["key"]: question for question in super().get_snapshot()}
        for row in self.all_questions:
            question = asked.setdefault(row.clean_name, row.as_asked())
            if before := then.get(row.clean_name):
                question["visibility"] = get_visibility(
                    row.clean_name,
                    asked=before,
                    now={row.clean_name: question["visibility"]},
                )
                if is_erased(before) and not self.cleaned_data.get(row.clean_name):
                    question["is_erased"] = True
        ordered = [asked[row.clean_name] for row in self.all_questions]
        return ordered + [then[key] for key in then if key not in asked]


def build_amend_form(
    registration: Registration, data: QueryDict | None = None
) -> AmendForm:
    """Return the form of `registration` with its present answers.

    Args:
        registration: whose answers they are.
        data: what was posted, if anything.
    """
    base = registration.page.get_form_class()
    form_class = type(
        "AmendForm",
        (AmendForm, base),
        {
            "all_questions": base.questions,
            "questions": [row for row in base.questions if row.clean_name not in FIXED],
        },
    )
    return form_class(data, registration=registration)


# From a column, or from the answers to own questions, to what a browser would post.


def _get_initial(registration: Registration, name: str, field: forms.Field) -> Any:
    if name == "municipality":
        return registration.municipality_text or registration.municipality_name
    if name == "availability":
        rows = registration.availability.all()
        return [row.session_key for row in rows if row.can_attend]
    if isinstance(field, ObjectsChoiceField):
        chosen = list(getattr(registration, name).all())
        return [_keep_on_offer(field, one) for one in chosen]
    if isinstance(field, ObjectChoiceField):
        chosen = getattr(registration, name)
        return _keep_on_offer(field, chosen) if chosen else ""
    if name in CORE_BY_COLUMN:
        return getattr(registration, name)
    return _get_own_initial(registration.form_data.get(name), field)


def _get_own_initial(value: Any, field: forms.Field) -> Any:
    if isinstance(field, forms.ChoiceField):
        _keep_choices(field, value)
        return value
    if value in (None, ""):
        return value
    if isinstance(field, forms.DecimalField):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return value
    if isinstance(field, forms.DateTimeField):
        moment = parse_datetime(str(value))
        if moment and is_aware(moment):
            moment = make_naive(localtime(moment))
        return moment or value
    return value


def _keep_on_offer(field: ObjectChoiceField | ObjectsChoiceField, chosen: Model) -> str:
    """Let `field` take what was chosen before; return its value."""
    value = chosen.code if isinstance(chosen, AnswerOption) else str(chosen.pk)
    if value not in field.by_value:
        field.by_value = {**field.by_value, value: chosen}
        field.coerce = field.by_value.__getitem__
        label = getattr(chosen, "label", "") or str(chosen)
        field.choices = [*field.choices, (value, _mark_unoffered(label))]
    return value


def _keep_choices(field: forms.ChoiceField, value: Any) -> None:
    """Let an own question take the answers of then, in the words of then."""
    chosen = value if isinstance(value, list) else [value]
    offered = {str(key) for key, _label in field.choices}
    for one in chosen:
        if one and str(one) not in offered:
            field.choices = [*field.choices, (one, _mark_unoffered(str(one)))]


def _mark_unoffered(label: str) -> str:
    return gettext("%(answer)s (no longer offered)") % {"answer": label}


def _is_unlisted(typed: str) -> bool:
    """Whether somebody named a place that is in no list, and ticked so."""
    if not typed or is_whole_area(name=typed):
        return False
    return find_municipality(name=typed) is None
