"""Reviews: what readers think, independently of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Task, TaskState, WorkflowState

from ..enums import AWAITS_TEAM, Advice, RegistrationState
from ..models import Registration, Review, ReviewTask
from ..permissions import Actor, user_can_review
from .actions import advance
from .errors import IllegalTransition, NotAllowed, RegistrationError
from .seats import lock_form_page
from .state import change_state
from .workflow import can_advance, ensure_workflow

if TYPE_CHECKING:
    from ..models.review import ReviewQuerySet


class NoteRequired(RegistrationError):
    message = _("Write a note as well: why this advice?")


class ReadingClosed(IllegalTransition):
    message = _("Reading is not going on for this registration, so nothing was saved.")


@transaction.atomic
def submit_review(
    *, registration: Registration, reader: Any, advice: Advice | str, note: str
) -> Review:
    """Write or change the review of `reader`, as long as reading goes on.

    When as many reviews are in as the step asks for, the registration moves on by
    itself; where staff left the workflow without a next step it stays, and the
    review screen says so.

    Args:
        registration: the registration as the caller knows it; it is read again.
        reader: the member of the team whose review this is.
        advice: yes, maybe or no.
        note: why; part of the applicant's data.

    Raises:
        NotAllowed: the user may not read, or not in this step.
        ReadingClosed: the current step is not a reading step.
        NoteRequired: an advice without a word of explanation helps nobody.
    """
    if not user_can_review(reader, registration):
        raise NotAllowed
    # One review after the other: two that come in at once must not both think
    # that one is still missing, or that they are the last.
    lock_form_page(form_page_id=registration.page_id)
    registration = Registration.objects.get(pk=registration.pk)
    ensure_workflow(registration=registration)
    task = get_reading_task(registration)
    if task is None:
        raise ReadingClosed
    if not task.user_can_act(registration, reader):
        raise NotAllowed
    note = note.strip()
    if not note:
        raise NoteRequired
    review, _is_new = Review.objects.update_or_create(
        registration=registration,
        reader=reader,
        defaults={"advice": Advice(advice), "note": note},
    )
    log(instance=registration, action="registrations.review", user=reader)
    if registration.state == RegistrationState.RECEIVED:
        registration = change_state(
            registration=registration,
            to=RegistrationState.IN_REVIEW,
            actor=Actor.staff(reader),
        )
    if _is_read(registration, task):
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


def get_visible_reviews(*, registration: Registration, user: Any) -> ReviewQuerySet:
    """Return the reviews of `registration` that `user` may see now.

    Reviews are independent (design.md, "Fairness"): whoever may still act in the
    reading step, deciders included, first writes their own. A question to the
    applicant only pauses that step.
    """
    reviews = Review.objects.visible_to(user, registration)
    task = _get_current_task(registration)
    if isinstance(task, ReviewTask) and task.user_can_act(registration, user):
        own = reviews.filter(reader=user)
        return reviews if own.exists() else own
    return reviews


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


def _get_current_task(registration: Registration) -> Task | None:
    workflow_state = registration.current_workflow_state
    task_state = workflow_state.current_task_state if workflow_state else None
    return task_state.task.specific if task_state else None


def _is_read(registration: Registration, task: ReviewTask) -> bool:
    return registration.reviews.count() >= task.reviews_needed
