"""The board "Samenstelling" of one form, ready to be shown: for a page or a script."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..enums import RegistrationState
from ..models import RegistrationFormPage
from ..services.changes import find_changed_choices
from ..services.composition import (
    Change,
    Mix,
    get_mix,
    get_wishes,
    read_board,
    read_people,
)
from ..services.composition.marks import (
    get_column,
    get_marks_of,
    get_version,
    tell_moves,
)
from ..services.composition.titles import get_short_titles
from ..services.decision import Column
from ..services.rounds import SelectionNotOpen
from .board_card import Card, CardMaker, by_score
from .board_column import BoardColumn

S = RegistrationState
WAITING, DECLINED = Column(S.WAITLISTED), Column(S.DECLINED)


class BoardScreen:
    """The board of a form as `user` sees it now; read afresh each time.

    Args:
        form_page: the form of a call.
        user: a decider.

    Raises (once something is asked of it):
        NotAllowed, SelectionNotOpen: see `read_people`.
    """

    def __init__(self, *, form_page: RegistrationFormPage, user: Any) -> None:
        self.form_page = form_page
        self.user = user
        people = read_people(form_page=form_page, user=user, only_looks=True)
        self.board = read_board(form_page=form_page, user=user, people=people)
        self.people = self.board.people
        self.can_move = people.is_open
        self.marks = get_marks_of(self.board)
        self.version = get_version(self.marks)

    @cached_property
    def words(self) -> dict[str, str]:
        """What stands on every card: looked up once, not for each of hundreds."""
        return {
            "score": pgettext("on a card", "Score"),
            "put_in": pgettext("on a card", "Put in …"),
        }

    @property
    def why_fixed(self) -> str:
        """Why nothing moves, where the round has not come to the selection."""
        return "" if self.can_move else str(SelectionNotOpen.message)

    @cached_property
    def mix(self) -> Mix:
        return get_mix(
            people=self.people,
            arrangement=self.board.arrangement,
            wishes=list(get_wishes(self.form_page)),
        )

    @cached_property
    def cards(self) -> dict[int, Card]:
        """Every card, by the key of the registration, who came first first."""
        maker = CardMaker(
            board=self.board,
            marks=self.marks,
            titles=self.titles,
            changed_choices=find_changed_choices(
                decisions=self.board.proposals.values()
            ),
        )
        return {
            pk: maker.make(person, order)
            for order, (pk, person) in enumerate(self.people.persons.items())
        }

    @cached_property
    def columns(self) -> list[BoardColumn]:
        """Undecided, a column for each workplace, waiting list, not selected."""
        columns = [
            BoardColumn(Column().key, _("Undecided")),
            *(
                BoardColumn(
                    Column(S.SELECTED, pk).key,
                    self.titles[pk],
                    workplace=workplace,
                    mix=self.mix.groups[pk],
                )
                for pk, workplace in self.people.workplaces.items()
            ),
            BoardColumn(WAITING.key, pgettext("column", "Waiting list")),
            BoardColumn(DECLINED.key, str(S.DECLINED.label)),
        ]
        by_key = {column.key: column for column in columns}
        for card in self.cards.values():
            # A workplace that is gone has no column: its people show as undecided.
            key = get_column(card.placement).key
            by_key.get(key, columns[0]).cards.append(card)
        for column in columns:
            column.cards.sort(key=by_score)
        by_key[DECLINED.key].without_reason = len(self.without_reason)
        return columns

    @cached_property
    def without_reason(self) -> dict[int, str]:
        """The open proposals not to select somebody that say no why, and about whom."""
        return {
            proposal.pk: person.reference
            for pk, person in self.people.persons.items()
            if (proposal := self.board.proposals.get(pk))
            and proposal.proposed_state == S.DECLINED
            and not proposal.reason.strip()
        }

    def get_changes(self) -> dict[int, dict[int, str]]:
        """Return by workplace, and by person, what choosing them would change there."""
        movable = [one for one in self.people.persons.values() if one.can_move]
        return {
            place: {
                person.pk: words
                for person in movable
                if place in person.choices
                and (words := _tell_change(group.change(person)))
            }
            for place, group in self.mix.groups.items()
        }

    def render_card(self, pk: int) -> str:
        return render_to_string(
            "registrations/admin/includes/board_card.html",
            {"card": self.cards[pk], "words": self.words},
        )

    def render_head(self, column: BoardColumn) -> str:
        return render_to_string(
            "registrations/admin/includes/board_head.html", {"column": column}
        )

    def as_json(
        self, cards: Iterable[int] = (), known: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return the board for a script that shows it already.

        Args:
            cards: which cards it wants afresh; the others it has.
            known: the marks of heads and changes that it has: they are left out.
        """
        wanted = list(cards)
        heads = {column.key: self.render_head(column) for column in self.columns}
        return {
            "version": self.version,
            "marks": self.marks,
            "heads": _leave_out(heads, known),
            "counts": {column.key: column.short_seats for column in self.columns},
            "changes": _leave_out(self.get_changes(), known),
            "cards": {pk: self.render_card(pk) for pk in wanted if pk in self.cards},
            "said": tell_moves(board=self.board, cards=wanted, user=self.user),
        }

    @cached_property
    def titles(self) -> dict[int, str]:
        return get_short_titles(self.people.workplaces)


def _tell_change(change: Change) -> str:
    """ "+1 Westhoek, derde programmator · 2 wensen dichterbij"."""
    parts = [change.sentence]
    if count := len(change.better):
        words = ngettext("%(count)d wish closer", "%(count)d wishes closer", count)
        parts.append(words % {"count": count})
    if count := len(change.worse):
        words = ngettext("%(count)d wish further", "%(count)d wishes further", count)
        parts.append(words % {"count": count})
    return " · ".join(filter(None, parts))


def _leave_out(
    parts: Mapping[Any, Any], known: Collection[str]
) -> dict[Any, tuple[str, Any]]:
    """Return each part with a mark of what it says, but for those that are known."""
    marked = {key: (_get_mark(part), part) for key, part in parts.items()}
    return {key: row for key, row in marked.items() if row[0] not in known}


def _get_mark(part: Any) -> str:
    text = json.dumps(part, separators=(",", ":"))
    return hashlib.blake2s(text.encode(), digest_size=9).hexdigest()
