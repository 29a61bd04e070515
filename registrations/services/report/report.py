"""The report of one call, for whoever must show how people were chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workplaces.models import CallPage, WorkplacePage

from ...enums import FormKind, RegistrationState, ReviewPhase
from ...models import Decision, PhaseChange, Registration, RegistrationFormPage
from .numbers import describe_letters, describe_reading, merge_outcomes
from .small import FEW
from .tables import ReportTable, tell_groups, tell_outcomes, tell_places


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
        outcomes = tell_outcomes(registrations, workplaces, columns)
        if outcomes is None:
            left_out.append(_("What became of people, per workplace"))
        places = tell_places(registrations, workplaces, columns, outcomes)
        if places is None:
            left_out.append(_("Places given, per workplace"))
        groups, small = tell_groups(registrations, forms, columns)
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
