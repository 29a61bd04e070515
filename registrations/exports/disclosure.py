"""What an export may say of one person: the visibility of every answer, row by row.

Who may export sees what every reader sees at that moment, and no more. Two exceptions,
both to do with what an answer is for:

- an answer for statistics goes out counted only (exports/statistics.py);
- consent (newsletter, keep for a next call, share contacts) is nobody's to read on a
  screen, but must be acted upon, so that it does go out, by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ..enums import AnswerVisibility
from ..models import Registration, RegistrationFormPage
from ..models.core_questions import CORE_BY_COLUMN, NEVER_REQUIRED
from ..permissions import is_answer_open, user_can_see_facts, user_can_see_names
from ..services.answers import get_visibilities, get_visibility, is_erased, was_asked
from ..services.masking import FACT_KEYS, NAME_KEYS

# Core answers in somebody's own words: a file is not read, so nothing is covered in
# them word by word; where names are hidden they stay out as a whole.
OWN_WORDS = frozenset(
    {
        "motivation",
        "contribution",
        "expectations",
        "availability_note",
        "practice_note",
        "entry_reason",
    }
)


class Disclosure:
    """Knows of every form what its editors say now; asks once for each form.

    Args:
        user: for whom the file is: a round that hides names or facts from them hides
            these in the file too.
    """

    def __init__(self, user: Any) -> None:
        self._user = user
        self._pages: dict[int, dict[str, str]] = {}
        self._rounds: dict[int, tuple[bool, bool]] = {}

    def get_covered(self, registration: Registration) -> frozenset[str]:
        """Return what a round covers in this row; names inside other answers too."""
        page_id = registration.page_id
        if page_id not in self._rounds:
            self._rounds[page_id] = (
                user_can_see_names(self._user, page_id),
                user_can_see_facts(self._user, page_id),
            )
        sees_names, sees_facts = self._rounds[page_id]
        covered = frozenset() if sees_facts else FACT_KEYS
        if not sees_names:
            # Everything that somebody wrote in their own words may name them.
            covered |= (
                NAME_KEYS
                | OWN_WORDS
                | {
                    question["key"]
                    for question in registration.questions
                    if question["key"] not in CORE_BY_COLUMN
                }
            )
        return covered

    def _get_visibilities(self, page_id: int) -> dict[str, str]:
        if page_id not in self._pages:
            page = RegistrationFormPage.objects.get(pk=page_id)
            self._pages[page_id] = get_visibilities(page)
        return self._pages[page_id]

    def get_closed(self, registration: Registration) -> frozenset[str]:
        """Return the columns that stay empty in the row of `registration`."""
        now = self._get_visibilities(registration.page_id)
        asked = {question["key"]: question for question in registration.questions}
        return self.get_covered(registration) | frozenset(
            key
            for key in {*now, *asked, *CORE_BY_COLUMN}
            if not was_asked(asked.get(key, {}))
            or is_erased(asked.get(key, {}))
            or (
                key not in NEVER_REQUIRED
                and not is_answer_open(
                    visibility=get_visibility(key, asked=asked.get(key), now=now),
                    state=registration.state,
                )
            )
        )


def get_statistics_only(queryset: QuerySet[Registration]) -> frozenset[str]:
    """Return the questions that every form of `queryset` asks for statistics only."""
    pages = RegistrationFormPage.objects.filter(
        pk__in=queryset.order_by().values("page")
    )
    return _find_common(get_visibilities(page) for page in pages) - NEVER_REQUIRED


def _find_common(pages: Iterable[dict[str, str]]) -> frozenset[str]:
    pages = list(pages)
    keys = frozenset(key for page in pages for key in page)
    return frozenset(
        key
        for key in keys
        if all(
            page.get(key, AnswerVisibility.STATISTICS) == AnswerVisibility.STATISTICS
            for page in pages
        )
    )
