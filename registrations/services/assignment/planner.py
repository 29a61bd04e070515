"""Making a plan: what counts is gathered, weighed, and turned into sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...enums import Advice
from ...models import (
    Assignment,
    Registration,
    RegistrationFormPage,
    Review,
    ReviewTask,
)
from ..rounds import get_round
from .balance import balance
from .by_hand import READABLE
from .plan import Lack, Load, Plan, Share
from .readers import find_at_reading_step, find_past_reading_step, get_team_readers

# How well a reader suits a registration: they know its first or its second choice.
KNOWS_FIRST, KNOWS_SECOND = 2, 1


class Planner:
    """Gathers what counts, and turns the arithmetic into sentences."""

    def __init__(self, form_page: RegistrationFormPage, user: Any, step: ReviewTask):
        self.form_page = form_page
        self.needed = step.reviews_needed
        self.readers = {reader.pk: reader for reader in get_team_readers()}
        visible = Registration.objects.visible_to(user).filter(page=form_page)
        rows = visible.filter(state__in=READABLE, held_at=None)
        rows = rows.select_related("workplace_first", "workplace_second")
        everything = {row.pk: row for row in rows.order_by("submit_time", "pk")}
        reading = find_at_reading_step()
        past = find_past_reading_step()
        self.rows = {pk: row for pk, row in everything.items() if pk in reading}
        self.not_reading = len(everything.keys() - reading - past)
        # Who may read what: a reader's ties are asked of the one scope.
        self.is_open = {
            pk: set(
                Registration.objects.visible_to(reader)
                .filter(page=form_page)
                .values_list("pk", flat=True)
            )
            for pk, reader in self.readers.items()
        }
        self.asked: dict[int, set[int]] = defaultdict(set)
        self.read: dict[int, set[int]] = defaultdict(set)
        self.abstained: dict[int, set[int]] = defaultdict(set)
        self._count(visible)

    def _count(self, visible: Any) -> None:
        """What was asked and read before, of all that this user may see."""
        asked = Assignment.objects.filter(registration__in=visible)
        for registration, reader in asked.values_list("registration", "reader"):
            self.asked[registration].add(reader)
        reviews = Review.objects.filter(registration__in=visible)
        for registration, reader, advice in reviews.values_list(
            "registration", "reader", "advice"
        ):
            target = self.abstained if advice == Advice.ABSTAIN else self.read
            target[registration].add(reader)

    def make_plan(self) -> Plan:
        before = Counter(
            reader
            for pk in self.asked.keys() | self.read.keys() | self.abstained.keys()
            for reader in self._get_known(pk)
        )
        self.loads = {pk: before[pk] for pk in self.readers}
        self.limits = {
            pk: profile.most_assigned
            for pk, reader in self.readers.items()
            if (profile := getattr(reader, "reader_profile", None))
            and profile.most_assigned is not None
        }
        plan = Plan(needed=self.needed, not_reading=self.not_reading)
        samples = self._get_samples()
        shares = self._share_samples(samples)
        needs = {
            pk: max(self.needed - len(self._get_valid(pk)), 0)
            for pk in self.rows
            if pk not in samples
        }
        eligible = {
            pk: [
                reader
                for reader in self.readers
                if pk in self.is_open[reader] and reader not in self._get_known(pk)
            ]
            for pk, need in needs.items()
            if need
        }
        merits = {
            (pk, reader): merit
            for pk, readers in eligible.items()
            for reader in readers
            if (merit := self._get_merit(pk, reader))
        }
        pairs = balance(
            needs=needs,
            eligible=eligible,
            loads=self.loads,
            limits=self.limits,
            merits=merits,
        )
        shares |= {pair: self._explain(*pair) for pair in pairs}
        given = Counter(pk for pk, _reader in pairs)
        new = Counter(reader for _pk, reader in shares)
        plan.loads = [
            Load(reader, before[pk], new[pk], self.limits.get(pk))
            for pk, reader in self.readers.items()
        ]
        for pk, row in self.rows.items():
            plan.shares += [
                Share(row, reader, shares[pk, reader_pk])
                for reader_pk, reader in self.readers.items()
                if (pk, reader_pk) in shares
            ]
            if missing := needs.get(pk, 0) - given[pk]:
                plan.lacks.append(Lack(row, missing, self._explain_lack(pk, given[pk])))
        return plan

    def _share_samples(self, samples: set[int]) -> dict[tuple[int, int], str]:
        """Everybody reads the samples, as far as ties and their limit allow."""
        shares = {}
        for pk in sorted(samples):
            for reader in self.readers:
                is_full = self.loads[reader] >= self.limits.get(
                    reader, self.loads[reader] + 1
                )
                if (
                    pk not in self.is_open[reader]
                    or reader in self._get_known(pk)
                    or is_full
                ):
                    continue
                shares[pk, reader] = _("Sample: everybody reads it first")
                self.loads[reader] += 1
        return shares

    def _get_samples(self) -> set[int]:
        review_round = get_round(self.form_page)
        if review_round is None:
            return set()
        return set(review_round.samples.values_list("pk", flat=True)) & set(self.rows)

    def _get_known(self, pk: int) -> set[int]:
        """Who was asked or has read, whatever came of it: not asked again."""
        return self.asked[pk] | self.read[pk] | self.abstained[pk]

    def _get_valid(self, pk: int) -> set[int]:
        """Whose reading counts: not tied, not abstained, and still a reader if asked."""
        waiting = {
            reader
            for reader in self.asked[pk] - self.abstained[pk]
            if reader in self.readers and pk in self.is_open[reader]
        }
        read = {
            reader
            for reader in self.read[pk]
            if reader not in self.readers or pk in self.is_open[reader]
        }
        return waiting | read

    def _get_merit(self, pk: int, reader: int) -> int:
        profile = getattr(self.readers[reader], "reader_profile", None)
        known = {page.pk for page in profile.workplaces.all()} if profile else set()
        row = self.rows[pk]
        if row.workplace_first_id in known:
            return KNOWS_FIRST
        return KNOWS_SECOND if row.workplace_second_id in known else 0

    def _explain(self, pk: int, reader: int) -> str:
        row = self.rows[pk]
        workplace = {
            KNOWS_FIRST: row.workplace_first,
            KNOWS_SECOND: row.workplace_second,
        }.get(self._get_merit(pk, reader))
        if workplace is not None:
            return _("Knows %(workplace)s") % {"workplace": workplace.title}
        return _("Keeps the load even")

    def _explain_lack(self, pk: int, given: int) -> str:
        """Why nobody else was found, without saying who is tied."""
        others = [pk_ for pk_ in self.readers if pk_ not in self._get_known(pk)]
        closed = sum(pk not in self.is_open[reader] for reader in others)
        full = len(others) - closed - given
        reasons = []
        if closed:
            reasons.append(
                ngettext(
                    "%(count)d reader cannot read it",
                    "%(count)d readers cannot read it",
                    closed,
                )
                % {"count": closed}
            )
        if full > 0:
            reasons.append(
                ngettext(
                    "%(count)d reader has as much as they want",
                    "%(count)d readers have as much as they want",
                    full,
                )
                % {"count": full}
            )
        return ", ".join(reasons) or _("There are not enough readers")
