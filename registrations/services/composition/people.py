"""What a decider may know while composing: of each person, and of each group to fill.

`reading.py` says what of it one user sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ...enums import AWAITS_TEAM, HOLDS_SEAT, CardFlag, RegistrationState
from ...models import Decision
from .statistics import HiddenAnswers

S = RegistrationState


@dataclass(frozen=True, slots=True)
class Workplace:
    """A workplace as a group to fill.

    Attributes:
        pk, title: of the page.
        minimum, target, maximum: sizes as the editor set them, less the seats of
            people whom this user does not see; None where nothing was set.
        closed_seats: how many seats those hold, or would by an open proposal.
    """

    pk: int
    title: str
    minimum: int | None
    target: int | None
    maximum: int | None
    closed_seats: int = 0

    @property
    def wished_size(self) -> int | None:
        return self.target if self.target is not None else self.maximum


@dataclass(frozen=True, slots=True)
class Person:
    """What a decider may know of one registration while composing.

    Attributes:
        pk, reference, state, submitted_at: of the registration.
        name: empty where it is hidden.
        organisation: as typed; empty where names are hidden.
        first, second: the workplaces chosen; no second is "my first choice only".
        placed_in: where a seat, or a place on the waiting list, was given.
        score, spread: what readers think, 0 to 3; None without, or where hidden.
        review_count: how many reviews count; None where hidden.
        values: the keys of each dimension; an empty tuple is unknown.
        attendance: by meeting whether they can come; without one it is unknown.
        colleague: whom they named, as typed.
        colleagues: which of the others that is, or who named them.
        flags: what to know before placing them.
    """

    pk: int
    reference: str
    state: RegistrationState
    submitted_at: datetime | None
    name: str
    organisation: str
    first: int | None
    second: int | None
    placed_in: int | None
    score: float | None
    spread: int | None
    review_count: int | None
    values: Mapping[str, tuple[str, ...]]
    attendance: Mapping[str, bool]
    colleague: str
    colleagues: tuple[int, ...]
    flags: tuple[CardFlag, ...]

    @property
    def is_decided(self) -> bool:
        """Whether a release fixed where they stand: a fact that nobody moves here."""
        return self.state in HOLDS_SEAT | {S.WAITLISTED, S.DECLINED}

    @property
    def can_move(self) -> bool:
        """Whether something can be proposed for them now."""
        return self.state in AWAITS_TEAM

    @property
    def choices(self) -> tuple[int, ...]:
        """The workplaces in which they can be placed, the first choice first."""
        chosen = (self.first, self.second)
        return tuple(dict.fromkeys(pk for pk in chosen if pk is not None))

    def get_pairs(self) -> Iterable[tuple[str, str]]:
        """Return every (dimension, value) of theirs."""
        return (
            (dimension, value)
            for dimension, values in self.values.items()
            for value in values
        )


@dataclass(frozen=True)
class People:
    """Everybody on one form whom one user sees, and the groups they may be in.

    Attributes:
        persons: by the key of the registration, who came first first.
        proposals: the open proposal of each who has one.
        is_open: whether something may be proposed now.
        workplaces: in the order of the call, by key.
        labels: what a value is called, by (dimension, key).
        sessions: the live meetings of the call, key and words.
        hidden: answers that count for the statistics only.
    """

    form_page_id: int
    persons: Mapping[int, Person]
    proposals: Mapping[int, Decision]
    is_open: bool
    workplaces: Mapping[int, Workplace]
    labels: Mapping[tuple[str, str], str]
    sessions: Mapping[str, str]
    hidden: HiddenAnswers = field(repr=False)

    def get_label(self, dimension: str, value: str) -> str:
        """Return what a value is called; its key where nobody has it any more."""
        return self.labels.get((dimension, value), value)

    def is_left_unread(self, person: Person) -> bool:
        """Whether nobody read `person` while others were read.

        A proposal seats nobody unread beside people who were read: a decider may.
        """
        if person.score is not None or person.review_count != 0:
            return False
        return any(one.score is not None for one in self.persons.values())

    def get_pool(self, workplace: int) -> list[Person]:
        """Return who chose `workplace`, or has a seat there."""
        return [
            person
            for person in self.persons.values()
            if workplace in person.choices or person.placed_in == workplace
        ]
