"""The core questions: one per typed column of `Registration`, as plain data.

A core question has its column's name as its key. Label, hint, order, section, whether
it is required and when it is asked belong to the editor; what stands here is how a
new form starts (domain.md 2.2), in Dutch, since it becomes content of the page.
"""

from ...enums import FormKind
from .choice import CHOICE_AND_MOTIVATION
from .person import FINISHING, WHO
from .question import MAX_LONG_ANSWER, TYPE_PREFIX, CoreQuestion

__all__ = ["MAX_LONG_ANSWER", "TYPE_PREFIX", "CoreQuestion"]

CORE_QUESTIONS = (*WHO, *CHOICE_AND_MOTIVATION, *FINISHING)
CORE_BY_TYPE = {core.field_type: core for core in CORE_QUESTIONS}
CORE_BY_COLUMN = {core.column: core for core in CORE_QUESTIONS}
# Consent is free: these may never be made a condition (domain.md 3).
NEVER_REQUIRED = frozenset({"newsletter", "keep_for_next", "share_contacts"})
# By these readers find, filter and sort registrations: they are seen by all of them.
LISTED = frozenset(
    {
        "first_name",
        "last_name",
        "email",
        "organisation",
        "organisation_type",
        "municipality",
        "workplace_first",
        "workplace_second",
        "availability",
        "experience_level",
    }
)


def needed_questions(kind: str) -> list[CoreQuestion]:
    """Return the core questions without which a form of `kind` cannot work."""
    return [core for core in CORE_QUESTIONS if kind in core.needed_by]


def starting_questions(kind: str) -> list[dict]:
    """Return the values of the questions with which a new form of `kind` starts."""
    is_direct = kind == FormKind.DIRECT
    questions = []
    for core in CORE_QUESTIONS:
        if kind not in core.starts_on:
            continue
        help_text, required = core.help_text, core.required
        if is_direct:
            # A day is registered for in a minute, and nobody decides about it.
            required = kind in core.needed_by
            help_text = (
                "We sturen je hierop een bevestiging." if core.column == "email" else ""
            )
        questions.append(
            {
                "clean_name": core.column,
                "field_type": core.field_type,
                "label": core.label,
                "help_text": help_text,
                "required": required,
                "section": core.section,
                "sort_order": len(questions),
                "visibility": core.visibility,
                **_get_condition(core),
            }
        )
    return questions


def _get_condition(core: CoreQuestion) -> dict:
    if core.show_if is None:
        return {}
    key, condition, answers = core.show_if
    return {
        "show_if_key": key,
        "show_if_condition": condition,
        "show_if_values": list(answers),
    }
