"""Answers as they would be after an edit: put beside the present ones, and stored.

For `services.amend`, which decides whether they may be.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..models import AnswerOption, Availability, Registration
from ..models.core_questions import CORE_BY_COLUMN
from .answers import get_answers
from .payload import APART, digest_answers, to_json

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..forms.amend import AmendForm


@dataclass(frozen=True)
class AnswerDiff:
    """One answer that changes, as text: what it was, and what it becomes."""

    key: str
    label: str
    section: str
    before: str
    after: str


def put_answers(registration: Registration, form: AmendForm) -> Registration:
    """Return a copy of `registration` with the answers of `form`, not saved."""
    core = form.get_core_answers()
    amended = copy(registration)
    for column in core.keys() - APART:
        setattr(amended, column, core[column])
    amended.form_data = registration.form_data | to_json(form.get_own_answers())
    amended.questions = form.get_snapshot()
    perspectives = registration.perspectives.all()
    if "perspectives" in core:
        perspectives = core["perspectives"] or []
    meetings = list(registration.availability.all())
    if "availability" in core:
        asked = {session.key for session in form.sessions}
        meetings = [row for row in meetings if row.session_key not in asked]
        meetings += _get_availability(amended, form)
    # As if they had been fetched: so the answers read the same, saved or not.
    amended._prefetched_objects_cache = {
        "perspectives": _as_fetched(AnswerOption.objects.all(), perspectives),
        "availability": _as_fetched(Availability.objects.all(), meetings),
    }
    return amended


def _get_availability(
    registration: Registration, form: AmendForm
) -> list[Availability]:
    """What the form says about each meeting that it asks about."""
    chosen = form.get_core_answers()["availability"] or []
    can_attend = {session.key for session in chosen}
    return [
        Availability(
            registration=registration,
            session_key=session.key,
            can_attend=session.key in can_attend,
        )
        for session in form.sessions
    ]


def _as_fetched(queryset: QuerySet, rows: Any) -> QuerySet:
    queryset._result_cache = list(rows)
    queryset._prefetch_done = True
    return queryset


def compare_answers(
    registration: Registration, amended: Registration
) -> list[AnswerDiff]:
    """Return what differs, as people read it, in the order of the form."""
    before = {row.key: row for row in get_answers(registration)}
    after = {row.key: row for row in get_answers(amended)}
    # A question that another answer took away is compared too: its answer goes.
    rows = after | {key: row for key, row in before.items() if key not in after}
    changes = []
    for key, row in rows.items():
        was = before[key].value_text if key in before else ""
        becomes = after[key].value_text if key in after else ""
        # A question that is new, and was left as it stood, is no change.
        if was != becomes and (key in before or _has_answer(amended, key)):
            section = str(row.section)
            changes.append(AnswerDiff(key, row.label, section, was, becomes))
    return changes


def _has_answer(registration: Registration, key: str) -> bool:
    if key in APART:
        return True
    if key in CORE_BY_COLUMN:
        return bool(getattr(registration, key))
    return bool(registration.form_data.get(key))


def store_answers(amended: Registration, form: AmendForm) -> None:
    """Write what the form asked, and no other column of the row."""
    core = form.get_core_answers()
    amended.payload_digest = digest_answers(amended.page, form)
    amended.save(
        update_fields=[
            *(core.keys() - APART),
            "form_data",
            "questions",
            "payload_digest",
        ]
    )
    row = Registration.objects.get(pk=amended.pk)
    if "perspectives" in core:
        row.perspectives.set(core["perspectives"] or [])
    if "availability" in core:
        for meeting in _get_availability(row, form):
            Availability.objects.update_or_create(
                registration=row,
                session_key=meeting.session_key,
                defaults={"can_attend": meeting.can_attend},
            )
