"""CoreQuestion: what is fixed about a question that has a column of its own."""

from dataclasses import dataclass

from django.utils.functional import Promise

from ...enums import (
    AnswerCondition,
    AnswerVisibility,
    FormKind,
    FormSection,
    ReferenceList,
)

# Field types of core questions start with this; Wagtail has an "email" of its own.
TYPE_PREFIX = "core_"
# What a column of text takes, and a question of the editor at most.
MAX_LONG_ANSWER = 1200
SELECTION_ONLY = frozenset({FormKind.SELECTION})
EVERY_KIND = frozenset(FormKind)
WHY_WE_ASK = (
    "Een gevarieerde groep versterkt de uitwisseling én de resultaten. Daarom vragen "
    "we dit."
)


@dataclass(frozen=True)
class CoreQuestion:
    """What is fixed about one core question, and how it starts on a new form.

    Attributes:
        column: the column of `Registration`; also the key of the question.
        answer: how it is answered: names a method of the form builder.
        name: what editors call it in the list of kinds of question.
        section, label, help_text, required: how it starts on a new form.
        starts_on: the kinds of form that start with it.
        needed_by: the kinds of form that cannot be published without it; it is
            then required as well.
        missing: the sentence for somebody who left it open.
        options: the closed list it is answered from, if any.
        max_length: characters; for columns with room for so many.
        too_long: the sentence for a long answer, where it has one of its own.
        parameter: the word in an address that answers it beforehand, such as
            `?voornaam=Lotte`. A box to tick has none: consent that somebody else
            gave is no consent.
        autocomplete: the HTML token, so that browsers can fill it in.
        show_if: after which answers it is asked on a new form: the column, the
            condition, and the answers (none means all that are offered).
        visibility: when readers see the answer (domain.md 2.2, column R).
    """

    column: str
    answer: str
    name: str | Promise
    section: FormSection
    label: str
    missing: str | Promise
    help_text: str = ""
    required: bool = True
    starts_on: frozenset[FormKind] = SELECTION_ONLY
    needed_by: frozenset[FormKind] = frozenset()
    options: ReferenceList | None = None
    max_length: int | None = None
    too_long: str | Promise = ""
    parameter: str = ""
    autocomplete: str = ""
    show_if: tuple[str, AnswerCondition, tuple[str, ...]] | None = None
    visibility: AnswerVisibility = AnswerVisibility.ALWAYS

    @property
    def field_type(self) -> str:
        return TYPE_PREFIX + self.column
