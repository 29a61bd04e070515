"""Who sees what readers think: one condition for the desk, the list and the rest.

Reviews are independent (design.md, "Fairness"; domain.md 7.3): scores, notes, talk
and highlights of others stay hidden until one's own review is in. It fails closed:
whoever neither reads nor decides sees none but their own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from wagtail.models import Task, WorkflowState

from ..enums import Advice, ReviewPhase
from ..models import Decision, Registration, Review, ReviewRound, ReviewTask
from ..permissions import user_can_decide, user_can_review, user_can_view_registrations
from .scoring import is_untied


def with_visible_scores(queryset: QuerySet, user: Any) -> QuerySet:
    """Say of each registration whether `user` sees what others think: `shows_scores`.

    Args:
        queryset: registrations, already narrowed down to those open to `user`.
        user: the member of the team.
    """
    return with_own_review(queryset, user).annotate(shows_scores=_get_condition(user))


def with_own_review(queryset: QuerySet, user: Any) -> QuerySet:
    """Join the review of `user` to each registration, where there is one: `own_review`.

    There is one at most. A join and no subquery: for the fifty rows of a list the
    database then looks up fifty, and does not gather all that somebody ever read.
    """
    own = FilteredRelation("reviews", condition=Q(reviews__reader=user))
    return queryset.alias(own_review=own)


def shows_scores_to(user: Any, registration: Registration) -> bool:
    """Whether `user` sees what others think of `registration` now."""
    visible = Registration.objects.visible_to(user).filter(pk=registration.pk)
    return with_visible_scores(visible, user).filter(shows_scores=True).exists()


def get_visible_reviews(
    *, registration: Registration, user: Any, with_tied: bool = False
) -> QuerySet[Review]:
    """Return the reviews of `registration` that `user` may see now.

    Reviews are independent (design.md, "Fairness"): one's own always, those of others
    through the gate that every list asks too.

    Args:
        registration: about which.
        user: who looks.
        with_tied: also what readers with a tie wrote before it was known. It counts
            nowhere, and stands in the history of who decides.
    """
    reviews = Review.objects.filter(registration=registration)
    if not with_tied:
        reviews = reviews.filter(is_untied())
    if shows_scores_to(user, registration):
        return reviews
    return reviews.filter(reader=user)


def with_visible_proposals(queryset: QuerySet, user: Any) -> QuerySet:
    """Say of each whether `user` sees that a proposal waits for its release.

    A proposal is an opinion: `has_proposal` keeps it from who still reads, except
    their own. Whoever decides, or only keeps the office, judges nothing by it.

    Args:
        queryset: registrations, already narrowed down to those open to `user`.
        user: the member of the team.
    """
    proposals = Decision.objects.filter(registration=OuterRef("pk")).open()
    if sees_every_proposal(user):
        return queryset.annotate(has_proposal=Exists(proposals))
    if "shows_scores" not in queryset.query.annotations:
        queryset = with_visible_scores(queryset, user)
    seen = Q(Exists(proposals.filter(proposed_by=user)))
    seen |= Q(shows_scores=True) & Q(Exists(proposals))
    return queryset.annotate(has_proposal=ExpressionWrapper(seen, BooleanField()))


def shows_proposals_to(user: Any, registration: Registration) -> bool:
    """Whether `user` sees what others propose for `registration` now."""
    return sees_every_proposal(user) or shows_scores_to(user, registration)


def sees_every_proposal(user: Any) -> bool:
    """Whether no proposal is kept from `user`: they decide, or never judge."""
    return user_can_decide(user) or not user_can_review(user)


def _get_condition(user: Any) -> Any:
    if not user_can_view_registrations(user):
        return Value(False, output_field=BooleanField())
    rounds = ReviewRound.objects.filter(form_page=OuterRef("page"))
    judging = [advice for advice in Advice if advice != Advice.ABSTAIN]
    # Never unknown: whoever wrote none sees none.
    has_written = Q(own_review__isnull=False)
    has_judged = has_written & Q(own_review__advice__in=judging)
    has_abstained = has_written & Q(own_review__advice=Advice.ABSTAIN)
    # Somebody who abstained must not read on and then judge after all.
    talked = Q(Exists(rounds.exclude(phase=ReviewPhase.READING)))
    condition = has_judged | (has_abstained & talked)
    if user_can_decide(user):
        selecting = Exists(rounds.filter(phase=ReviewPhase.SELECTING))
        condition |= Q(selecting) | ~Q(_may_still_read(user))
    return condition


def _may_still_read(user: Any) -> Any:
    """Whether the registration waits at a reading step where `user` could score."""
    if not user_can_review(user):
        return Value(False, output_field=BooleanField())
    steps = [
        task.pk
        for task in ReviewTask.objects.filter(active=True)
        if task.user_can_act(None, user)
    ]
    running = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Registration),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=[
            WorkflowState.STATUS_IN_PROGRESS,
            # A question to the applicant only pauses the step.
            WorkflowState.STATUS_NEEDS_CHANGES,
        ],
        current_task_state__task__in=Task.objects.filter(pk__in=steps),
    )
    return Exists(running)
