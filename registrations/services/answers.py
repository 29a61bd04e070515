"""What a person answered, as text: for every screen, letter and export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext, pgettext

from ..enums import AnswerVisibility
from ..models import Registration, RegistrationFormPage
from ..models.core_questions import CORE_BY_COLUMN, CORE_QUESTIONS
from ..models.form_field import add_retired_mark
from ..permissions import user_can_see_answer
from .masking import get_covered_keys, get_mask

# From open to closed.
_STRICTNESS = [
    AnswerVisibility.ALWAYS,
    AnswerVisibility.AFTER_SELECTION,
    AnswerVisibility.STATISTICS,
]


@dataclass(frozen=True)
class Answer:
    """One question as it was asked, and the answer.

    Attributes:
        key: the column of a core question, or the key of the editor's question.
        label: the question, in the words of then.
        value_text: the answer for a reader; empty when there is none.
        section: the fieldset, a value of `FormSection`.
        is_retired: whether the form has stopped asking it.
        is_erased: whether its time was up; `value_text` says so.
    """

    key: str
    label: str
    value_text: str
    section: str
    is_retired: bool = False
    is_erased: bool = False

    @property
    def full_label(self) -> str:
        """The label, marked when the question is asked no more."""
        return add_retired_mark(self.label) if self.is_retired else self.label


def get_answers(registration: Registration) -> list[Answer]:
    """Return all answers of `registration` to the questions as they were asked.

    For the applicant; the team reads `get_answers_for`. The order and the words are
    those of the moment of registering, whatever the form has become since.
    """
    asked_now = {row.clean_name for row in registration.page.form_fields.all()}
    questions = registration.questions or _questions_of_columns()
    return [
        Answer(
            key=question["key"],
            label=question["label"],
            value_text=_get_text(registration, question),
            section=question["section"],
            is_retired=question["key"] not in asked_now,
            is_erased=is_erased(question),
        )
        for question in questions
        if was_asked(question)
    ]


def get_answers_for(user: Any, registration: Registration) -> list[Answer]:
    """Return the answers that `user` of the team may read now: the one gate.

    Screens, history and letters for the team come through here; lists, filters and
    search know only columns that are never hidden (`enums.AnswerVisibility`).
    """
    hidden = get_hidden_keys(user, registration)
    mask = get_mask(user, registration)
    return [
        replace(row, value_text=mask(row.value_text))
        for row in get_answers(registration)
        if row.key not in hidden
    ]


def get_hidden_keys(user: Any, registration: Registration) -> frozenset[str]:
    """Return the questions whose answers `user` may not read now."""
    now = get_visibilities(registration.page)
    asked = {question["key"]: question for question in registration.questions}
    closed = frozenset(
        key
        for key in {*now, *asked, *CORE_BY_COLUMN}
        if not user_can_see_answer(
            user,
            visibility=get_visibility(key, asked=asked.get(key), now=now),
            state=registration.state,
        )
    )
    return closed | get_covered_keys(user, registration)


def get_visibilities(page: RegistrationFormPage) -> dict[str, str]:
    """Return what the editors of `page` say now of each question, retired ones too."""
    archived = page.archived_questions.values_list("key", "visibility")
    asked = {row.clean_name: row.visibility for row in page.form_fields.all()}
    return dict(archived) | asked


def get_visibility(
    key: str, *, asked: Mapping[str, Any] | None, now: Mapping[str, str]
) -> str:
    """Return when readers see an answer: the stricter of what was and what is said.

    What somebody answered for the statistics stays there, whatever an editor says
    later; what an editor closes later closes for old answers too.

    Args:
        key: the question.
        asked: how it was asked, from the snapshot.
        now: `get_visibilities` of the form.
    """
    core = CORE_BY_COLUMN.get(key)
    default = core.visibility if core else AnswerVisibility.ALWAYS
    at_asking = (asked or {}).get("visibility", AnswerVisibility.ALWAYS)
    return max(at_asking, now.get(key, default), key=_STRICTNESS.index)


def was_asked(question: Mapping[str, Any]) -> bool:
    """Whether a question of a snapshot was asked of this person (forms/conditions)."""
    return question.get("is_asked", True)


def is_erased(question: Mapping[str, Any]) -> bool:
    """Whether the answer was kept for a short time only, which is over."""
    return question.get("is_erased", False)


def get_erased_text(registration: Registration | None = None) -> str:
    """Return what stands in the place of an answer whose time was up, or that they erased."""
    if registration is not None and registration.erased_at:
        return gettext("erased on request")
    return gettext("erased after the retention period")


def get_meetings_that_suit(registration: Registration) -> list[str]:
    """Return the meetings to which the person can come, as named when asked.

    Keys stand in for names where the registration was not made through a form.
    """
    can_attend = {
        row.session_key for row in registration.availability.all() if row.can_attend
    }
    asked = {question["key"]: question for question in registration.questions}
    labels = dict(asked.get("availability", {}).get("options", ()))
    named = [label for key, label in labels.items() if key in can_attend]
    return named or sorted(can_attend)


def _questions_of_columns() -> list[dict[str, str]]:
    """The questions of a registration that was not made through a form."""
    return [
        {"key": core.column, "label": core.label, "section": core.section}
        for core in CORE_QUESTIONS
    ]


def _get_text(registration: Registration, question: dict[str, Any]) -> str:
    key = question["key"]
    if is_erased(question):
        return get_erased_text(registration)
    if key not in CORE_BY_COLUMN:
        return _describe(
            registration.form_data.get(key), question.get("field_type", "")
        )
    describe = _COLUMNS_IN_WORDS.get(key)
    if describe:
        return describe(registration, question)
    return _describe(getattr(registration, key), "")


def _describe_availability(registration: Registration, question: dict) -> str:
    return "\n".join(get_meetings_that_suit(registration))


def _describe_municipality(registration: Registration, question: dict) -> str:
    name, typed = registration.municipality_name, registration.municipality_text
    if typed and typed.casefold() != name.casefold():
        return f"{name} ({typed})"
    return name


def _describe_perspectives(registration: Registration, question: dict) -> str:
    return ", ".join(option.label for option in registration.perspectives.all())


def _describe_second_workplace(registration: Registration, question: dict) -> str:
    if registration.workplace_second:
        return registration.workplace_second.title
    return gettext("My first choice only")


_COLUMNS_IN_WORDS: dict[str, Callable[[Registration, dict], str]] = {
    "availability": _describe_availability,
    "municipality": _describe_municipality,
    "perspectives": _describe_perspectives,
    "workplace_second": _describe_second_workplace,
}


def _describe(value: Any, field_type: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if field_type == "number":
        # Stored with a point; read with a comma.
        return number_format(Decimal(str(value))) if _is_number(value) else str(value)
    if field_type == "date":
        return _describe_moment(parse_date(str(value)), str(value))
    if field_type == "datetime":
        return _describe_moment(parse_datetime(str(value)), str(value))
    return str(value)


def _is_number(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _describe_moment(value: date | datetime | None, stored: str) -> str:
    if isinstance(value, datetime):
        value = localtime(value) if is_aware(value) else value
        return date_format(value, "j F Y, G.i")
    return date_format(value, "j F Y") if value else stored
