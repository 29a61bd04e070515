"""Where the reading of a form stands: in numbers, and per reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from ...enums import LARGE_DIFFERENCE, RegistrationState
from ...models import Assignment, Registration, RegistrationFormPage, Review
from ..review_sight import with_visible_scores
from .by_hand import READABLE
from .readers import get_reading_step, get_team_readers

# Fewer than five are no crowd to hide in (services/report/small.py).
FEWEST = 5


@dataclass
class Standing:
    """How far the reading of one form is, of what one user may see.

    Attributes:
        total: registrations that are read or were decided.
        needed: how many reviews each gets; 0 where the workflow has no reading step.
        enough: those still undecided that have as many reviews.
        waiting: those still undecided that have fewer.
        asked: of these, the ones that wait for an answer of the applicant.
        decided: those that have their outcome, also when it was confirmed or lapsed.
        left_out: registrations beside the total: withdrawn, or held for a look.
        disputed: those still undecided on which readers differ so much that they
            should talk, as far as this user may know.
        disputed_unread: how many more there are among those whose scores are hidden
            from this user; 0 too while these are so few that it would tell which.
    """

    total: int
    needed: int
    enough: int
    waiting: int
    asked: int
    decided: int
    left_out: int = 0
    disputed: int = 0
    disputed_unread: int = 0


@dataclass
class ReaderRow:
    """One reader, and how much of the form is theirs.

    Attributes:
        reader: who.
        assigned: how many they were asked to read.
        read: how many of these they have read.
        extra: what they read without being asked.
        most: how many they want at most; None for no limit.
        workplaces: which they know most about.
        is_reader: whether they still read; a colleague who left keeps a row as long
            as something waits for them.
        has_promised: whether they promised confidentiality.
    """

    reader: Any
    assigned: int
    read: int
    extra: int
    most: int | None = None
    workplaces: tuple[str, ...] = ()
    is_reader: bool = True
    has_promised: bool = False


def get_standing(*, form_page: RegistrationFormPage, user: Any) -> Standing:
    """Return where the reading of `form_page` stands for `user`.

    Reviews as `services.scoring` counts them: without ties and abstentions.
    """
    step = get_reading_step()
    needed = step.reviews_needed if step else 0
    visible = Registration.objects.visible_to(user).filter(page=form_page)
    rows = list(
        with_visible_scores(visible, user)
        .exclude(state=RegistrationState.WITHDRAWN)
        .filter(held_at=None)
        .values_list("state", "review_count", "score_spread", "shows_scores")
    )
    open_rows = [row for row in rows if row[0] in READABLE]
    waiting = [state for state, read, *_scores in open_rows if read < needed]
    spreads = {
        shows: [
            spread
            for _state, _read, spread, is_shown in open_rows
            if spread is not None and is_shown is shows
        ]
        for shows in (True, False)
    }
    return Standing(
        total=len(rows),
        needed=needed,
        enough=len(open_rows) - len(waiting),
        waiting=len(waiting),
        asked=waiting.count(RegistrationState.INFO_REQUESTED),
        decided=len(rows) - len(open_rows),
        left_out=visible.count() - len(rows),
        disputed=_count_large(spreads[True]),
        disputed_unread=(
            _count_large(spreads[False]) if len(spreads[False]) >= FEWEST else 0
        ),
    )


def _count_large(spreads: list[int]) -> int:
    return sum(spread >= LARGE_DIFFERENCE for spread in spreads)


def get_readers_overview(
    *, form_page: RegistrationFormPage, user: Any
) -> list[ReaderRow]:
    """Return every reader with how much of what `user` may see is theirs."""
    visible = Registration.objects.visible_to(user).filter(page=form_page)
    asked = set(
        Assignment.objects.filter(registration__in=visible).values_list(
            "registration", "reader"
        )
    )
    done = set(
        Review.objects.filter(registration__in=visible)
        .exclude(reader=None)
        .values_list("registration", "reader")
    )
    assigned = Counter(reader for _pk, reader in asked)
    read = Counter(reader for _pk, reader in asked & done)
    extra = Counter(reader for _pk, reader in done - asked)
    readers = get_team_readers()
    known = {reader.pk for reader in readers}
    left = get_user_model()._default_manager.filter(
        pk__in={reader for _pk, reader in asked - done} - known
    )
    return [
        _make_row(reader, assigned, read, extra, is_reader=reader.pk in known)
        for reader in [*readers, *left.select_related("reader_profile")]
    ]


def _make_row(
    reader: Any, assigned: Counter, read: Counter, extra: Counter, *, is_reader: bool
) -> ReaderRow:
    row = ReaderRow(
        reader=reader,
        assigned=assigned[reader.pk],
        read=read[reader.pk],
        extra=extra[reader.pk],
        is_reader=is_reader,
    )
    profile = getattr(reader, "reader_profile", None)
    if profile is not None:
        row.most = profile.most_assigned
        row.has_promised = profile.promised_at is not None
        if is_reader:
            row.workplaces = tuple(page.title for page in profile.workplaces.all())
    return row
