"""What a form has to choose from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from home.page_cache import keep_fragment
from workplaces.models import Session, WorkplacePage

from ..models import AnswerOption, RegistrationFormField, RegistrationFormPage


@dataclass
class Offer:
    """What a form has to choose from, fetched once for all its questions."""

    workplaces: Sequence[WorkplacePage] = ()
    sessions: Sequence[Session] = ()
    options: dict[str, list[AnswerOption]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def of(
        cls, page: RegistrationFormPage, questions: Iterable[RegistrationFormField]
    ) -> Offer:
        """Fetch what `questions` need; the same queries however many there are."""
        cores = [question.core for question in questions if question.core]
        lists = {core.options for core in cores if core.options}
        answers = {core.answer for core in cores}
        offer = cls()
        if answers & {"workplace", "second_workplace"}:
            offer.workplaces = page.get_workplaces()
        if "sessions" in answers:
            offer.sessions = page.get_sessions()
        if lists:
            offer.options = keep_fragment(("answer options",), _read_options)
        return offer

    def can_answer(self, question: RegistrationFormField) -> bool:
        """Whether there is anything to choose; an empty question is not asked."""
        core = question.core
        if core is None:
            return True
        if core.options:
            return bool(self.options[core.options])
        needed = {
            "workplace": (self.workplaces, 1),
            "second_workplace": (self.workplaces, 2),
            "sessions": (self.sessions, 1),
        }
        rows, at_least = needed.get(core.answer, ((), 0))
        return len(rows) >= at_least


def _read_options() -> dict[str, list[AnswerOption]]:
    """Return what the closed lists offer; kept until the office changes one."""
    options: dict[str, list[AnswerOption]] = defaultdict(list)
    for option in AnswerOption.objects.filter(is_active=True):
        options[option.list].append(option)
    return options
