"""The tables of the report, each printed only where it gives nobody away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workplaces.models import WorkplacePage

from ...enums import HOLDS_SEAT, ReviewPhase
from ...models import Registration, RegistrationFormPage, ReviewRound
from .numbers import PLACE, REMAINS, Column, count_by, fold_small_groups
from .small import HIDDEN_TEXT, is_small, protect_line, protect_table

# Which groups are shown beside the decision, as (heading, path to the words).
GROUPS = (
    ("region", "municipality__region__name"),
    ("organisation_type", "organisation_type__label"),
    ("experience", "experience_level__label"),
    ("perspective", "perspectives__label"),
)
# Somebody may be in several of these groups: their sums count no people.
OVERLAPPING = frozenset({"perspective"})


@dataclass(frozen=True)
class ReportTable:
    """A table as it is printed.

    Attributes:
        heading: what it shows.
        columns: the heads, without that of the rows.
        rows: each with its name.
        sums: the last row.
        has_sums: whether the sums count people.
    """

    heading: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    sums: list[str]
    has_sums: bool = True


def tell_outcomes(
    registrations: QuerySet[Registration],
    workplaces: Sequence[WorkplacePage],
    columns: Sequence[Column],
) -> ReportTable | None:
    """What became of people, per workplace of their first choice; None if too few."""
    counted = count_by(
        list(registrations.values_list("workplace_first", "state")), columns
    )
    names = {workplace.pk: workplace.title for workplace in workplaces}
    order = [*names, *(key for key in counted if key not in names)]
    rows = {
        names.get(key, _("No first choice")): counted.get(key, [0] * len(columns))
        for key in order
    }
    if len(columns) == 1:
        # Too few of everything to tell apart: only what people chose first.
        return _make_table(_("First choices, per workplace"), columns, rows)
    heading = _("What became of people, per workplace of their first choice")
    return _make_table(heading, columns, rows)


def tell_places(
    registrations: QuerySet[Registration],
    workplaces: Sequence[WorkplacePage],
    columns: Sequence[Column],
    outcomes: ReportTable | None,
) -> ReportTable | None:
    """The places given in each workplace.

    Most people get their first choice: what the table of outcomes does not print of
    them, this one would all but tell.
    """
    if not _stands_apart(columns) or outcomes is None:
        return None
    number = next(n for n, c in enumerate(columns) if c.codes == [PLACE])
    if any(not cells[number].isdecimal() for _name, cells in outcomes.rows):
        return None
    placed = Counter(
        registrations.filter(state__in=HOLDS_SEAT).values_list("placed_in", flat=True)
    )
    numbers = [placed[workplace.pk] for workplace in workplaces]
    if sum(numbers) != placed.total():
        return None
    shown = protect_line(numbers)
    if shown is None:
        return None
    maxima = [workplace.capacity_max for workplace in workplaces]
    rows = [
        (workplace.title, [_say_maximum(workplace.capacity_max), text])
        for workplace, text in zip(workplaces, shown, strict=True)
    ]
    known = [maximum for maximum in maxima if maximum is not None]
    whole = str(sum(known)) if len(known) == len(maxima) else _say_maximum(None)
    return ReportTable(
        heading=_("Places given, per workplace"),
        columns=[pgettext("report", "Places"), pgettext("report", "Given")],
        rows=rows,
        sums=[whole, str(placed.total())],
    )


def name_groups() -> dict[str, str]:
    """Return the heading of each table of groups, in their order."""
    return {
        "region": pgettext("report", "Regions"),
        "organisation_type": _("Kinds of organisation"),
        "experience": pgettext("report", "Experience"),
        "perspective": _("Perspectives (one person can have several)"),
    }


def tell_groups(
    registrations: QuerySet[Registration],
    forms: Sequence[RegistrationFormPage],
    columns: Sequence[Column],
) -> tuple[list[ReportTable], list[str]]:
    """What people are beside the decision, once there is one."""
    if not _stands_apart(columns) or _hides_facts(forms):
        return [], []
    headings = name_groups()
    place = next(column for column in columns if column.codes == [PLACE])
    others = [column for column in columns if column is not place]
    rest = Column(
        codes=["rest"],
        label=_("No place (yet)"),
        states=frozenset().union(*(column.states for column in others)),
    )
    both = [place, rest]
    tables, small = [], []
    for name, path in GROUPS:
        people = [
            (pk, group or pgettext("report", "Not filled in"), state)
            for pk, group, state in registrations.values_list("pk", path, "state")
        ]
        tell = _tell_overlapping if name in OVERLAPPING else _tell_apart
        table = tell(headings[name], both, people)
        if table is None:
            small.append(headings[name])
        else:
            tables.append(table)
    return tables, small


def _tell_apart(
    heading: str, columns: Sequence[Column], people: Sequence[tuple[int, Any, str]]
) -> ReportTable | None:
    """Groups of which everybody is in one."""
    counted = count_by([(group, state) for _pk, group, state in people], columns)
    rows = fold_small_groups(counted)
    return _make_table(heading, columns, rows, hides_zeros=_are_divided(rows.values()))


def _tell_overlapping(
    heading: str, columns: Sequence[Column], people: Sequence[tuple[int, Any, str]]
) -> ReportTable | None:
    """Groups of which somebody may be in several: each is protected by itself.

    Whoever knows how many people there are works out how many are not in a group, so
    that neither these nor those may be few. Who is in several small groups counts once
    in what is told of them together.
    """
    states = {pk: state for pk, _group, state in people}
    members: dict[str, set[int]] = defaultdict(set)
    for pk, group, _state in people:
        members[group].add(pk)
    order = sorted(members, key=lambda group: (-len(members[group]), group))
    together: set[int] = set()
    folded = False
    while order and (is_small(len(members[order[-1]])) or is_small(len(together))):
        together |= members[order.pop()]
        folded = True
    groups = {group: members[group] for group in order}
    if folded:
        groups[str(REMAINS)] = together
    rows = [
        (group, _tell_one(columns, states, inside)) for group, inside in groups.items()
    ]
    if all(cells is None for _group, cells in rows):
        return None
    nothing = [HIDDEN_TEXT] * (len(columns) + 1)
    return ReportTable(
        heading=heading,
        columns=[*(column.label for column in columns), pgettext("sum", "Together")],
        rows=[(group, cells or nothing) for group, cells in rows],
        sums=[],
        has_sums=False,
    )


def _tell_one(
    columns: Sequence[Column], states: dict[int, str], inside: set[int]
) -> list[str] | None:
    counted = count_by([(pk in inside, state) for pk, state in states.items()], columns)
    both = [counted.get(is_in, [0] * len(columns)) for is_in in (True, False)]
    if not any(both[1]):
        # Everybody is in it: then these are the numbers of the whole.
        return [*(str(number) for number in both[0]), str(sum(both[0]))]
    table = protect_table(both, hides_zeros=_are_divided(both))
    return table.rows[0] if table else None


def _are_divided(rows: Iterable[Sequence[int]]) -> bool:
    """Whether some have a place and others have none; else there is nothing to find."""
    return all(sum(column) for column in zip(*rows, strict=True))


def _make_table(
    heading: str,
    columns: Sequence[Column],
    rows: dict[str, list[int]],
    *,
    hides_zeros: bool = False,
) -> ReportTable | None:
    table = protect_table(list(rows.values()), hides_zeros=hides_zeros)
    if table is None:
        return None
    if len(columns) == 1:
        # The sum of one number is that number.
        return ReportTable(
            heading=heading,
            columns=[pgettext("report", "Registrations")],
            rows=[(name, row[:1]) for name, row in zip(rows, table.rows, strict=True)],
            sums=table.sums[:1],
        )
    return ReportTable(
        heading=heading,
        columns=[*(column.label for column in columns), pgettext("sum", "Together")],
        rows=list(zip(rows, table.rows, strict=True)),
        sums=table.sums,
    )


def _stands_apart(columns: Sequence[Column]) -> bool:
    """Whether it is printed how many people have a place, and there are some."""
    return any(column.codes == [PLACE] for column in columns)


def _hides_facts(forms: Sequence[RegistrationFormPage]) -> bool:
    """Whether readers may not know the composition yet, not even in numbers."""
    hiding = ReviewRound.objects.filter(form_page__in=forms, hides_facts=True)
    return hiding.exclude(phase=ReviewPhase.SELECTING).exists()


def _say_maximum(maximum: int | None) -> Any:
    return str(maximum) if maximum is not None else _("no maximum")
