"""What somebody takes next, what stood before it, and how far they are.

All of it is read off in one look at what concerns them, so that a desk costs about as
much with 20,000 registrations as with 200 (benchmarks/desk.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.lookups import GreaterThan, LessThan

from ...enums import FormKind
from ...models import Registration, RegistrationFormPage
from ..questions import came_back_to
from .facts import (
    DIGITS,
    HAS_COME_BACK,
    IS_AT_OTHER_STEP,
    IS_OPEN,
    IS_READ,
    IS_TO_READ,
    IS_WAITING,
    OTHER_STEP,
    get_facts,
    get_steps,
    place_for,
    shuffle_for,
)
from .progress import Progress, count_progress, make_progress

# More rows than there will ever be. With a limit PostgreSQL finds out each fact of a row
# once; without, once for every time that it is named.
_ALL = 10**9


@dataclass(frozen=True)
class Overview:
    """What waits for somebody, for their dashboard.

    Attributes:
        count: how many wait.
        to_read: where they go on reading; None when everything is read.
        progress: how far they are, per form on which they read or still have to.
    """

    count: int
    to_read: Registration | None
    progress: list[Progress]


@dataclass(frozen=True)
class Way:
    """What lies around one registration in somebody's order.

    Attributes:
        following: what they take next; after the last one the first again.
        previous: what stands before it, waiting or read.
        progress: how far they are with its form; None when they read nothing there.
    """

    following: Registration | None
    previous: Registration | None
    progress: Progress | None


def get_queue(*, user: Any) -> QuerySet[Registration]:
    """Return the registrations that wait for `user`, in their own order.

    First what came back to them with an answer, then what waits at a step other than
    reading, by arrival; then what they read: the samples of the round, and the rest
    shuffled, the same way each time but differently for each reader, so that nobody's
    registration is always read last. A reader to whom registrations of a form were
    assigned gets those only. Steps between ours, such as a group approval, are not
    counted.
    """
    waiting = get_facts(user, *get_steps(user)).filter(IS_WAITING)
    return waiting.annotate(place=place_for(user)).order_by("place")


def get_first(*, user: Any, count: int) -> list[int]:
    """Return the keys of the first `count` that wait for `user`, in their order.

    Part by part, since the first parts are short and sorted by themselves.
    """
    facts = get_facts(user, *get_steps(user))
    # Few, and fetched: as a condition every registration would be looked at for it.
    back = list(came_back_to(user).values_list("registration", flat=True))
    parts = (
        facts.filter(HAS_COME_BACK, pk__in=back).order_by("pk"),
        facts.filter(IS_AT_OTHER_STEP).order_by("pk"),
        facts.filter(IS_TO_READ & ~HAS_COME_BACK).order_by("part", shuffle_for(user)),
    )
    keys: list[int] = []
    for part in parts:
        if len(keys) < count:
            keys += part.values_list("pk", flat=True)[: count - len(keys)]
    return keys


def get_next(*, user: Any) -> Registration | None:
    """Return what `user` begins with; None when nothing waits."""
    keys = get_first(user=user, count=1)
    return Registration.objects.get(pk=keys[0]) if keys else None


def get_overview(*, user: Any) -> Overview:
    """Return what waits for `user`, and how far they are with each form."""
    reading, others = get_steps(user)
    pages = RegistrationFormPage.objects.filter(kind=FormKind.SELECTION)
    pages = list(pages.order_by("-pk")) if reading else []
    found = _look(
        get_facts(user, reading, others),
        count=Count("pk", filter=IS_WAITING),
        to_read=Min(place_for(user), filter=IS_TO_READ),
        **count_progress(pages),
    )
    return Overview(
        count=found["count"],
        to_read=_fetch(found["to_read"]).get(found["to_read"]),
        progress=make_progress(pages, found),
    )


def get_way(*, user: Any, at: Registration) -> Way:
    """Return what lies around `at` in the order of `user`, and how far they are.

    What they read stays where it stood, so that one can go back to it. What is not
    theirs, or not any more, stands among the other steps, by arrival.
    """
    reading, others = get_steps(user)
    facts = get_facts(user, reading, others)
    places = place_for(user)
    here = get_facts(user, reading, others, only=at.pk).annotate(place=places)
    place = (
        here.values_list("place", flat=True).first() or f"{OTHER_STEP}{at.pk:0{DIGITS}}"
    )
    waiting = ~Q(pk=at.pk) & IS_WAITING
    passed = ~Q(pk=at.pk) & (IS_WAITING | (IS_OPEN & IS_READ))
    pages = [at.page] if reading else []
    found = _look(
        facts,
        following=Min(places, filter=waiting & Q(GreaterThan(places, place))),
        previous=Max(places, filter=passed & Q(LessThan(places, place))),
        **count_progress(pages),
    )
    following = found["following"]
    if following is None:
        # Behind the last one stands the first.
        following = _look(facts, first=Min(places, filter=waiting))["first"]
    rows = _fetch(following, found["previous"])
    progress = make_progress(pages, found)
    return Way(
        following=rows.get(following),
        previous=rows.get(found["previous"]),
        progress=progress[0] if progress else None,
    )


def is_waiting_for(user: Any, registration: Registration) -> bool:
    """Whether `registration` waits for `user` now."""
    facts = get_facts(user, *get_steps(user), only=registration.pk)
    return facts.filter(IS_WAITING).exists()


def _look(facts: QuerySet, **aggregates: Any) -> dict[str, Any]:
    """Return `aggregates` over all that concerns somebody, in one statement."""
    return facts.filter(IS_READ | IS_OPEN)[:_ALL].aggregate(**aggregates)


def _fetch(*places: str | None) -> dict[str | None, Registration]:
    """Return the registrations at these places: each place ends with its key."""
    keys = {place: int(place[-DIGITS:]) for place in places if place}
    rows = Registration.objects.in_bulk(keys.values())
    return {place: rows[key] for place, key in keys.items()}
