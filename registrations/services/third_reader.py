"""A third reader: where two differ by two levels or more (domain.md 7.5)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from ..enums import AWAITS_TEAM
from ..models import Assignment, Registration, Review
from .assignment import assign, get_readers_open_to
from .errors import NotAllowed, RegistrationError
from .review import get_reading_task
from .review_sight import shows_scores_to
from .rounds import get_rules, user_can_arrange
from .scoring import is_disputed


class NotAsked(RegistrationError):
    message = _("This colleague cannot read it. Ask somebody else.")


def can_ask_third_reader(registration: Registration, user: Any) -> bool:
    """Whether `user` can ask somebody to read a disputed `registration` now.

    Only whoever sees that it is disputed: for the others that would tell what
    colleagues gave. Not once scores are fixed, and after the reading step only in a
    round, where reading goes on while people talk.
    """
    if registration.state not in AWAITS_TEAM or not is_disputed(registration):
        return False
    if not user_can_arrange(user, registration):
        return False
    rules = get_rules(registration.page_id)
    if not rules.can_score:
        return False
    if rules.phase is None and get_reading_task(registration) is None:
        return False
    return shows_scores_to(user, registration)


def get_third_readers(registration: Registration) -> list[Any]:
    """Return who can still be asked to read it, who has least to read first."""
    read = Review.objects.filter(
        registration=OuterRef("registration"), reader=OuterRef("reader")
    )
    waiting = Assignment.objects.filter(~Exists(read)).values("reader")
    counts = {
        row["reader"]: row["count"] for row in waiting.annotate(count=Count("pk"))
    }
    busy = {
        *registration.assignments.values_list("reader", flat=True),
        *registration.reviews.values_list("reader", flat=True),
    }
    readers = [
        reader for reader in get_readers_open_to(registration) if reader.pk not in busy
    ]
    # The sort is stable: who has as much stays in the order of their names.
    return sorted(readers, key=lambda reader: counts.get(reader.pk, 0))


@transaction.atomic
def ask_third_reader(*, registration: Registration, reader: Any, user: Any) -> None:
    """Ask `reader` to read a registration about which others differ.

    Raises:
        NotAllowed: nothing is disputed as far as `user` may know, or nobody can read
            it any more.
        NotAsked: `reader` has read it, was asked, or may not.
    """
    if not can_ask_third_reader(registration, user):
        raise NotAllowed
    (result,) = assign(registrations=[registration], readers=[reader], user=user)
    if not result.is_assigned:
        raise NotAsked(result.why)
