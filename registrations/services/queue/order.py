"""What waits for somebody of the team, in the order in which they read it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import MD5, Cast, Concat
from wagtail.models import Page, Task, TaskState, WorkflowState

from ..enums import AWAITS_TEAM, SCORES_ARE_FIXED
from ..models import (
    Assignment,
    Registration,
    RegistrationFormPage,
    Review,
    ReviewRound,
    ReviewTask,
)
from ..models.tasks import RegistrationTask
from ..permissions import user_can_review
from .questions import came_back_to


@dataclass(frozen=True)
class Progress:
    """How far somebody is with reading the registrations of one form.

    Attributes:
        form_page: the form.
        title: the call or the day that it belongs to.
        done, total: how many are read, and how many there are to read.
    """

    form_page: RegistrationFormPage
    title: str
    done: int
    total: int

    @property
    def is_finished(self) -> bool:
        return self.done >= self.total


def get_queue(*, user: Any) -> QuerySet[Registration]:
    """Return the registrations that wait for `user`, in their own order.

    First what came back to them with an answer, then what waits at a step other than
    reading, by arrival; then what they read: the samples of the round, and the rest
    shuffled, the same way each time but differently for each reader, so that nobody's
    registration is always read last. A reader to whom registrations of a form were
    assigned gets those only. Steps between ours, such as a group approval, are not
    counted.
    """
    reading, others = _get_steps(user)
    own = Review.objects.filter(registration=OuterRef("pk"), reader=user)
    to_read = ~Q(Exists(own)) & (
        (Q(_waits_at(reading)) & _is_for(user)) | _is_asked_in_talk(user)
    )
    samples = ReviewRound.samples.through.objects.filter(registration=OuterRef("pk"))
    return (
        Registration.objects.visible_to(user)
        .filter(state__in=AWAITS_TEAM, held_at=None)
        .annotate(came_back=came_back_to(user))
        .filter(to_read | Q(_waits_at(others)) | Q(came_back=True))
        .annotate(
            is_to_read=Case(When(to_read, then=True), default=False),
            is_sample=Exists(samples),
            shuffle=Case(When(to_read, then=_shuffle(user)), default=Value("")),
        )
        .order_by(
            "-came_back", "is_to_read", "-is_sample", "shuffle", "submit_time", "pk"
        )
    )


def get_progress(*, user: Any) -> list[Progress]:
    """Return how far `user` is, per form on which they read or still have to."""
    reading, _others = _get_steps(user)
    if not reading:
        return []
    own = Review.objects.filter(registration=OuterRef("pk"), reader=user)
    assigned = Assignment.objects.filter(registration=OuterRef("pk"), reader=user)
    rows = (
        Registration.objects.visible_to(user)
        .annotate(is_read=Exists(own), is_assigned=Exists(assigned))
        .filter(
            Q(is_read=True)
            | Q(is_assigned=True, state__in=AWAITS_TEAM)
            | (Q(_waits_at(reading)) & _is_for(user) & Q(state__in=AWAITS_TEAM))
        )
        .order_by()
        .values("page")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(is_read=True)))
    )
    counts = {row["page"]: row for row in rows}
    pages = RegistrationFormPage.objects.filter(pk__in=counts).order_by("-pk")
    above = {page.pk: page.path[: -Page.steplen] for page in pages}
    parents = Page.objects.filter(path__in=above.values())
    titles = dict(parents.values_list("path", "title"))
    return [
        Progress(
            form_page=page,
            title=titles.get(above[page.pk], page.title),
            done=counts[page.pk]["done"],
            total=counts[page.pk]["total"],
        )
        for page in pages
    ]


def get_next(*, user: Any, after: Registration | None = None) -> Registration | None:
    """Return what `user` takes next: after `after` in their order, or the first.

    What waits at another step than reading comes first, by arrival; from the last of
    these the way leads on to the reading, and from the last of all to the first.
    """
    queue = get_queue(user=user)
    if after is None:
        return queue.first()
    waiting = queue.exclude(pk=after.pk)
    if _is_read_by(user, after, queue):
        following = waiting.filter(is_to_read=True, shuffle__gt=get_place(user, after))
    else:
        moment = after.submit_time
        later = Q(submit_time__gt=moment) | Q(submit_time=moment, pk__gt=after.pk)
        following = waiting.filter(Q(is_to_read=True) | later)
    return following.first() or waiting.first()


def get_first_to_read(*, user: Any) -> Registration | None:
    """Return where `user` goes on reading; None when everything is read."""
    return get_queue(user=user).filter(is_to_read=True).first()


def get_previous(*, user: Any, before: Registration) -> Registration | None:
    """Return what stands before `before` in the order of `user`, read or not."""
    reading, _others = _get_steps(user)
    own = Review.objects.filter(registration=OuterRef("pk"), reader=user)
    mine = Registration.objects.visible_to(user).filter(
        Q(Exists(own)) | (Q(_waits_at(reading)) & _is_for(user)),
        page=before.page_id,
        state__in=AWAITS_TEAM,
    )
    earlier = mine.annotate(shuffle=_shuffle(user)).filter(
        shuffle__lt=get_place(user, before)
    )
    return earlier.order_by("-shuffle").first()


def get_place(user: Any, registration: Registration) -> str:
    """Return where `registration` stands in the order of `user`, as the database has it."""
    text = f"{user.pk}:{registration.pk}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _is_read_by(user: Any, registration: Registration, queue: QuerySet) -> bool:
    """Whether `registration` stands in the reading part of the order of `user`."""
    if registration.reviews.filter(reader=user).exists():
        return True
    return queue.filter(pk=registration.pk, is_to_read=True).exists()


def _shuffle(user: Any) -> MD5:
    return MD5(
        Concat(Value(f"{user.pk}:"), Cast("pk", CharField()), output_field=CharField())
    )


def _get_steps(user: Any) -> tuple[list[int], list[int]]:
    """Return the steps at which `user` acts: those of reading, and the others."""
    reading, others = [], []
    for task in Task.objects.filter(active=True).specific():
        if isinstance(task, RegistrationTask) and task.user_can_act(None, user):
            steps = reading if isinstance(task, ReviewTask) else others
            steps.append(task.pk)
    return reading, others


def _waits_at(steps: list[int]) -> Exists:
    """Whether a registration waits at one of these steps now."""
    running = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Registration),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        current_task_state__task__in=steps,
    )
    return Exists(running)


def _is_asked_in_talk(user: Any) -> Q:
    """Whether `user` was asked as a third reader: after its step, while people talk.

    Only in a round, until scores are fixed (`services.review`).
    """
    if not user_can_review(user):
        return Q(pk__in=[])
    mine = Assignment.objects.filter(registration=OuterRef("pk"), reader=user)
    rounds = ReviewRound.objects.filter(form_page=OuterRef("page"))
    begun = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Registration),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    read = Review.objects.filter(registration=OuterRef("pk"))
    return Q(
        Exists(mine),
        Exists(rounds.exclude(phase__in=SCORES_ARE_FIXED)),
        Exists(read),
        Exists(begun),
    )


def _is_for(user: Any) -> Q:
    """Whether a registration is for `user` to read: assigned, or nothing is."""
    mine = Assignment.objects.filter(reader=user)
    on_form = mine.filter(registration__page=OuterRef("page"))
    return Q(Exists(mine.filter(registration=OuterRef("pk")))) | ~Q(Exists(on_form))
