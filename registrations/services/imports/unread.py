"""The answers of a file that match no option, for the office to say what they mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ...models import RegistrationImport
from .answers import AS_TEXT, EMPTY, Unreadable
from .meanings import make_digest
from .reading import Row
from .rows import VITAL, RowReader
from .service import ensure_open

# Of one question: more are no answers to a closed question, but another column.
MOST_TEXTS = 30


@dataclass(frozen=True)
class UnreadText:
    """One answer, how many rows have it, and what was said about it (None: nothing)."""

    text: str
    count: int
    digest: str
    meaning: str | None


@dataclass
class UnreadQuestion:
    """A question whose column holds answers that our form does not offer.

    Attributes:
        key, heading: the question, and as the old form asked it.
        choices: what can be meant; value and label.
        is_vital: whether a row without an answer stays out.
        texts: the answers, the most frequent first.
        left: how many more there are than are asked about.
    """

    key: str
    heading: str
    choices: list[tuple[str, str]]
    is_vital: bool
    texts: list[UnreadText] = field(default_factory=list)
    left: int = 0

    @property
    def meanings(self) -> set[str]:
        """What can be said about an answer; an option that is gone is none of it."""
        return {AS_TEXT, EMPTY, *dict(self.choices)}


def find_unread(*, registration_import: RegistrationImport) -> list[UnreadQuestion]:
    """Return the answers that the office must explain, by question.

    Args:
        registration_import: open, with its columns chosen.

    Raises:
        ImportFinished: its rows are gone.
    """
    ensure_open(registration_import)
    rows = [Row(line, cells) for line, cells in registration_import.rows]
    reader = RowReader.of(registration_import, rows)
    questions = []
    for number, key in enumerate(reader.mapping):
        answers = reader.readers.get(key)
        if answers is None or not answers.is_closed:
            continue
        counts: Counter[str] = Counter()
        spelled: dict[str, str] = {}
        for cell, times in Counter(row.cells[number] for row in rows).items():
            try:
                if cell:
                    answers.read(cell)
            except Unreadable as error:
                for text in error.texts:
                    digest = make_digest(text)
                    spelled.setdefault(digest, text)
                    counts[digest] += times
        if counts:
            question = UnreadQuestion(
                key, reader.headings[number], answers.choices, key in VITAL
            )
            for digest, count in counts.most_common(MOST_TEXTS):
                text = spelled[digest]
                said = reader.meanings.get(key, text)
                meaning = said if said in question.meanings else None
                question.texts.append(UnreadText(text, count, digest, meaning))
            question.left = len(counts) - len(question.texts)
            questions.append(question)
    return questions
