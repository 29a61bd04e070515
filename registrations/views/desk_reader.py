"""What a reader finds on the desk: the answers, the reviews, and where they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from ..enums import FormSection
from ..models import InformationRequest, Registration, RegistrationTag, Review, TagUse
from ..services.answers import Answer, get_answers_for
from ..services.changes import get_last_change
from ..services.comparison import Comparison, get_comparison
from ..services.discussion import get_comments
from ..services.highlights import Passage, get_passages
from ..services.history import HistoryEntry, get_history
from ..services.masking import get_mask
from ..services.names import get_name
from ..services.questions import (
    Return,
    get_open_question,
    get_return,
    is_overdue,
)
from ..services.queue import Progress, Way, get_way, is_waiting_for
from ..services.rounds import get_round

# Shown large, side by side: what is read first and longest.
MOTIVATIONS = ("motivation", "contribution")


class DeskReading:
    """The reading half of the desk; `Desk` adds what can be done."""

    # What was ticked in a form that was refused.
    ticked_marks: list[str] | None = None

    def __init__(
        self, registration: Registration, user: Any, *, promised: int | None = None
    ):
        """Take one registration out.

        Args:
            registration: one that `user` may see.
            user: the member of the team.
            promised: the key of what they were to take next before they did something
                here. A step moves a registration to another part of their order, and
                what waited behind it is not to be skipped.
        """
        self.registration = registration
        self.user = user
        self.promised = promised

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
    def waiting_text(self) -> str:
        """That question, without names where a round hides them from this user."""
        if self.waiting_question is None:
            return ""
        return get_mask(self.user, self.registration)(self.waiting_question.question)

    @property
    def is_question_overdue(self) -> bool:
        return self.waiting_question is not None and is_overdue(self.waiting_question)

    @cached_property
    def comparison(self) -> Comparison:
        """The reviews that this user may see, side by side; own one first."""
        comparison = get_comparison(registration=self.registration, user=self.user)
        for column in comparison.reviews:
            column.review.is_outdated = self._is_outdated(column.review)
        return comparison

    @cached_property
    def own_review(self) -> Review | None:
        columns = self.comparison.reviews
        return next((column.review for column in columns if column.is_own), None)

    @cached_property
    def calibration_url(self) -> str:
        """Where the samples are compared, when this is one of them; else empty."""
        review_round = get_round(self.registration.page_id)
        if review_round is None:
            return ""
        if not review_round.samples.filter(pk=self.registration.pk).exists():
            return ""
        return reverse("registrations:calibration", args=[self.registration.page_id])

    @cached_property
    def comments(self) -> list[dict[str, Any]]:
        """What readers said to each other, each with who said it."""
        comments = get_comments(registration=self.registration, user=self.user)
        return [
            {"comment": row, "who": get_name(row.author, row.author_name)}
            for row in comments
        ]

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
    def way(self) -> Way:
        """What lies around this registration in the order of this user."""
        return get_way(user=self.user, at=self.registration)

    @property
    def progress(self) -> Progress | None:
        """How far this user is with the form of this registration."""
        return self.way.progress

    @cached_property
    def next_in_queue(self) -> Registration | None:
        """What this user takes next: what they were promised, while it waits."""
        if self.promised is not None:
            promised = Registration.objects.filter(pk=self.promised).first()
            if promised and is_waiting_for(self.user, promised):
                return promised
        return self.way.following

    @property
    def previous(self) -> Registration | None:
        return self.way.previous
