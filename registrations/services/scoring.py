"""Scores: what the readers' levels come to, for one review and for a registration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from workplaces.models.parts import SelectionCriterion

from ..enums import ADVICE_LEVELS, LARGE_DIFFERENCE, Advice, Level, TieState
from ..models import Registration, Review, Tie
from .errors import RegistrationError

_CENT = Decimal("0.01")


class ScoreRequired(RegistrationError):
    message = _("Choose a level for every criterion, or abstain.")


def get_criteria(registration: Registration) -> list[SelectionCriterion]:
    """Return what is weighed, the same rows as on the public page of the call.

    Empty for a form without a call, and for a call without criteria: there an advice
    with a word of explanation is all that is asked.
    """
    call = registration.page.call
    return list(call.criteria.all()) if call else []


def check_scores(
    registration: Registration, scores: Mapping[str, int]
) -> dict[str, Level]:
    """Return `scores` by the key of their criterion, every criterion among them.

    Raises:
        ScoreRequired: one is missing, or is no level at all.
    """
    checked = {}
    for criterion in get_criteria(registration):
        try:
            checked[criterion.key] = Level(int(scores[criterion.key]))
        except (KeyError, TypeError, ValueError) as error:
            raise ScoreRequired from error
    return checked


def get_mean(
    criteria: Iterable[SelectionCriterion], scores: Mapping[str, int]
) -> Decimal | None:
    """Return the weighed mean of one review, 0 to 3; None without a score."""
    weighed = [(row.weight, scores[row.key]) for row in criteria if row.key in scores]
    total = sum(weight for weight, _level in weighed)
    if not total:
        return None
    sum_of_levels = sum(weight * level for weight, level in weighed)
    return (Decimal(sum_of_levels) / total).quantize(_CENT)


def update_scores(*, registration: Registration) -> None:
    """Write down what the reviews of `registration` come to now.

    Call it, with the form locked, after a review and after a tie. Who abstained and
    who has a tie counts nowhere (domain.md 7.4).
    """
    reviews = list(get_counted_reviews(registration).prefetch_related("scores"))
    means = [review.mean for review in reviews if review.mean is not None]
    Registration.objects.filter(pk=registration.pk).update(
        review_count=len(reviews),
        score_mean=(sum(means) / len(means)).quantize(_CENT) if means else None,
        score_spread=_get_spread(reviews),
    )
    registration.refresh_from_db(fields=["review_count", "score_mean", "score_spread"])


def get_counted_reviews(registration: Registration) -> QuerySet[Review]:
    """Return the reviews that count: of readers without a tie who did not abstain."""
    return registration.reviews.exclude(advice=Advice.ABSTAIN).filter(is_untied())


def is_untied() -> Any:
    """Return the condition that the reader of a review declared no tie, nor was told.

    For a query of reviews. What was only suspected when they wrote it was closed to
    them, so they wrote nothing.
    """
    ties = Tie.objects.filter(
        registration=OuterRef("registration"),
        user=OuterRef("reader"),
        state=TieState.DECLARED,
    )
    return ~Exists(ties)


def is_disputed(registration: Registration) -> bool:
    """Whether readers differ so much that they should talk, or a third one reads."""
    spread = registration.score_spread
    return spread is not None and spread >= LARGE_DIFFERENCE


def get_scores(review: Review) -> dict[str, int]:
    """Return the levels of a review by the key of their criterion."""
    return {score.criterion_key: score.level for score in review.scores.all()}


def _get_spread(reviews: list[Review]) -> int | None:
    """Return the largest difference on one criterion or on the advice."""
    if len(reviews) < 2:
        return None
    levels: dict[Any, list[int]] = {}
    for review in reviews:
        levels.setdefault("advice", []).append(ADVICE_LEVELS[Advice(review.advice)])
        for key, level in get_scores(review).items():
            levels.setdefault(key, []).append(level)
    return max(max(row) - min(row) for row in levels.values())
