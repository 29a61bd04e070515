"""Reading what was changed in the answers: for the person, the readers, the deciders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..models import AnswerChange, Decision, Registration
from .keys import read_key

# A proposal was made for one of these.
CHOICES = frozenset({"workplace_first", "workplace_second"})


@dataclass(frozen=True)
class ChangedAnswer:
    """One answer of an edit, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Amendment:
    """One edit, as far as somebody may see it.

    Attributes:
        at: when.
        by_team: whether a member of the team did it for the applicant.
        user, user_name: who that was, and the name that stays when the account goes.
        answers: what changed, before and after.
        hidden: how many other answers changed too.
    """

    at: datetime
    by_team: bool
    user: Any
    answers: list[ChangedAnswer]
    hidden: int = 0
    user_name: str = ""


def get_amendments(
    *, registration: Registration, visible_keys: Collection[str] | None = None
) -> list[Amendment]:
    """Return the edits of the answers of `registration`, the oldest first.

    Args:
        registration: whose answers.
        visible_keys: the questions of which the answers may be shown; None for the
            applicant, who may see all of them.
    """
    edits = registration.answer_changes.select_related("user")
    return [_as_amendment(edit, visible_keys) for edit in edits]


def get_amendments_since(
    *, registration: Registration, version: str
) -> list[Amendment]:
    """Return the edits after `version` (services/amend.py); all if it says nothing."""
    edits = registration.answer_changes.select_related("user")
    seen = read_key(version)
    if seen is not None:
        edits = edits.filter(pk__gt=seen)
    return [_as_amendment(edit, None) for edit in edits]


def get_last_change(*, registration: Registration) -> datetime | None:
    """Return when the answers changed last; None if they never did."""
    last = registration.answer_changes.order_by("changed_at", "pk").last()
    return last.changed_at if last else None


def find_changed_choices(*, decisions: Iterable[Decision]) -> set[int]:
    """Return which of these proposals are older than a change of workplace.

    Nothing is withdrawn by such a change: whoever decides must see it.

    Returns:
        Primary keys of decisions.
    """
    proposed = {row.registration_id: row for row in decisions}
    edits = AnswerChange.objects.filter(registration__in=proposed)
    return {
        proposed[edit.registration_id].pk
        for edit in edits
        if edit.changed_at > proposed[edit.registration_id].proposed_at
        and any(change["key"] in CHOICES for change in edit.changes)
    }


def _as_amendment(edit: AnswerChange, visible: Collection[str] | None) -> Amendment:
    shown = [
        change for change in edit.changes if visible is None or change["key"] in visible
    ]
    return Amendment(
        at=edit.changed_at,
        by_team=edit.user_id is not None or bool(edit.user_name),
        user=edit.user,
        answers=[
            ChangedAnswer(change["label"], change["before"], change["after"])
            for change in shown
        ],
        hidden=len(edit.changes) - len(shown),
        user_name=edit.user_name,
    )
