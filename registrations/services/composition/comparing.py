"""Two scenarios side by side: what each brings, and who stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...enums import RegistrationState
from .arrangement import UNDECIDED, Placement
from .people import People, Person
from .proposal import get_seating
from .scenario_view import ScenarioView

S = RegistrationState


@dataclass(frozen=True)
class Figures:
    """What a scenario brings, for all groups together.

    Attributes:
        seats: how many people get one.
        empty: how many seats stay empty.
        first: how many of them in their first choice.
        score: the mean of the readers over everybody with a seat; None without one.
        distance: the mix distance; lower is better.
        met, wishes: how many wishes are met, of how many, over all groups.
    """

    seats: int
    empty: int
    first: int
    score: float | None
    distance: float
    met: int
    wishes: int


@dataclass(frozen=True)
class Row:
    """One figure of two scenarios, in words; `better` is 1, 2 or 0 for the same."""

    label: str
    one: str
    other: str
    better: int


@dataclass(frozen=True)
class Difference:
    """Somebody who stands elsewhere in the other scenario."""

    person: Person
    one: str
    other: str


@dataclass(frozen=True)
class ScenarioComparison:
    """Two scenarios side by side."""

    rows: tuple[Row, ...]
    wishes: tuple[Row, ...]
    differences: tuple[Difference, ...]


def get_figures(view: ScenarioView) -> Figures:
    """Return what a scenario brings."""
    seating = get_seating(view.arrangement)
    persons = [view.people.persons[pk] for pk in seating]
    scores = [one.score for one in persons if one.score is not None]
    standings = [row for group in view.mix.groups.values() for row in group.wishes]
    return Figures(
        seats=len(seating),
        empty=view.costs.empty_seats,
        first=sum(one.first == seating[one.pk] for one in persons),
        score=sum(scores) / len(scores) if scores else None,
        distance=view.mix.distance,
        met=sum(row.is_met for row in standings),
        wishes=len(standings),
    )


def compare(one: ScenarioView, other: ScenarioView) -> ScenarioComparison:
    """Return what differs between two scenarios of one form, as one user sees them."""
    return ScenarioComparison(
        rows=tuple(_compare_figures(get_figures(one), get_figures(other))),
        wishes=tuple(_compare_wishes(one, other)),
        differences=tuple(
            Difference(
                person,
                say_placement(one.people, first),
                say_placement(other.people, second),
            )
            for pk, person in one.people.persons.items()
            if (first := one.arrangement.get(pk, UNDECIDED))
            != (second := other.arrangement.get(pk, UNDECIDED))
        ),
    )


def say_placement(people: People, placement: Placement) -> str:
    """Return where somebody stands, in words."""
    workplace = people.workplaces.get(placement.workplace_id or 0)
    title = workplace.title if workplace else ""
    if placement.state == S.SELECTED:
        return title
    if placement.state == S.WAITLISTED:
        return _("Waiting list of %(workplace)s") % {"workplace": title}
    if placement.state == S.DECLINED:
        return str(S.DECLINED.label)
    return _("Undecided")


def _compare_figures(one: Figures, other: Figures) -> list[Row]:
    return [
        _row(_("Seats given"), one.seats, other.seats, more_is_better=True),
        _row(_("Seats that stay empty"), one.empty, other.empty),
        _row(_("In their first choice"), one.first, other.first, more_is_better=True),
        _row(
            _("Mean of the readers (0 to 3)"),
            one.score,
            other.score,
            more_is_better=True,
        ),
        _row(
            _("Distance from the wishes (less is better)"), one.distance, other.distance
        ),
        _row(_("Wishes met"), one.met, other.met, more_is_better=True),
    ]


def _compare_wishes(one: ScenarioView, other: ScenarioView) -> list[Row]:
    rows = []
    for pk, group in one.mix.groups.items():
        for first, second in zip(
            group.wishes, other.mix.groups[pk].wishes, strict=True
        ):
            rows.append(
                Row(
                    pgettext("a workplace and a wish", "%(workplace)s: %(wish)s")
                    % {"workplace": group.workplace.title, "wish": first.sentence},
                    first.standing,
                    second.standing,
                    _find_better(-first.shortage, -second.shortage),
                )
            )
    return rows


def _row(
    label: str,
    one: float | None,
    other: float | None,
    *,
    more_is_better: bool = False,
) -> Row:
    sign = 1 if more_is_better else -1
    better = 0
    if one is not None and other is not None:
        better = _find_better(sign * one, sign * other)
    return Row(label, _say(one), _say(other), better)


def _find_better(one: float, other: float) -> int:
    if abs(one - other) < 1e-9:
        return 0
    return 1 if one > other else 2


def _say(number: float | None) -> str:
    if number is None:
        return "–"
    if float(number).is_integer():
        return str(int(number))
    return floatformat(number, 2)
