"""The report of one call, for whoever must show how people were chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workplaces.models import CallPage, WorkplacePage

from ...enums import HOLDS_SEAT, FormKind, RegistrationState, ReviewPhase
from ...models import (
    Decision,
    PhaseChange,
    Registration,
    RegistrationFormPage,
    ReviewRound,
)
from .numbers import (
    PLACE,
    Column,
    count_by,
    describe_letters,
    describe_reading,
    fold_small_groups,
    merge_outcomes,
)
from .small import FEW, protect_line, protect_table

# Which groups are shown beside the decision, as (heading, path to the words).
GROUPS = (
    ("region", "municipality__region__name"),
    ("organisation_type", "organisation_type__label"),
)


@dataclass(frozen=True)
class ReportTable:
    """A table as it is printed.

    Attributes:
        heading: what it shows.
        columns: the heads, without that of the rows.
        rows: each with its name.
        sums: the last row.
    """

    heading: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    sums: list[str]


@dataclass(frozen=True)
class Moment:
    """Something that happened to the call, and when."""

    what: str
    at: datetime


@dataclass(frozen=True)
class SelectionReport:
    """The report, ready to be shown or printed.

    Attributes:
        call: of which call.
        made_on: the day on which it was made.
        total: how many registrations; empty when they are too few to count.
        moments: the dates of the call and of its phases.
        criteria: name and share of each criterion.
        outcomes: per workplace of first choice what became of people.
        places: per workplace its places and how many are given.
        groups: the same for regions and kinds of organisation.
        left_out: what would show groups that are too small.
        reading, letters: label and number.
    """

    call: CallPage
    made_on: date
    total: str
    moments: list[Moment]
    criteria: list[tuple[str, str]]
    outcomes: ReportTable | None
    places: ReportTable | None
    groups: list[ReportTable]
    left_out: list[str]
    reading: list[tuple[str, str]]
    letters: list[tuple[str, str]]


def make_report(*, call: CallPage) -> SelectionReport:
    """Return how the registrations of `call` were read and decided, in numbers.

    The same for everybody who may read it: it counts all that came in, and tells
    nothing of groups under five, so that nobody can be found in it.
    """
    forms = list(
        RegistrationFormPage.objects.child_of(call).filter(kind=FormKind.SELECTION)
    )
    registrations = Registration.objects.filter(page__in=forms).exclude(
        state=RegistrationState.DRAFT
    )
    states = Counter(registrations.values_list("state", flat=True))
    total = states.total()
    is_enough = total >= FEW
    columns = merge_outcomes(states) if is_enough else []
    workplaces = list(WorkplacePage.objects.child_of(call).order_by("path"))
    outcomes = places = None
    groups: list[ReportTable] = []
    left_out: list[str] = []
    if is_enough:
        outcomes = _tell_outcomes(registrations, workplaces, columns)
        if outcomes is None:
            left_out.append(_("What became of people, per workplace"))
        places = _tell_places(registrations, workplaces, columns, outcomes)
        if places is None:
            left_out.append(_("Places given, per workplace"))
        groups, small = _tell_groups(registrations, forms, columns)
        left_out += small
    return SelectionReport(
        call=call,
        made_on=timezone.localdate(),
        total=str(total) if is_enough else "",
        moments=_list_moments(call, forms, registrations),
        criteria=_list_criteria(call),
        outcomes=outcomes,
        places=places,
        groups=groups,
        left_out=left_out,
        reading=describe_reading(registrations, total) if is_enough else [],
        letters=describe_letters(registrations) if is_enough else [],
    )


def _tell_outcomes(
    registrations: QuerySet[Registration],
    workplaces: Sequence[WorkplacePage],
    columns: Sequence[Column],
) -> ReportTable | None:
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


def _tell_places(
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


def _tell_groups(
    registrations: QuerySet[Registration],
    forms: Sequence[RegistrationFormPage],
    columns: Sequence[Column],
) -> tuple[list[ReportTable], list[str]]:
    """Regions and kinds of organisation beside the decision, once there is one."""
    if not _stands_apart(columns) or _hides_facts(forms):
        return [], []
    headings = {
        "region": pgettext("report", "Regions"),
        "organisation_type": _("Kinds of organisation"),
    }
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
        rows = registrations.values_list(path, "state")
        counted = count_by(
            [
                (group or pgettext("report", "Not filled in"), state)
                for group, state in rows
            ],
            both,
        )
        table = _make_table(headings[name], both, fold_small_groups(counted))
        if table is None:
            small.append(headings[name])
        else:
            tables.append(table)
    return tables, small


def _make_table(
    heading: str, columns: Sequence[Column], rows: dict[str, list[int]]
) -> ReportTable | None:
    table = protect_table(list(rows.values()))
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


def _list_moments(
    call: CallPage,
    forms: Sequence[RegistrationFormPage],
    registrations: QuerySet[Registration],
) -> list[Moment]:
    """The dates of the call; who changed a phase, and why, stays inside."""
    moments = [
        Moment(what, at)
        for what, at in (
            (_("Registering opened"), call.opens_at),
            (_("Registering closed"), call.closes_at),
        )
        if at and at <= timezone.now()
    ]
    order = list(ReviewPhase)
    changes = PhaseChange.objects.filter(review_round__form_page__in=forms)
    for change in changes:
        before, after = ReviewPhase(change.from_phase), ReviewPhase(change.to_phase)
        is_back = order.index(after) < order.index(before)
        said = _("Phase reopened: %(phase)s") if is_back else _("Phase: %(phase)s")
        moments.append(Moment(said % {"phase": after.label}, change.changed_at))
    released = Decision.objects.filter(registration__in=registrations).aggregate(
        first=Min("released_at"), last=Max("released_at")
    )
    if released["first"]:
        moments.append(Moment(_("First decisions released"), released["first"]))
    if released["last"] != released["first"]:
        moments.append(Moment(_("Last decisions released"), released["last"]))
    return sorted(moments, key=lambda moment: moment.at)


def _list_criteria(call: CallPage) -> list[tuple[str, str]]:
    rows = list(call.criteria.all())
    whole = sum(row.weight for row in rows)
    return [(row.name, f"{round(100 * row.weight / whole)} %") for row in rows]


def _say_maximum(maximum: int | None) -> Any:
    return str(maximum) if maximum is not None else _("no maximum")
