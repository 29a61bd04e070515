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

from ...enums import FormKind, RegistrationState, ReviewPhase
from ...models import (
    Decision,
    PhaseChange,
    Registration,
    RegistrationFormPage,
    SelectionAccount,
)
from .numbers import describe_letters, describe_reading, merge_outcomes
from .small import FEW
from .tables import ReportTable, name_groups, tell_outcomes, tell_places


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
        groups: regions, kinds of organisation …, as they were told on the site.
        groups_on: the day of these; None as long as nothing of them was told.
        left_out: what would show groups that are too small.
        is_partial: whether something is closed for who reads, and does not count.
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
    groups_on: datetime | None
    left_out: list[str]
    is_partial: bool
    reading: list[tuple[str, str]]
    letters: list[tuple[str, str]]


def make_report(*, call: CallPage, user: Any) -> SelectionReport:
    """Return how the registrations of `call` were read and decided, in numbers.

    It tells nothing of groups under five. What is closed for `user` because of a tie
    does not count: beside the list, which leaves it out, a sum would tell of it.

    What people are (region, experience …) is told once everybody is decided, as the
    site tells it (services/account.py): two reports of two days never differ in it. How
    many have which outcome is of the day itself; so one report goes out of the house.
    """
    forms = list(
        RegistrationFormPage.objects.child_of(call).filter(kind=FormKind.SELECTION)
    )
    received = Registration.objects.filter(page__in=forms).exclude(
        state=RegistrationState.DRAFT
    )
    registrations = received.visible_to(user)
    states = Counter(registrations.values_list("state", flat=True))
    total = states.total()
    is_enough = total >= FEW
    columns = merge_outcomes(states) if is_enough else []
    workplaces = list(WorkplacePage.objects.child_of(call).order_by("path"))
    outcomes = places = None
    account = SelectionAccount.objects.filter(call=call).first()
    left_out: list[str] = []
    if is_enough:
        outcomes = tell_outcomes(registrations, workplaces, columns)
        if outcomes is None:
            left_out.append(_("What became of people, per workplace"))
        places = tell_places(registrations, workplaces, columns, outcomes)
        if places is None:
            left_out.append(_("Places given, per workplace"))
        left_out += _list_untold(account)
    return SelectionReport(
        call=call,
        made_on=timezone.localdate(),
        total=str(total) if is_enough else "",
        moments=_list_moments(call, forms, registrations),
        criteria=_list_criteria(call),
        outcomes=outcomes,
        places=places,
        groups=_repeat_account(account) if is_enough else [],
        groups_on=account.made_at if account else None,
        left_out=left_out,
        is_partial=total != received.count(),
        reading=describe_reading(registrations, total) if is_enough else [],
        letters=describe_letters(registrations) if is_enough else [],
    )


def _repeat_account(account: SelectionAccount | None) -> list[ReportTable]:
    """Return the tables of groups as the site tells, or told, them."""
    if account is None:
        return []
    return [
        ReportTable(
            heading=table["heading"],
            columns=[
                pgettext("account", "Registered"),
                pgettext("account", "Selected"),
            ],
            rows=[(name, cells) for name, *cells in table["rows"]],
            sums=[],
            has_sums=False,
        )
        for table in account.tables
    ]


def _list_untold(account: SelectionAccount | None) -> list[str]:
    if account is None:
        return []
    told = {table["heading"] for table in account.tables}
    return [heading for heading in name_groups().values() if heading not in told]


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
