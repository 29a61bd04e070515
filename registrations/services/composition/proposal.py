"""From the board to the question that a solver answers, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext_lazy as _

from ...enums import Colleagues, RegistrationState
from ...models import Wish
from ..errors import RegistrationError
from .arrangement import UNDECIDED, Arrangement, Board, Placement
from .objective import WEIGHTS, Weights
from .people import People, Person
from .problem import APART, TOGETHER, Bond, Candidate, Group, Problem, Seating
from .wishes import get_goals

S = RegistrationState


class PinsDoNotFit(RegistrationError):
    message = _(
        "More people are pinned in a workplace than it has places. Let some go, or "
        "make the workplace larger."
    )


class WrongPin(RegistrationError):
    message = _("Somebody is pinned in a workplace that they did not choose.")


@dataclass(frozen=True)
class Request:
    """What a decider asks of a proposal.

    Attributes:
        seed: for the lot between equals.
        pinned: who certainly gets a seat where, by key.
        excluded: who certainly gets none.
        colleagues: what to do with people who named each other.
    """

    seed: int = 1
    pinned: Mapping[int, int] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    colleagues: Colleagues = Colleagues.FREE


def build_problem(*, board: Board, wishes: Iterable[Wish], request: Request) -> Problem:
    """Return the question: decided people are facts, the rest may be seated.

    Who waits for an answer of the applicant cannot be proposed now, and keeps the seat
    of an open proposal. Whom nobody read gets no seat beside people who were read,
    unless somebody pins them. Who is tied to the user is not in it; their seats made the
    groups smaller already (`groups.py`).

    Raises:
        WrongPin: somebody is pinned who cannot be proposed there.
        PinsDoNotFit: too many are pinned in one workplace.
    """
    people = board.people
    for pk, workplace in request.pinned.items():
        person = people.persons.get(pk)
        if person is None or not person.can_move or workplace not in person.choices:
            raise WrongPin
    candidates = tuple(
        _make_candidate(person, board, request) for person in people.persons.values()
    )
    groups = tuple(
        Group(key=row.pk, wished_size=row.wished_size, maximum=row.maximum)
        for row in people.workplaces.values()
    )
    pinned = list(request.pinned.values())
    for group in groups:
        fixed = sum(one.fixed == group.key for one in candidates)
        if group.maximum is not None and group.key in pinned and fixed > group.maximum:
            raise PinsDoNotFit
    return Problem(
        candidates=candidates,
        groups=groups,
        goals=tuple(get_goals(wishes)),
        bonds=_make_bonds(people, request.colleagues),
        seed=request.seed,
    )


def _make_candidate(person: Person, board: Board, request: Request) -> Candidate:
    known = board.people.workplaces
    stands = board.arrangement.get(person.pk, UNDECIDED)
    fixed = request.pinned.get(person.pk)
    if not person.can_move and stands.is_seat and stands.workplace_id in known:
        fixed = stands.workplace_id
    return Candidate(
        key=person.pk,
        choices=tuple(pk for pk in person.choices if pk in known),
        values=tuple(sorted(person.get_pairs())),
        score=person.score,
        fixed=fixed,
        is_excluded=fixed is None
        and (
            not person.can_move
            or person.pk in request.excluded
            or board.people.is_left_unread(person)
        ),
    )


def _make_bonds(people: People, colleagues: Colleagues) -> tuple[Bond, ...]:
    kinds = {Colleagues.TOGETHER: TOGETHER, Colleagues.APART: APART}
    if colleagues not in kinds:
        return ()
    pairs = {
        (min(pk, other), max(pk, other))
        for pk, person in people.persons.items()
        for other in person.colleagues
        if other in people.persons
    }
    return tuple(Bond(one, other, kinds[colleagues]) for one, other in sorted(pairs))


def make_arrangement(
    *, board: Board, seating: Seating, rest: RegistrationState | None
) -> dict[int, Placement]:
    """Return an answer as an arrangement: whoever gets no seat stands at `rest`.

    Args:
        board: decided people stay as they are.
        seating: who gets a seat where.
        rest: undecided, the waiting list for their first choice, or not selected.
    """
    return {
        pk: _place(
            person,
            seating.get(pk),
            # Nobody is refused unread.
            None if board.people.is_left_unread(person) else rest,
        )
        if person.can_move
        else board.arrangement[pk]
        for pk, person in board.people.persons.items()
    }


def _place(
    person: Person, seat: int | None, rest: RegistrationState | None
) -> Placement:
    if seat is not None:
        return Placement(S.SELECTED, seat)
    if rest == S.WAITLISTED:
        # Nobody waits for a workplace that they did not choose.
        if not person.choices:
            return UNDECIDED
        return Placement(S.WAITLISTED, person.choices[0])
    return Placement(rest)


def get_seating(arrangement: Arrangement) -> dict[int, int]:
    """Return only the seats of an arrangement."""
    return {
        pk: placement.workplace_id
        for pk, placement in arrangement.items()
        if placement.is_seat and placement.workplace_id is not None
    }


def get_digest(problem: Problem, weights: Weights = WEIGHTS) -> str:
    """Return a word that is the same for the same question, and for no other."""
    question = {"problem": asdict(problem), "weights": weights.as_dict()}
    text = json.dumps(question, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
