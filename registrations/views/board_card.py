"""What stands on one card of the board, as far as this user may know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..enums import CardFlag, Dimension, RegistrationState
from ..models import Decision
from ..services.composition import UNDECIDED, Board, Person, Placement
from ..services.decision import Column
from ..services.names import get_name

S = RegistrationState
LOUD = frozenset({CardFlag.ASKED, CardFlag.BOUNCED})
# What a card says of somebody, each on a line of its own where it is known.
FACTS = (
    (Dimension.MUNICIPALITY, Dimension.REGION),
    (Dimension.ORGANISATION_TYPE, Dimension.ROLE),
    (Dimension.EXPERIENCE,),
    (Dimension.PERSPECTIVE,),
)


@dataclass(frozen=True)
class Flag:
    """A word on a card that somebody should not miss."""

    label: str
    is_loud: bool = False


@dataclass(frozen=True)
class Aim:
    """Where a card may be put: the value of a form, and what it is called."""

    key: str
    label: str


@dataclass(frozen=True)
class Choice:
    """A workplace that somebody chose, and whether the card stands there."""

    title: str
    is_here: bool


@dataclass(frozen=True)
class Line:
    """A line on a card; `kind` says how it looks: unknown, misses, by or nothing."""

    text: str
    kind: str = ""


@dataclass
class Card:
    """One person on the board, as this user may know them.

    Attributes:
        person, placement: who, and where.
        mark: changes whenever the card does (services/composition/marks.py).
        seen: the key of the open proposal, or 0.
        choices, lines, flags: what stands on the card.
        aims: where it may be put; none for a card that stays.
        region, kind, order: for finding and sorting.
        is_shown: whether it is among what was looked for.
    """

    person: Person
    placement: Placement
    mark: str
    url: str
    seen: int
    choices: list[Choice]
    lines: list[Line]
    flags: list[Flag]
    aims: list[Aim]
    region: str = ""
    kind: str = ""
    order: int = 0
    is_shown: bool = True

    @property
    def can_move(self) -> bool:
        return bool(self.aims)

    @property
    def waits_for(self) -> int | None:
        is_waiting = self.placement.state == S.WAITLISTED
        return self.placement.workplace_id if is_waiting else None

    @property
    def score(self) -> str:
        """The mean, and the spread where there are several readers."""
        if self.person.score is None:
            return ""
        mean = floatformat(self.person.score, 1)
        if self.person.spread is None:
            return str(mean)
        return pgettext("score on a card", "%(mean)s ± %(spread)d") % {
            "mean": mean,
            "spread": self.person.spread,
        }

    @property
    def sort_score(self) -> str:
        """The mean for a script: with a point, whatever the language."""
        return f"{self.person.score:.2f}" if self.person.score is not None else ""


class CardMaker:
    """Makes the cards of one board.

    Args:
        board: as the user sees it.
        marks, titles: by the key of the registration, and of the workplace.
        changed_choices: the proposals that are about another choice than the present.
    """

    def __init__(
        self,
        *,
        board: Board,
        marks: Mapping[int, str],
        titles: Mapping[int, str],
        changed_choices: set[int],
    ) -> None:
        self.board = board
        self.people = board.people
        self.marks = marks
        self.titles = titles
        self.changed_choices = changed_choices

    def make(self, person: Person, order: int) -> Card:
        placement = self.board.arrangement.get(person.pk, UNDECIDED)
        proposal = self.board.proposals.get(person.pk)
        moves = person.can_move and self.people.is_open
        return Card(
            person=person,
            placement=placement,
            mark=self.marks[person.pk],
            url=reverse("registrations:edit", args=[person.pk]),
            seen=proposal.pk if proposal else 0,
            choices=[
                Choice(self._get_title(pk), placement == Placement(S.SELECTED, pk))
                for pk in person.choices
                if self._get_title(pk)
            ],
            lines=[*self._tell_facts(person), *self._tell_rest(person, proposal)],
            flags=list(self._get_flags(person, placement, proposal)),
            aims=self._get_aims(person, placement) if moves else [],
            region=_first(person, Dimension.REGION),
            kind=_first(person, Dimension.ORGANISATION_TYPE),
            order=order,
        )

    def _get_title(self, workplace_id: int | None) -> str:
        return self.titles.get(workplace_id or 0, "")

    def _tell_facts(self, person: Person) -> Iterable[Line]:
        """Return what is known, and then in one line what is not."""
        unknown = []
        for dimensions in FACTS:
            known = [
                self.people.get_label(dimension, value)
                for dimension in dimensions
                for value in person.values.get(dimension, ())
            ]
            if known:
                yield Line(" · ".join(known))
            else:
                unknown.append(str(dimensions[0].label).lower())
        if unknown:
            text = _("Unknown: %(facts)s") % {"facts": ", ".join(unknown)}
            yield Line(text, "unknown")

    def _tell_rest(self, person: Person, proposal: Decision | None) -> Iterable[Line]:
        if self.people.sessions:
            yield self._tell_attendance(person)
        if colleague := self._tell_colleague(person):
            yield Line(_("With: %(colleague)s") % {"colleague": colleague})
        if proposal is not None:
            name = get_name(proposal.proposed_by, proposal.proposed_by_name)
            yield Line(_("Put here by %(name)s") % {"name": name}, "by")

    def _tell_attendance(self, person: Person) -> Line:
        if not person.attendance:
            return Line(_("Attendance unknown"), "unknown")
        missed = [
            self.people.sessions[key]
            for key, can_come in person.attendance.items()
            if not can_come
        ]
        words = {
            "count": len(person.attendance) - len(missed),
            "all": len(person.attendance),
            "missed": "; ".join(missed),
        }
        if not missed:
            return Line(_("Can come %(all)d times out of %(all)d") % words)
        text = _("Can come %(count)d times out of %(all)d: not on %(missed)s")
        return Line(text % words, "misses")

    def _tell_colleague(self, person: Person) -> str:
        """Whom they named, and which card that is."""
        found = [
            self.people.persons[pk].reference
            for pk in person.colleagues
            if pk in self.people.persons
        ]
        return ", ".join(filter(None, [person.colleague, *found]))

    def _get_flags(
        self, person: Person, placement: Placement, proposal: Decision | None
    ) -> Iterable[Flag]:
        if person.is_decided:
            yield Flag(str(person.state.label))
        if placement.state == S.WAITLISTED:
            title = self._get_title(placement.workplace_id)
            yield Flag(_("Waits for %(workplace)s") % {"workplace": title})
        declines = proposal is not None and proposal.proposed_state == S.DECLINED
        if declines and not proposal.reason.strip():
            yield Flag(_("Reason missing"), is_loud=True)
        if proposal is not None and proposal.pk in self.changed_choices:
            yield Flag(_("Chose otherwise since"), is_loud=True)
        for flag in person.flags:
            if flag != CardFlag.ABSENT:  # the line about the meetings says it
                yield Flag(str(flag.label), is_loud=flag in LOUD)
        for tag in person.values.get(Dimension.TAG, ()):
            yield Flag(self.people.get_label(Dimension.TAG, tag))

    def _get_aims(self, person: Person, placement: Placement) -> list[Aim]:
        """Return where this card may go: not where it is, nor where nobody asked."""
        aims = []
        for number, pk in enumerate(person.choices, start=1):
            words = {"workplace": self._get_title(pk), "number": number}
            if words["workplace"] and placement != Placement(S.SELECTED, pk):
                aims.append(
                    Aim(
                        Column(S.SELECTED, pk).key,
                        _("%(workplace)s (choice %(number)d)") % words,
                    )
                )
        for pk in person.choices:
            if self._get_title(pk) and placement != Placement(S.WAITLISTED, pk):
                label = _("Waiting list for %(workplace)s")
                aims.append(
                    Aim(
                        Column(S.WAITLISTED, pk).key,
                        label % {"workplace": self._get_title(pk)},
                    )
                )
        if placement.state != S.DECLINED:
            aims.append(Aim(Column(S.DECLINED).key, str(S.DECLINED.label)))
        if placement.state is not None:
            aims.append(Aim(Column().key, _("Undecided")))
        return aims


def by_score(card: Card) -> float:
    """The highest first; whoever has none comes last."""
    return -card.person.score if card.person.score is not None else 1


def _first(person: Person, dimension: Dimension) -> str:
    return next(iter(person.values.get(dimension, ())), "")
