"""Reviews beside each other: per criterion, with how far readers differ.

For the desk and for the calibration, where everybody reads the same few registrations
first and then looks at where they differ (domain.md 7.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import pgettext

from workplaces.models.parts import SelectionCriterion

from ..enums import ADVICE_LEVELS, LARGE_DIFFERENCE, Advice, Level
from ..models import Registration, RegistrationFormPage, Review, ReviewVersion
from .names import get_name
from .review_sight import get_visible_reviews, shows_scores_to
from .rounds import get_round
from .scoring import get_criteria, get_scores, is_disputed


@dataclass(frozen=True)
class EarlierReview:
    """What a review was before its reader changed it.

    Attributes:
        version: the row.
        levels: per criterion, its name and the level.
    """

    version: ReviewVersion
    levels: tuple[tuple[str, Level], ...]


@dataclass(frozen=True)
class ComparedReview:
    """One review as a column.

    Attributes:
        review: the row.
        name: who wrote it, also when the account is gone.
        is_own: whether the one who looks wrote it.
        earlier: what it was before, oldest first.
    """

    review: Review
    name: str
    is_own: bool
    earlier: tuple[EarlierReview, ...]


@dataclass(frozen=True)
class ComparedRow:
    """What the readers gave for one criterion, or advised.

    Attributes:
        name: the criterion, or "advice".
        values: a level or an advice per review, in their order; None for nothing.
        spread: the largest difference in levels; None for fewer than two.
    """

    name: str
    values: tuple[Level | Advice | None, ...]
    spread: int | None

    @property
    def is_large(self) -> bool:
        return self.spread is not None and self.spread >= LARGE_DIFFERENCE


@dataclass(frozen=True)
class Comparison:
    """The reviews of one registration that somebody may see.

    Attributes:
        reviews: the columns, one's own first.
        rows: the criteria in the order of the call, and the advice.
        mean, spread: of the registration; None where others are hidden.
        is_disputed: whether they differ so much that they should talk.
        shows_others: whether the reviews of others are among them.
    """

    registration: Registration
    reviews: tuple[ComparedReview, ...]
    rows: tuple[ComparedRow, ...]
    mean: Decimal | None
    spread: int | None
    is_disputed: bool
    shows_others: bool


def get_comparison(*, registration: Registration, user: Any) -> Comparison:
    """Return the reviews of `registration` that `user` may see, side by side.

    Through the one gate (services/review_sight.py): until one's own review is in,
    neither the reviews of others nor what they come to together.
    """
    shows_others = shows_scores_to(user, registration)
    visible = get_visible_reviews(registration=registration, user=user)
    rows = visible.select_related("reader").prefetch_related("scores", "versions")
    reviews = sorted(rows, key=lambda review: review.reader_id != user.pk)
    criteria = get_criteria(registration) if reviews else []
    return Comparison(
        registration=registration,
        reviews=tuple(_make_column(review, criteria, user) for review in reviews),
        rows=_make_rows(reviews, criteria),
        mean=registration.score_mean if shows_others else None,
        spread=registration.score_spread if shows_others else None,
        is_disputed=shows_others and is_disputed(registration),
        shows_others=shows_others,
    )


def get_calibration(*, form_page: RegistrationFormPage, user: Any) -> list[Comparison]:
    """Return the samples of the round of `form_page` as far as `user` may see them.

    A sample that `user` has not read yet is there without the reviews of others.
    """
    review_round = get_round(form_page)
    if review_round is None:
        return []
    samples = Registration.objects.visible_to(user).filter(
        pk__in=review_round.samples.values("pk")
    )
    return [
        get_comparison(registration=sample, user=user)
        for sample in samples.select_related("page").order_by("reference")
    ]


def _make_column(
    review: Review, criteria: Iterable[SelectionCriterion], user: Any
) -> ComparedReview:
    is_own = review.reader_id == user.pk
    return ComparedReview(
        review=review,
        name=pgettext("a reader", "You")
        if is_own
        else get_name(review.reader, review.reader_name),
        is_own=is_own,
        earlier=tuple(
            EarlierReview(version, _read_levels(version.scores, criteria))
            for version in review.versions.all()
        ),
    )


def _make_rows(
    reviews: list[Review], criteria: Iterable[SelectionCriterion]
) -> tuple[ComparedRow, ...]:
    if not reviews:
        return ()
    scores = [get_scores(review) for review in reviews]
    rows = [
        _make_row(
            criterion.name,
            [
                Level(given[criterion.key]) if criterion.key in given else None
                for given in scores
            ],
        )
        for criterion in criteria
    ]
    advices = [Advice(review.advice) for review in reviews]
    known = [ADVICE_LEVELS[row] for row in advices if row in ADVICE_LEVELS]
    advice = ComparedRow(
        pgettext("of readers", "Advice"), tuple(advices), _get_spread(known)
    )
    return (*rows, advice)


def _make_row(name: str, levels: list[Level | None]) -> ComparedRow:
    given = [level for level in levels if level is not None]
    return ComparedRow(name, tuple(levels), _get_spread(given))


def _get_spread(levels: list[int]) -> int | None:
    return max(levels) - min(levels) if len(levels) > 1 else None


def _read_levels(
    scores: dict[str, int], criteria: Iterable[SelectionCriterion]
) -> tuple[tuple[str, Level], ...]:
    return tuple(
        (criterion.name, Level(scores[criterion.key]))
        for criterion in criteria
        if criterion.key in scores
    )
