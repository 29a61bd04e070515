"""The release of a call as one act: what it comes to, and doing exactly that.

Whoever releases looks at a summary first. The release names the numbers that they
saw, and is refused when the proposals are no longer those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workplaces.models import WorkplacePage

from ...enums import PROPOSABLE, FormKind, RegistrationState
from ...models import Decision, RegistrationFormPage
from ...permissions import user_can_decide
from ..account import write_account_once_decided
from ..errors import NotAllowed
from ..seats import Seats, count_seats, lock_form_page
from .checks import Check, check_release, count_undecided
from .errors import ReleaseChanged, ReleaseStopped
from .releasing import ReleaseResult, release_decisions

S = RegistrationState
WHOLE_CALL: None = None


@dataclass(frozen=True)
class Seen:
    """What stood on the screen of whoever releases.

    Attributes:
        counts: how many of each outcome, in the order of `PROPOSABLE`.
        mark: of which decisions exactly, with which words (`ReleasePlan.mark`).
        knows_warnings: whether they said that they read the warnings.
    """

    counts: tuple[int, ...]
    mark: str
    knows_warnings: bool = False


@dataclass(frozen=True)
class WorkplaceCount:
    """One workplace: who comes in and who waits, with its places."""

    workplace: WorkplacePage
    seats: Seats
    selected: int
    waiting: int


@dataclass(frozen=True)
class ReleasePlan:
    """What a release would do.

    Attributes:
        form_page: the form of a call.
        decisions: what is released, in the order of the screen.
        is_whole: whether these are all open proposals of the call that `user` sees.
        counts: how many of each outcome, in the order of `PROPOSABLE`.
        workplaces: the same per workplace.
        checks: what was looked at.
        undecided: how many people of the call would still have no decision.
    """

    form_page: RegistrationFormPage
    decisions: list[Decision]
    is_whole: bool
    counts: tuple[int, ...]
    workplaces: list[WorkplaceCount]
    checks: list[Check]
    undecided: int

    @property
    def mark(self) -> str:
        """Tell these decisions, with these words, from any other; keyed."""
        said = [
            f"{row.pk}:{row.proposed_state}:{row.proposed_workplace_id}:{row.reason}"
            for row in sorted(self.decisions, key=lambda row: row.pk)
        ]
        text = "\0".join([*said, str(self.undecided if self.is_whole else "")])
        return salted_hmac(
            "registrations.release", text, algorithm="sha256"
        ).hexdigest()[:24]

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """Each outcome in words, with its number."""
        return [
            (str(state.label), count)
            for state, count in zip(PROPOSABLE, self.counts, strict=True)
        ]

    @property
    def is_possible(self) -> bool:
        return bool(self.decisions) and not any(check.stops for check in self.checks)

    @property
    def warnings(self) -> list[Check]:
        return [check for check in self.checks if check.is_warning]


def plan_release(
    *,
    form_page: RegistrationFormPage,
    user: Any,
    decisions: Collection[int] | None = WHOLE_CALL,
) -> ReleasePlan:
    """Return what a release on `form_page` would do now; changes nothing.

    What is tied to `user` is not in it, not even as a number.

    Args:
        form_page: the form of a call.
        user: who would release.
        decisions: the keys of a part of the open proposals; None for all of them.

    Raises:
        NotAllowed: `user` does not decide, or nobody does on this form.
    """
    if form_page.kind != FormKind.SELECTION or not user_can_decide(user):
        raise NotAllowed
    rows = (
        Decision.objects.visible_to(user)
        .open()
        .filter(registration__page=form_page)
        .for_listing()
        .order_by("proposed_workplace__path", "registration__reference")
    )
    if decisions is not WHOLE_CALL:
        rows = rows.filter(pk__in=decisions)
    chosen = sorted(rows, key=lambda row: PROPOSABLE.index(S(row.proposed_state)))
    for decision in chosen:
        # One page for all: what letters and checks ask of it is read once.
        decision.registration.page = form_page
    undecided = count_undecided(form_page=form_page, user=user, decisions=chosen)
    seats = count_seats(form_page=form_page, proposals=chosen)
    is_whole = decisions is WHOLE_CALL
    return ReleasePlan(
        form_page=form_page,
        decisions=chosen,
        is_whole=is_whole,
        counts=_count_outcomes(chosen),
        workplaces=_count_workplaces(form_page, chosen, seats),
        checks=check_release(
            form_page=form_page,
            decisions=chosen,
            seats=seats,
            undecided=undecided if is_whole else None,
            user=user,
        ),
        undecided=undecided,
    )


@transaction.atomic
def release_call(
    *,
    form_page: RegistrationFormPage,
    user: Any,
    seen: Seen,
    decisions: Collection[int] | None = WHOLE_CALL,
) -> list[ReleaseResult]:
    """Release a call, or a part of it: exactly what was seen, at one moment, or nothing.

    Args:
        form_page: the form of a call.
        user: the decider.
        seen: what stood on their screen.
        decisions: the keys of a part of the open proposals; None for all of them.

    Raises:
        NotAllowed: `user` does not decide.
        ReleaseChanged: the proposals are not those that were seen.
        ReleaseStopped: a check is not good, or a warning was not read.
        ReleaseFailed: a rule refused one of the decisions; nothing changed.
    """
    lock_form_page(form_page_id=form_page.pk)
    plan = plan_release(form_page=form_page, user=user, decisions=decisions)
    if not plan.decisions:
        # A second click, or a colleague who was first.
        raise ReleaseChanged(str(NOTHING_OPEN))
    if (plan.counts, plan.mark) != (seen.counts, seen.mark):
        raise ReleaseChanged(_say_change(seen, plan))
    if not plan.is_possible:
        stopping = [check.finding for check in plan.checks if check.stops]
        raise ReleaseStopped(" ".join([*stopping, _("Nothing has been released.")]))
    if plan.warnings and not seen.knows_warnings:
        raise ReleaseStopped(
            _("Say first that you read what deserves a look. Nothing was released.")
        )
    results = release_decisions(decisions=plan.decisions, released_by=user)
    write_account_once_decided(call=form_page.call, user=user)
    return results


CHANGED = gettext_lazy(
    "You looked at %(seen)s. In the meantime somebody changed a proposal: now there are "
    "%(now)s. Nothing has been released; look again."
)
NOTHING_OPEN = gettext_lazy(
    "None of these proposals is open any more: they have just been released, or taken "
    "back. Nothing was done twice."
)
REWORDED = gettext_lazy(
    "Somebody changed a proposal or its reason in the meantime. Nothing has been "
    "released; look again."
)


def _say_change(seen: Seen, plan: ReleasePlan) -> str:
    if seen.counts == plan.counts or len(seen.counts) != len(PROPOSABLE):
        return str(REWORDED)
    return CHANGED % {"seen": _say_counts(seen.counts), "now": _say_counts(plan.counts)}


def _say_counts(counts: tuple[int, ...]) -> str:
    return ", ".join(
        f"{count} × {str(state.label).lower()}"
        for state, count in zip(PROPOSABLE, counts, strict=True)
    )


def _count_outcomes(decisions: list[Decision]) -> tuple[int, ...]:
    counted = Counter(decision.proposed_state for decision in decisions)
    return tuple(counted[state] for state in PROPOSABLE)


def _count_workplaces(
    form_page: RegistrationFormPage, decisions: list[Decision], seats: list[Seats]
) -> list[WorkplaceCount]:
    counted = Counter(
        (decision.proposed_workplace_id, decision.proposed_state)
        for decision in decisions
    )
    return [
        WorkplaceCount(
            workplace=row.workplace,
            seats=row,
            selected=counted[(row.workplace.pk, S.SELECTED)],
            waiting=counted[(row.workplace.pk, S.WAITLISTED)],
        )
        for row in seats
    ]
