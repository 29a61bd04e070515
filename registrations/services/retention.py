"""Answers that are kept for a short time only, and go when that time is up.

What somebody needs for the meetings themselves (a diet, help with access) is asked for
those days and no longer (domain.md 3): thirty days after the last of them the answer is
blanked wherever it stands. That it was asked, and that it was erased, stays.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from workplaces.models import CallPage

from ..enums import TELLS_ANSWERS, AnswerRetention, MessageKind
from ..models import Registration, RegistrationFormPage
from ..models.core_questions import CORE_BY_COLUMN
from .answers import get_answers, get_erased_text
from .letter_marks import flat
from .message import queue_message
from .placement import lock_registration

logger = logging.getLogger(__name__)

KEPT_AFTER_LAST_DAY = timedelta(days=30)


@dataclass(frozen=True)
class Erasure:
    """What is erased of one registration: its number and the questions."""

    reference: str
    labels: tuple[str, ...]


def erase_short_answers(*, now: datetime, dry_run: bool = False) -> list[Erasure]:
    """Blank every answer whose time is up; a second time does nothing.

    Args:
        now: the moment.
        dry_run: only say what would be erased.

    Returns:
        One row for each registration of which something is, or would be, erased.
    """
    erased = []
    for page in RegistrationFormPage.objects.all():
        last = get_last_day(page.subject)
        if last is None or timezone.localdate(now) <= last + KEPT_AFTER_LAST_DAY:
            continue
        short = get_short_keys(page)
        if not short and not _was_short_promised(page):
            continue
        rows = page.registrations.only("pk", "reference", "questions", "page_id")
        for registration in rows.order_by("pk").iterator():
            due = list(find_due(registration, short))
            if not due:
                continue
            if not dry_run and not _try_to_erase(registration, short):
                continue
            labels = tuple(question["label"] for question in due)
            erased.append(Erasure(registration.reference, labels))
    return erased


def get_last_day(subject: Page) -> date | None:
    """Return the last day for which one registers; None as long as nobody knows it."""
    if not isinstance(subject, CallPage):
        return getattr(subject, "date", None)
    # One meeting without a date is still to come.
    days = [row.date for row in subject.live_sessions]
    return None if not days or None in days else max(days)


def find_erasure_day(page: RegistrationFormPage) -> date | None:
    """Return the day on which the short answers of a form are erased; None without any."""
    last = get_last_day(page.subject)
    if last is None or not page.registrations.exists():
        return None
    if not get_short_keys(page) and not _was_short_promised(page):
        return None
    return last + KEPT_AFTER_LAST_DAY + timedelta(days=1)


def get_short_keys(page: RegistrationFormPage) -> frozenset[str]:
    """The questions that the editor keeps for a short time, retired ones too."""
    short = {"retention": AnswerRetention.SHORT}
    archived = page.archived_questions.filter(**short).values_list("key", flat=True)
    asked = page.form_fields.filter(**short).values_list("clean_name", flat=True)
    return frozenset([*archived, *asked])


def _was_short_promised(page: RegistrationFormPage) -> bool:
    """Whether a question was kept for a short time when somebody answered it.

    As text, in the database: every past form is asked after each hour, and most of
    them have nothing to erase.
    """
    text = Cast("questions", models.TextField())
    rows = page.registrations.annotate(questions_text=text)
    promise = f'"{AnswerRetention.SHORT.value}"'
    return rows.filter(questions_text__contains=promise).exists()


def find_due(
    registration: Registration, short: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """The questions to erase: as was promised when asking, or as is said now."""
    for question in registration.questions:
        is_short = question.get("retention") == AnswerRetention.SHORT
        if (is_short or question["key"] in short) and not question.get("is_erased"):
            yield question


def _try_to_erase(registration: Registration, short: frozenset[str]) -> bool:
    """Erase, and say whether it worked: one registration must not keep all others."""
    try:
        _erase(registration, short)
    except Exception:
        logger.exception("Erasing the short answers of %s failed.", registration)
        return False
    return True


@transaction.atomic
def _erase(registration: Registration, short: frozenset[str]) -> None:
    registration = lock_registration(registration=registration)
    answered = _find_answered(registration, short)
    keys = set()
    for question in find_due(registration, short):
        question["is_erased"] = True
        keys.add(question["key"])
        _blank(registration, question["key"])
    registration.payload_digest = ""
    registration.save()
    _blank_changes(registration, keys)
    _blank_letters(registration)
    log(
        instance=registration,
        action="registrations.erase_answers",
        data={"questions": sorted(keys)},
    )
    _tell(registration, answered)


def _find_answered(registration: Registration, short: frozenset[str]) -> list[str]:
    """The labels of what is erased and held something."""
    due = {question["key"] for question in find_due(registration, short)}
    return [
        row.label
        for row in get_answers(registration)
        if row.key in due and row.value_text
    ]


def _tell(registration: Registration, labels: list[str]) -> None:
    """Tell the person which answers are gone (M26): the questions, never what they were.

    To the address of their registration, which is kept for as long as that is; whoever
    answered none of it, or whose mail comes back, hears nothing.
    """
    if labels and registration.email and registration.mail_returned_at is None:
        queue_message(
            registration=registration,
            kind=MessageKind.DATA_ERASED,
            context={"erased": [flat(label) for label in labels]},
            once=f"erased-{timezone.localdate():%Y%m%d}",
        )


def _blank(registration: Registration, key: str) -> None:
    """Take one answer out of its column, or out of the other answers."""
    if key not in CORE_BY_COLUMN:
        registration.form_data.pop(key, None)
    elif key == "availability":
        registration.availability.all().delete()
    elif key == "perspectives":
        registration.perspectives.clear()
    else:
        field = Registration._meta.get_field(key)
        if isinstance(field, models.BooleanField):
            setattr(registration, key, False)
        else:
            setattr(registration, key, None if field.is_relation else "")
        if key == "municipality":
            registration.municipality_text = ""


def _blank_changes(registration: Registration, keys: set[str]) -> None:
    """What was changed in these answers tells them as well."""
    words = get_erased_text()
    for edit in registration.answer_changes.all():
        for change in edit.changes:
            if change["key"] in keys:
                change["before"] = change["after"] = words
        edit.save(update_fields=["changes"])


def _blank_letters(registration: Registration) -> None:
    """A letter repeats all answers: its text goes, that it was sent stays."""
    words = get_erased_text()
    registration.messages.filter(kind__in=TELLS_ANSWERS).exclude(body_text="").update(
        body_text=words, body_html="", context={}, unedited={}
    )
