"""What a row of a file says once it is read, and a form that asks only that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...enums import RowOutcome


@dataclass
class CheckedRow:
    """What a row says, and what would become of it.

    Attributes:
        line: its number in a spreadsheet.
        outcome: whether it can be imported.
        notes: what is missing or left out, in sentences that quote no answer.
        name, email: for the screen of the dry run only.
        form: bound and valid, where the row can be imported.
        received_at: Google's timestamp.
        import_key: recognises this row in every later file.
        reference: the number of the registration that it became or already is.
        given, extras: its texts, by question and beside them.
        is_complete: whether its answers have been checked.
    """

    line: int
    outcome: RowOutcome = RowOutcome.OK
    notes: list[str] = field(default_factory=list)
    name: str = ""
    email: str = ""
    form: Any = None
    received_at: datetime | None = None
    import_key: str = ""
    reference: str = ""
    given: dict[str, str] = field(default_factory=dict)
    extras: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    is_complete: bool = False

    def refuse(self, outcome: RowOutcome, note: str) -> None:
        self.outcome = outcome
        self.notes.append(note)
        self.form = None


class ImportedAnswers:
    """Mixed into the form class of the page: only what the old form asked counts.

    A question that was not in the file was not asked: it is no "no", and it does not
    stand among the questions of the registration.
    """

    asked: dict[str, str]
    extras: dict[str, tuple[str, str, str]]

    def get_snapshot(self) -> list[dict[str, Any]]:
        questions = [
            question | {"label": self.asked[question["key"]]}
            for question in super().get_snapshot()
            if question["key"] in self.asked
        ]
        return questions + [
            {
                "key": key,
                "label": label,
                "field_type": "multiline",
                "section": section,
            }
            for key, (label, section, _text) in self.extras.items()
        ]

    def is_asked(self, key: str) -> bool:
        """What stands in the file was answered, whatever our form would have asked."""
        return True

    def get_own_answers(self) -> dict[str, Any]:
        answers = super().get_own_answers()
        kept = {key: value for key, value in answers.items() if key in self.asked}
        return kept | {key: text for key, (_l, _s, text) in self.extras.items()}

    def get_core_answers(self) -> dict[str, Any]:
        answers = super().get_core_answers()
        asked = {*self.asked}
        if "municipality" in asked:
            asked.add("municipality_text")
        return {key: value for key, value in answers.items() if key in asked}
