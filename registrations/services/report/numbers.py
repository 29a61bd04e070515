"""What the report counts: states by workplace, groups, reading and letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...enums import (
    AWAITS_TEAM,
    HOLDS_SEAT,
    LARGE_DIFFERENCE,
    Advice,
    FormKind,
    MessageKind,
    MessageState,
    RegistrationState,
    TieState,
)
from ...models import Message, Registration, Review, ReviewVersion, StateChange, Tie
from .small import FEW, is_small, say, say_part

S = RegistrationState

# What became of somebody, as the columns of the report.
PLACE = "place"
OUTCOMES: dict[str, tuple[Any, frozenset[RegistrationState]]] = {
    PLACE: (pgettext_lazy("outcome", "Place"), HOLDS_SEAT),
    "waiting": (pgettext_lazy("outcome", "Waiting list"), frozenset({S.WAITLISTED})),
    "declined": (pgettext_lazy("outcome", "Not selected"), frozenset({S.DECLINED})),
    "left": (
        pgettext_lazy("outcome", "Withdrawn or not confirmed"),
        frozenset({S.WITHDRAWN, S.EXPIRED}),
    ),
    "open": (
        pgettext_lazy("outcome", "Not decided yet"),
        AWAITS_TEAM | {S.INFO_REQUESTED},
    ),
}
DECISION_LETTERS = frozenset(
    {
        MessageKind.SELECTED,
        MessageKind.WAITLISTED,
        MessageKind.DECLINED,
        MessageKind.OFFERED,
        MessageKind.WAITLIST_CLOSED,
    }
)
REMAINS = pgettext_lazy("report", "Other")


@dataclass
class Column:
    """One outcome, or several that are too small to stand alone."""

    codes: list[str]
    label: str
    states: frozenset[RegistrationState] = field(default_factory=frozenset)


def merge_outcomes(states: Counter[str]) -> list[Column]:
    """Return the columns of the report, none of which holds one to four people.

    Args:
        states: how many registrations are in each state.
    """
    columns = [
        Column([code], str(label), group)
        for code, (label, group) in OUTCOMES.items()
        if code == PLACE or any(states[state] for state in group)
    ]

    def size(column: Column) -> int:
        return sum(states[state] for state in column.states)

    while len(columns) > 1 and any(is_small(size(column)) for column in columns):
        small = min((c for c in columns if is_small(size(c))), key=size)
        others = [column for column in columns if column is not small]
        # With a place is what the report is about: it stays apart if it can.
        partner = min(others, key=lambda c: (PLACE in c.codes, size(c)))
        first, second = sorted(
            (small, partner), key=lambda c: list(OUTCOMES).index(c.codes[0])
        )
        first.codes += second.codes
        first.label = f"{first.label} / {second.label}"
        first.states |= second.states
        columns.remove(second)
    return columns


def count_by(
    rows: Sequence[tuple[Any, str]], columns: Sequence[Column]
) -> dict[Any, list[int]]:
    """Return for each group how many of it are in each column.

    Args:
        rows: of each registration its group and its state.
        columns: in which to count.
    """
    counted: dict[Any, list[int]] = defaultdict(lambda: [0] * len(columns))
    for group, state in rows:
        for number, column in enumerate(columns):
            if state in column.states:
                counted[group][number] += 1
    return dict(counted)


def fold_small_groups(counted: dict[str, list[int]]) -> dict[str, list[int]]:
    """Put groups under five together, with the next smallest if they stay few."""
    groups = dict(sorted(counted.items(), key=lambda row: -sum(row[1])))
    together: list[int] | None = None
    while groups:
        name, numbers = list(groups.items())[-1]
        is_few = together is not None and is_small(sum(together))
        if not is_small(sum(numbers)) and not is_few:
            break
        del groups[name]
        together = [
            a + b for a, b in zip(together or [0] * len(numbers), numbers, strict=True)
        ]
    if together is not None:
        groups[str(REMAINS)] = together
    return groups


def describe_reading(
    registrations: QuerySet[Registration], total: int
) -> list[tuple[str, str]]:
    """Return how the registrations were read, as label and number."""
    reviews = Review.objects.filter(registration__in=registrations)
    readers = {
        pk if pk is not None else name
        for pk, name in reviews.values_list("reader", "reader_name")
    }
    written = reviews.exclude(advice=Advice.ABSTAIN).count()
    read = reviews.values("registration").distinct().count()
    disputed = registrations.filter(score_spread__gte=LARGE_DIFFERENCE).count()
    tied = Tie.objects.filter(
        registration__in=registrations, state=TieState.DECLARED
    ).values("registration")
    undone = StateChange.objects.filter(
        registration__in=registrations,
        to_state=S.IN_REVIEW,
    ).exclude(from_state__in=[S.RECEIVED, S.INFO_REQUESTED])
    changed = ReviewVersion.objects.filter(review__registration__in=registrations)
    return [
        (_("Readers who wrote a review"), str(len(readers))),
        (_("Reviews"), str(written)),
        (_("Registrations with a review"), say_part(read, total)),
        (_("Registrations with a large difference"), say_part(disputed, total)),
        (
            _("Registrations closed to a reader because of a tie"),
            say_part(tied.distinct().count(), total),
        ),
        (
            _("Times that a reader abstained"),
            say(reviews.filter(advice=Advice.ABSTAIN).count()),
        ),
        (_("Reviews changed afterwards (the old ones are kept)"), say(changed.count())),
        (_("Decisions that were undone, with a reason"), say(undone.count())),
    ]


def describe_letters(registrations: QuerySet[Registration]) -> list[tuple[str, str]]:
    """Return how the letters went, without telling how many got which answer."""
    letters = Message.objects.filter(registration__in=registrations).exclude(
        state=MessageState.CANCELLED
    )
    sent = Q(state__in=[MessageState.SENT, MessageState.DELIVERED])
    decisions = letters.filter(kind__in=DECISION_LETTERS)
    waiting = decisions.filter(
        state__in=[MessageState.DRAFT, MessageState.QUEUED, MessageState.SENDING]
    )
    failed = letters.filter(state__in=[MessageState.FAILED, MessageState.BOUNCED])
    if not decisions.exists():
        stand = _("none yet")
    elif waiting.exists():
        stand = _("not all of them have left")
    else:
        stand = _("all of them have left")
    return [
        (_("Letters sent, of all kinds"), say(letters.filter(sent).count())),
        (_("Letters about the decision"), stand),
        (
            _("Questions to applicants"),
            say(letters.filter(kind=MessageKind.INFO_REQUEST).filter(sent).count()),
        ),
        (_("Letters that did not arrive"), say(failed.count())),
        *_describe_doors(registrations),
    ]


def _describe_doors(registrations: QuerySet[Registration]) -> list[tuple[str, str]]:
    """Return how many people with a "no" found their way to an inspiration day.

    Whoever registered for a day, with the same address, after their answer.
    """
    declined = registrations.filter(state=S.DECLINED).exclude(email="")
    total = declined.count()
    if total < FEW:
        return []
    days = Registration.objects.filter(
        page__kind=FormKind.DIRECT,
        state=S.CONFIRMED,
        email__iexact=OuterRef("email"),
        submit_time__gt=OuterRef("state_changed_at"),
    )
    came = declined.filter(Exists(days)).count()
    return [
        (
            _("Not selected, and registered for an inspiration day afterwards"),
            say_part(came, total),
        )
    ]
