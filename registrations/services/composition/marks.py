"""What changed on the board since somebody looked: a mark for each card.

Small enough to ask for every few seconds. Like everything on the board it starts at
`visible_to`: what happens to somebody who is tied to the viewer changes no mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ...enums import RegistrationState
from ...models import Decision, Registration, RegistrationFormPage
from ..decision import Column
from ..names import get_name
from .arrangement import UNDECIDED, Board, Placement, get_decided_placement
from .people import Person
from .reading import ON_BOARD
from .titles import get_short_titles

S = RegistrationState
# By the key of the registration: where the card stands, by which proposal, in which state.
Marks = Mapping[int, str]


def get_column(placement: Placement) -> Column:
    """Return the column in which a card with this placement stands."""
    return Column.of(placement.state, placement.workplace_id)


def get_marks(*, form_page: RegistrationFormPage, user: Any) -> dict[int, str]:
    """Return the mark of every card that `user` may see, in two queries."""
    visible = Registration.objects.visible_to(user).filter(
        page=form_page, state__in=ON_BOARD
    )
    rows = visible.order_by("pk").values_list("pk", "state", "placed_in", named=True)
    proposals = {
        pk: (proposal, state, place)
        for proposal, pk, state, place in Decision.objects.open()
        .filter(registration__page=form_page)
        .values_list("pk", "registration", "proposed_state", "proposed_workplace")
    }
    marks = {}
    for row in rows:
        proposal, proposed, place = proposals.get(row.pk, (0, None, None))
        placement = get_decided_placement(row) or Placement(
            S(proposed) if proposed else None, place
        )
        marks[row.pk] = _make_mark(placement, proposal, row.state)
    return marks


def get_marks_of(board: Board) -> dict[int, str]:
    """Return the same of a board that was read already."""
    return {
        pk: _make_mark(
            board.arrangement.get(pk, UNDECIDED),
            board.proposals[pk].pk if pk in board.proposals else 0,
            person.state,
        )
        for pk, person in board.people.persons.items()
    }


def _make_mark(placement: Placement, proposal: int, state: str) -> str:
    return f"{get_column(placement).key}:{proposal}:{RegistrationState(state).value}"


def get_version(marks: Marks) -> str:
    """Return a word that changes whenever a card that one sees moves."""
    text = ",".join(f"{pk}={mark}" for pk, mark in sorted(marks.items()))
    return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()


def tell_moves(*, board: Board, cards: Collection[int], user: Any) -> list[str]:
    """Return a sentence for each of these cards: who put it where it stands now.

    Args:
        board: as `user` sees it; a card that is not on it is passed over.
        cards: by the key of the registration.
        user: whose own moves are told as theirs.
    """
    persons = [board.people.persons[pk] for pk in cards if pk in board.people.persons]
    took_back = _get_who_took_back([one.pk for one in persons])
    return [_tell(board, person, took_back, user) for person in persons]


def _tell(board: Board, person: Person, took_back: Mapping[int, str], user: Any) -> str:
    words = {"card": person.reference}
    placement = board.arrangement.get(person.pk, UNDECIDED)
    if person.is_decided:
        words["state"] = person.state.label
        return _("%(card)s has been released: %(state)s.") % words
    proposal = board.proposals.get(person.pk)
    if proposal is None:
        words["who"] = took_back.get(person.pk, "")
        if not words["who"]:
            return _("%(card)s is undecided again.") % words
        return _("%(who)s put %(card)s back at “undecided”.") % words
    is_own = proposal.proposed_by_id == user.pk
    words["who"] = (
        _("You (elsewhere)")
        if is_own
        else get_name(proposal.proposed_by, proposal.proposed_by_name)
    )
    if placement.state == S.DECLINED:
        return _("%(who)s put %(card)s at “not selected”.") % words
    if placement.state == S.WAITLISTED:
        return _("%(who)s put %(card)s on the waiting list.") % words
    titles = get_short_titles(board.people.workplaces)
    words["workplace"] = titles.get(placement.workplace_id or 0, "")
    return _("%(who)s put %(card)s in %(workplace)s.") % words


def _get_who_took_back(pks: Collection[int]) -> dict[int, str]:
    """Return who withdrew the last proposal of each; nothing where it lapsed."""
    rows = (
        Decision.objects.filter(registration__in=pks, withdrawn_at__isnull=False)
        .order_by("withdrawn_at", "pk")
        .values_list("registration", "withdrawn_by_name")
    )
    return dict(rows)
