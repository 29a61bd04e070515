"""Questions to the applicant (M5): until when, what came back, and to whom.

Asking is a step of the workflow (`services.actions.ask_for_information`), answering one
of the applicant's own page (`services.participant.answer_question`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import AWAITS_TEAM, RegistrationState
from ..models import (
    CompletedStep,
    Decision,
    InformationRequest,
    Registration,
    Review,
)
from .changes import get_amendments
from .difference import Part, mark_difference
from .errors import RegistrationError
from .masking import get_mask
from .names import get_name

# A week: long enough to be on holiday for a few days, short enough to go on reading.
DAYS_TO_REPLY = 7
# In which states a question that stands open can still be answered: also once the
# team went on without waiting, until a decision is released.
ANSWERABLE = AWAITS_TEAM | {RegistrationState.INFO_REQUESTED}


class ReplyDatePassed(RegistrationError):
    message = _("Choose a day that is still to come: until then the person can answer.")


@dataclass(frozen=True)
class MarkedChange:
    """One answer that changed, with what went and what came marked in it."""

    label: str
    parts: list[Part]


@dataclass(frozen=True)
class Return:
    """What came back from the applicant since somebody last looked.

    Attributes:
        request: the question as a row, for its moments.
        question, answer: as this reader may read them; the answer is empty where the
            person answered by changing answers.
        asked_by: who asked.
        is_late: whether it came after the day that was named.
        changes: what the person changed since the question was asked.
        hidden: how many other answers changed too.
    """

    request: InformationRequest
    question: str
    answer: str
    asked_by: str
    is_late: bool
    changes: list[MarkedChange]
    hidden: int


def get_default_reply_date() -> date:
    """Return until when somebody who is asked today can answer."""
    return timezone.localdate() + timedelta(days=DAYS_TO_REPLY)


def check_reply_date(reply_by: date) -> None:
    """Refuse a day on which nobody can answer any more.

    Raises:
        ReplyDatePassed: that day is today or past.
    """
    if reply_by <= timezone.localdate():
        raise ReplyDatePassed


def is_late(request: InformationRequest) -> bool:
    """Whether the answer came after the day that was named."""
    if request.answered_at is None or request.reply_by is None:
        return False
    return timezone.localdate(request.answered_at) > request.reply_by


def is_overdue(request: InformationRequest) -> bool:
    """Whether the day that was named is past and there is no answer yet."""
    return (
        request.answered_at is None
        and request.reply_by is not None
        and request.reply_by < timezone.localdate()
    )


def get_open_question(*, registration: Registration) -> InformationRequest | None:
    """Return the last question that has no answer yet, while one has sense."""
    if registration.state not in ANSWERABLE:
        return None
    return (
        registration.information_requests.filter(answered_at=None)
        .order_by("asked_at", "pk")
        .last()
    )


def came_back_to(user: Any) -> QuerySet:
    """Return the keys of the registrations that came back to `user` with an answer.

    To a question of theirs, and not read since. The reader who asked gets the answer
    first, also when their own review was in already.
    """
    since = {"registration": OuterRef("registration")}
    answered = OuterRef("answered_at")
    return InformationRequest.objects.filter(
        ~Exists(Review.objects.filter(**since, reader=user, updated_at__gte=answered)),
        ~Exists(
            Decision.objects.filter(
                **since, proposed_by=user, proposed_at__gte=answered
            )
        ),
        ~Exists(
            CompletedStep.objects.filter(**since, user=user, completed_at__gte=answered)
        ),
        asked_by=user,
        answered_at__isnull=False,
    ).values("registration")


def get_return(
    *, registration: Registration, user: Any, visible_keys: Collection[str]
) -> Return | None:
    """Return what the applicant answered since `user` last judged it; None if nothing.

    Args:
        registration: as it stands now.
        user: who reads.
        visible_keys: the questions of which this user may see the answers.
    """
    if registration.state not in AWAITS_TEAM:
        return None
    request = (
        registration.information_requests.exclude(answered_at=None)
        .order_by("answered_at", "pk")
        .last()
    )
    if request is None:
        return None
    if _has_judged_since(registration, user, request.answered_at):
        return None
    edits = [
        edit
        for edit in get_amendments(registration=registration, visible_keys=visible_keys)
        if edit.at >= request.asked_at
    ]
    mask = get_mask(user, registration)
    return Return(
        request=request,
        question=mask(request.question),
        answer=mask(request.answer),
        asked_by=get_name(request.asked_by, request.asked_by_name),
        is_late=is_late(request),
        changes=[
            MarkedChange(
                change.label, mark_difference(mask(change.before), mask(change.after))
            )
            for edit in edits
            for change in edit.answers
        ],
        hidden=sum(edit.hidden for edit in edits),
    )


def _has_judged_since(registration: Registration, user: Any, moment: datetime) -> bool:
    """Whether `user` wrote, proposed or completed something with the answer known."""
    return (
        registration.reviews.filter(reader=user, updated_at__gte=moment).exists()
        or registration.decisions.filter(
            proposed_by=user, proposed_at__gte=moment
        ).exists()
        or registration.completed_steps.filter(
            user=user, completed_at__gte=moment
        ).exists()
    )
