"""What a reader finds on the desk: the answers, the reviews, and where they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import cached_property

from ..enums import FormSection
from ..models import InformationRequest, Registration, RegistrationTag, Review, TagUse
from ..services.answers import Answer, get_answers_for
from ..services.changes import get_last_change
from ..services.discussion import get_comments
from ..services.highlights import Passage, get_passages
from ..services.history import HistoryEntry, get_history
from ..services.questions import (
    Return,
    get_open_question,
    get_return,
    is_overdue,
)
from ..services.queue import Progress, get_next, get_previous, get_progress
from ..services.review import get_visible_reviews
from ..services.review_sight import shows_scores_to
from ..services.scoring import get_criteria, get_scores, is_disputed

# Shown large, side by side: what is read first and longest.
MOTIVATIONS = ("motivation", "contribution")


class DeskReading:
    """The reading half of the desk; `Desk` adds what can be done."""

    # What was ticked in a form that was refused.
    ticked_marks: list[str] | None = None

    def __init__(self, registration: Registration, user: Any):
        self.registration = registration
        self.user = user

    @cached_property
    def came_back(self) -> Return | None:
        """What the applicant answered since this user last judged it."""
        return get_return(
            registration=self.registration,
            user=self.user,
            visible_keys=self.visible_keys,
        )

    @cached_property
    def waiting_question(self) -> InformationRequest | None:
        """What the applicant was asked and did not answer yet."""
        return get_open_question(registration=self.registration)

    @property
    def is_question_overdue(self) -> bool:
        return self.waiting_question is not None and is_overdue(self.waiting_question)

    @cached_property
    def shows_scores(self) -> bool:
        """Whether this user sees what others think."""
        return shows_scores_to(self.user, self.registration)

    @cached_property
    def is_disputed(self) -> bool:
        """Whether readers differ much, as far as this user may know."""
        return self.shows_scores and is_disputed(self.registration)

    @cached_property
    def reviews(self) -> list[Review]:
        """The reviews that this user may see, with their levels; own one first."""
        reviews = get_visible_reviews(registration=self.registration, user=self.user)
        rows = sorted(
            reviews.select_related("reader").prefetch_related("scores", "versions"),
            key=lambda review: review.reader_id != self.user.pk,
        )
        criteria = get_criteria(self.registration) if rows else []
        for review in rows:
            review.is_outdated = self._is_outdated(review)
            levels = {score.criterion_key: score for score in review.scores.all()}
            review.levels = [
                (row.name, levels[row.key].get_level_display())
                for row in criteria
                if row.key in get_scores(review)
            ]
        return rows

    @cached_property
    def own_review(self) -> Review | None:
        return next((r for r in self.reviews if r.reader_id == self.user.pk), None)

    @cached_property
    def comments(self) -> list[Any]:
        return list(get_comments(registration=self.registration, user=self.user))

    @cached_property
    def tag_uses(self) -> list[TagUse]:
        return list(self.registration.tag_uses.select_related("tag"))

    @cached_property
    def tags_to_choose(self) -> list[RegistrationTag]:
        return list(RegistrationTag.objects.filter(is_active=True))

    @cached_property
    def answers(self) -> list[Answer]:
        return get_answers_for(self.user, self.registration)

    @cached_property
    def visible_keys(self) -> frozenset[str]:
        """The questions of which this user may see the answers."""
        return frozenset(answer.key for answer in self.answers)

    @cached_property
    def motivations(self) -> list[tuple[Answer, list[Passage]]]:
        """What is read first, as passages that can be marked."""
        passages = get_passages(
            registration=self.registration,
            user=self.user,
            texts=self.marked_texts,
            marked=self.ticked_marks,
        )
        return [(row, passages[row.key]) for row in self._get_motivations()]

    @cached_property
    def marked_texts(self) -> dict[str, str]:
        """The answers in which sentences can be marked, as this user reads them."""
        return {row.key: row.value_text for row in self._get_motivations()}

    def _get_motivations(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.key in MOTIVATIONS]

    @property
    def sections(self) -> list[tuple[str, list[Answer]]]:
        """The other answers under the headings of the form."""
        groups = []
        for section in FormSection:
            answers = [
                answer
                for answer in self.answers
                if answer.section == section and answer.key not in MOTIVATIONS
            ]
            if answers:
                groups.append((section.team_label, answers))
        return groups

    @property
    def history(self) -> list[HistoryEntry]:
        return get_history(
            registration=self.registration,
            user=self.user,
            visible_keys=self.visible_keys,
        )

    @cached_property
    def amended_at(self) -> datetime | None:
        """When the applicant last changed an answer."""
        return get_last_change(registration=self.registration)

    @property
    def is_amended_since_own_review(self) -> bool:
        """Whether this user read other answers than those that stand here."""
        return self.own_review is not None and self._is_outdated(self.own_review)

    def _is_outdated(self, review: Review) -> bool:
        return self.amended_at is not None and review.updated_at < self.amended_at

    @cached_property
    def progress(self) -> Progress | None:
        """How far this user is with the form of this registration."""
        pages = get_progress(user=self.user)
        page_id = self.registration.page_id
        return next((row for row in pages if row.form_page.pk == page_id), None)

    @cached_property
    def next_in_queue(self) -> Registration | None:
        return get_next(user=self.user, after=self.registration)

    @cached_property
    def previous(self) -> Registration | None:
        return get_previous(user=self.user, before=self.registration)
