"""Reviews: what readers think, independently of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from ..enums import (
    AWAITS_TEAM,
    IS_UNDOABLE,
    Advice,
    RegistrationState,
    ReviewPhase,
)
from ..models import (
    PhaseChange,
    Registration,
    Review,
    ReviewScore,
    ReviewTask,
    ReviewVersion,
)
from ..permissions import Actor, user_can_decide, user_can_review
from .actions import advance
from .errors import IllegalTransition, NotAllowed, RegistrationError
from .names import keep_name
from .rounds import ReviewRules, ScoresAreFixed, get_round, get_rules
from .scoring import (
    check_scores,
    get_criteria,
    get_mean,
    get_scores,
    update_scores,
)
from .seats import lock_form_page
from .state import change_state
from .workflow import can_advance, ensure_workflow


class NoteRequired(RegistrationError):
    message = _("Write a note as well: why this advice?")


class HasReadOthers(IllegalTransition):
    message = _(
        "You could read meanwhile what the others think. A review of yours would not "
        "be independent any more, so nothing was saved. You can abstain."
    )


class ReadingClosed(IllegalTransition):
    message = _("Reading is not going on for this registration, so nothing was saved.")


@transaction.atomic
def submit_review(
    *,
    registration: Registration,
    reader: Any,
    advice: Advice | str,
    note: str,
    letter_line: str = "",
    scores: Mapping[str, int] | None = None,
) -> Review:
    """Write or change the review of `reader`, as long as reading goes on.

    A changed review keeps what it was (domain.md 7.5). When as many reviews are in
    as the step asks for, the registration moves on by itself; where staff left the
    workflow without a next step it stays, and the review screen says so.

    Args:
        registration: the registration as the caller knows it; it is read again.
        reader: the member of the team whose review this is.
        advice: yes, maybe or no; or that they abstain, which counts nowhere.
        note: why; part of the applicant's data.
        letter_line: a sentence that may stand in the letter.
        scores: a level per criterion of the call, by its key; all of them unless
            the reader abstains.

    Raises:
        NotAllowed: the user may not read, or not in this step, or has a tie.
        ReadingClosed: the current step is not a reading step.
        ScoresAreFixed: the phase of the round lets nobody score any more.
        HasReadOthers: what others think was open to them before they judged: they
            abstained and people talk, or they decide and the selection came back.
        NoteRequired: an advice without a word of explanation helps nobody.
        ScoreRequired: a criterion has no level.
    """
    if not user_can_review(reader, registration):
        raise NotAllowed
    # One review after the other: two that come in at once must not both think
    # that one is still missing, or that they are the last.
    lock_form_page(form_page_id=registration.page_id)
    registration = Registration.objects.get(pk=registration.pk)
    rules = get_rules(registration.page_id)
    if not rules.can_score:
        raise ScoresAreFixed
    ensure_workflow(registration=registration)
    task = get_reading_task(registration)
    if task is None and not _can_still_change(registration, reader, rules):
        raise ReadingClosed
    if task is not None and not task.user_can_act(registration, reader):
        raise NotAllowed
    review = _write_review(
        registration=registration,
        reader=reader,
        advice=Advice(advice),
        note=note.strip(),
        letter_line=letter_line.strip(),
        scores=scores or {},
        rules=rules,
    )
    update_scores(registration=registration)
    log(instance=registration, action="registrations.review", user=reader)
    if registration.state == RegistrationState.RECEIVED:
        registration = change_state(
            registration=registration,
            to=RegistrationState.IN_REVIEW,
            actor=Actor.staff(reader),
        )
    if task is not None and _is_read(registration, task):
        workflow_state = registration.current_workflow_state
        if can_advance(workflow_state):
            advance(workflow_state=workflow_state, user=reader, by_itself=True)
    return review


@transaction.atomic
def resume_reading(
    *, registration: Registration, user: Any, answer: str = ""
) -> Registration:
    """Go on without waiting for the applicant's own page.

    Args:
        registration: one for which information was requested.
        user: the member of the team who goes on.
        answer: what the applicant said by telephone or mail; may be empty.

    Raises:
        IllegalTransition, NotAllowed: see `change_state`.
    """
    lock_form_page(form_page_id=registration.page_id)
    request = registration.information_requests.filter(answered_at=None).last()
    if request and answer.strip():
        request.answer = answer.strip()
        request.answered_at = timezone.now()
        request.save(update_fields=["answer", "answered_at"])
    return change_state(
        registration=registration,
        to=RegistrationState.IN_REVIEW,
        actor=Actor.staff(user),
    )


def can_review_now(registration: Registration, user: Any) -> bool:
    """Whether `user` can write or change a review of `registration` now."""
    if not user_can_review(user, registration):
        return False
    rules = get_rules(registration.page_id)
    if not rules.can_score:
        return False
    task = get_reading_task(registration)
    if task is None:
        return _can_still_change(registration, user, rules)
    return task.user_can_act(registration, user)


def get_reading_task(registration: Registration) -> ReviewTask | None:
    """Return the reading step that `registration` is in now, if it is in one."""
    if registration.state not in AWAITS_TEAM or registration.is_held:
        return None
    workflow_state = registration.current_workflow_state
    task_state = workflow_state.current_task_state if workflow_state else None
    if (
        task_state is None
        or workflow_state.status != WorkflowState.STATUS_IN_PROGRESS
        or task_state.status != TaskState.STATUS_IN_PROGRESS
    ):
        return None
    task = task_state.task.specific
    return task if isinstance(task, ReviewTask) else None


def _can_still_change(
    registration: Registration, reader: Any, rules: ReviewRules
) -> bool:
    """Whether who has read may still change it after the registration went on.

    In a round readers talk, and change their minds, until the selection begins;
    whoever is asked as a third reader reads then too (domain.md 7.5).
    """
    if rules.phase is None or registration.state not in AWAITS_TEAM:
        return False
    if registration.is_held or registration.current_workflow_state is None:
        return False
    return (
        registration.reviews.filter(reader=reader).exists()
        or registration.assignments.filter(reader=reader).exists()
    )


def _was_open_to(registration: Registration, user: Any) -> bool:
    """Whether `user`, who decides as well, could read what others think before.

    They could as long as it was decided or withdrawn, and while the round selected
    (services/review_sight.py). An undone decision or a phase that was taken back
    closes the opinions again; it does not make anybody forget them.
    """
    if not user_can_decide(user):
        return False
    if not registration.reviews.exclude(reader=user).exists():
        return False
    phases = PhaseChange.objects.filter(
        review_round__form_page=registration.page_id, from_phase=ReviewPhase.SELECTING
    )
    decided = registration.state_changes.filter(from_state__in=IS_UNDOABLE)
    return decided.exists() or phases.exists()


def _write_review(
    *,
    registration: Registration,
    reader: Any,
    advice: Advice,
    note: str,
    letter_line: str,
    scores: Mapping[str, int],
    rules: ReviewRules,
) -> Review:
    abstains = advice == Advice.ABSTAIN
    if not note and not abstains:
        raise NoteRequired
    levels = {} if abstains else check_scores(registration, scores)
    mean = get_mean(get_criteria(registration), levels)
    before = registration.reviews.filter(reader=reader).first()
    if before is None and not abstains and _was_open_to(registration, reader):
        raise HasReadOthers
    if before is not None:
        if before.advice == Advice.ABSTAIN and not abstains and rules.has_talk:
            raise HasReadOthers
        old = get_scores(before)
        same = (before.advice, before.note, before.letter_line, old)
        if same == (advice, note, letter_line, levels):
            # Read again and left as it was: that is what "changed at" tells.
            before.save(update_fields=["updated_at"])
            return before
        ReviewVersion.objects.create(
            review=before,
            advice=before.advice,
            note=before.note,
            letter_line=before.letter_line,
            scores=old,
            mean=before.mean,
            phase=rules.phase or "",
            written_at=before.updated_at,
        )
    review, _is_new = Review.objects.update_or_create(
        registration=registration,
        reader=reader,
        defaults={
            "reader_name": keep_name(reader),
            "advice": advice,
            "note": note,
            "letter_line": letter_line,
            "mean": mean,
        },
    )
    review.scores.all().delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, criterion_key=key, level=level)
        for key, level in levels.items()
    )
    return review


def _is_read(registration: Registration, task: ReviewTask) -> bool:
    """Whether enough readers judged it; a sample waits until everybody did."""
    if registration.review_count < task.reviews_needed:
        return False
    review_round = get_round(registration.page_id)
    if (
        review_round is None
        or not review_round.samples.filter(pk=registration.pk).exists()
    ):
        return True
    done = registration.reviews.values("reader")
    return not registration.assignments.exclude(reader__in=done).exists()
