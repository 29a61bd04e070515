"""Who restores the mix of a group best: the waiting list by fit (peers.md 3 C).

First how much closer somebody brings *that* group to the wishes of the call, then the
score, then who registered first. A list for a person who decides: the site offers
nobody anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workplaces.models import WorkplacePage

from ...enums import RegistrationState
from ...models import Offer, Registration, RegistrationFormPage
from ..composition import Change, Mix, Person, get_mix, get_wishes, read_board
from ..seats import Seats, count_seats


@dataclass(frozen=True)
class Ranked:
    """Somebody on the waiting list of one workplace.

    Attributes:
        rank: from one on.
        registration: who.
        fit: what they would do for the group, in one line, without their score.
        facts: their score and their date, in one line.
        waits_elsewhere: for which other workplace they were put on the list.
    """

    rank: int
    registration: Registration
    fit: str
    facts: str
    waits_elsewhere: str = ""


@dataclass(frozen=True)
class WaitingList:
    """The waiting list of one workplace.

    Attributes:
        workplace, seats: with how many places are left.
        ranking: who waits, the best fit first.
        offered: who has an offer and did not answer yet.
    """

    workplace: WorkplacePage
    seats: Seats
    ranking: list[Ranked] = field(default_factory=list)
    offered: list[Registration] = field(default_factory=list)

    @property
    def has_room(self) -> bool:
        return self.seats.free is None or self.seats.free > 0

    @property
    def next_up(self) -> Ranked | None:
        """Who would be offered the place that is free; None where none is."""
        return self.ranking[0] if self.ranking and self.has_room else None


def read_waiting_lists(
    *, form_page: RegistrationFormPage, user: Any
) -> list[WaitingList]:
    """Return the waiting list of every workplace of a call, as `user` may see them.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: `user` may not compose the
            groups of this form now.
    """
    board = read_board(form_page=form_page, user=user)
    mix = get_mix(
        people=board.people,
        arrangement=board.arrangement,
        wishes=list(get_wishes(form_page)),
    )
    rows = _read_rows(form_page, user)
    return [
        WaitingList(
            workplace=seats.workplace,
            seats=seats,
            ranking=_rank(seats.workplace, board.people.persons, rows, mix),
            offered=[
                row
                for row in rows.values()
                if row.state == RegistrationState.SELECTED
                and row.was_offered
                and row.placed_in_id == seats.workplace.pk
            ],
        )
        for seats in count_seats(form_page=form_page, proposals=[])
    ]


def rank_waiting(
    *, form_page: RegistrationFormPage, workplace: WorkplacePage, user: Any
) -> list[Ranked]:
    """Return who waits for a place in `workplace`, the best fit first.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `read_waiting_lists`.
    """
    lists = read_waiting_lists(form_page=form_page, user=user)
    return next((row.ranking for row in lists if row.workplace == workplace), [])


def _read_rows(form_page: RegistrationFormPage, user: Any) -> dict[int, Registration]:
    """Who waits or has an offer, with what a row of the list shows."""
    offers = Offer.objects.filter(registration=OuterRef("pk")).order_by("-pk")
    rows = (
        Registration.objects.visible_to(user)
        .with_sight(user)
        .filter(
            page=form_page,
            state__in=[RegistrationState.WAITLISTED, RegistrationState.SELECTED],
        )
        .select_related("workplace_first", "workplace_second", "placed_in")
        .annotate(was_offered=Subquery(offers.values("pk")[:1]))
    )
    return {row.pk: row for row in rows.order_by("submit_time", "pk")}


def _rank(
    workplace: WorkplacePage,
    persons: Mapping[int, Person],
    rows: Mapping[int, Registration],
    mix: Mix,
) -> list[Ranked]:
    waiting = [
        (mix.change(persons[pk], workplace.pk), persons[pk], row)
        for pk, row in rows.items()
        if row.state == RegistrationState.WAITLISTED
        and pk in persons
        and workplace.pk
        in {row.workplace_first_id, row.workplace_second_id, row.placed_in_id}
    ]
    waiting.sort(key=lambda one: _get_key(one[0], one[1], one[2]))
    return [
        Ranked(
            rank=number,
            registration=row,
            fit=_say_fit(change),
            facts=_say_facts(person, row),
            waits_elsewhere=_say_elsewhere(row, workplace),
        )
        for number, (change, person, row) in enumerate(waiting, start=1)
    ]


def _get_key(change: Change, person: Person, row: Registration) -> tuple:
    submitted: datetime = row.submit_time
    return (change.distance, -(person.score or 0), submitted, row.pk)


def _say_fit(change: Change) -> str:
    """Say what somebody would do for the group: "Vult aan: minstens twee uit …"."""
    said = []
    if change.better:
        said.append(
            _("Brings closer: %(wishes)s") % {"wishes": "; ".join(change.better)}
        )
    if change.worse:
        said.append(
            _("Takes further: %(wishes)s") % {"wishes": "; ".join(change.worse)}
        )
    if not said:
        said.append(_("Changes no wish"))
    words = f" ({change.sentence})" if change.sentence else ""
    return f"{'. '.join(said)}{words}"


def _say_facts(person: Person, row: Registration) -> str:
    said = []
    if person.score is not None:
        said.append(
            pgettext("waiting list", "score %(score)s")
            % {"score": floatformat(person.score, 2)}
        )
    day = date_format(timezone.localtime(row.submit_time), "j F Y")
    said.append(pgettext("waiting list", "registered on %(day)s") % {"day": day})
    return ", ".join(said)


def _say_elsewhere(row: Registration, workplace: WorkplacePage) -> str:
    if row.placed_in is None or row.placed_in_id == workplace.pk:
        return ""
    return row.placed_in.title
