"""What the order of somebody is made of: facts of each registration, and their place.

What the order needs of other tables is gathered once, from the side of the user, and
never row by row: with 20,000 registrations that is the difference between milliseconds
and seconds (benchmarks/desk.py).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import MD5, Cast, Concat, LPad
from wagtail.models import Task, TaskState, WorkflowState

from ...enums import AWAITS_TEAM, SCORES_ARE_FIXED, FormKind
from ...models import (
    Assignment,
    Registration,
    RegistrationFormPage,
    Review,
    ReviewRound,
    ReviewTask,
)
from ...models.tasks import RegistrationTask
from ...permissions import user_can_review
from ..questions import came_back_to

# The parts of the order: the first two by arrival, the others shuffled.
CAME_BACK, OTHER_STEP, SAMPLE, REST = "0", "1", "2", "3"
# So that the text of a key sorts as its number.
DIGITS = 12
NO = Value(False, output_field=BooleanField())

# What follows from the facts of `get_facts`.
IS_OPEN = Q(is_open=True)
IS_READ = Q(is_read=True)
_IS_MINE = Q(is_asked=True) | Q(is_shared_out=False)
_IS_TO_BE_READ = Q(waits_to_be_read=True) & _IS_MINE
IS_TO_READ = IS_OPEN & ~IS_READ & (_IS_TO_BE_READ | Q(is_asked_in_talk=True))
HAS_COME_BACK = IS_OPEN & Q(came_back=True)
# What waits at one of their other steps and nowhere else: a registration stands at one
# step, so the facts of reading need not be asked.
IS_AT_OTHER_STEP = (
    IS_OPEN
    & Q(waits_at_other_step=True)
    & ~Q(came_back=True)
    & (IS_READ | Q(is_asked_in_talk=False))
)
IS_WAITING = IS_TO_READ | (IS_OPEN & Q(waits_at_other_step=True)) | HAS_COME_BACK
# Of all that they read or still have to.
IS_COUNTED = IS_READ | (IS_OPEN & (Q(is_asked=True) | _IS_TO_BE_READ))
_IS_SHUFFLED = IS_TO_READ | (IS_READ & ~IS_WAITING)
_ARRIVAL = LPad(Cast("pk", CharField()), DIGITS, Value("0"))


def shuffle_for(user: Any) -> Concat:
    """Return the order in which `user` reads: the same each time, another for each.

    An expression and no annotation, as is `place_for`: so it is found out only of the
    rows that an aggregate looks at.
    """
    seed = MD5(Concat(Value(f"{user.pk}:"), Cast("pk", CharField())))
    return Concat(seed, _ARRIVAL)


def place_for(user: Any) -> Concat:
    """Return a text that sorts: which part of the order, where in it, and the key."""
    return Concat(
        Case(
            When(HAS_COME_BACK, then=Value(CAME_BACK)),
            When(_IS_SHUFFLED, then=F("part")),
            default=Value(OTHER_STEP),
        ),
        Case(
            When(HAS_COME_BACK, then=_ARRIVAL),
            When(_IS_SHUFFLED, then=shuffle_for(user)),
            default=_ARRIVAL,
        ),
    )


def get_steps(user: Any) -> tuple[list[int], list[int]]:
    """Return the steps at which `user` acts: those of reading, and the others.

    Who decides and does not read may end a reading step, but nothing waits there for
    them.
    """
    reading, others = [], []
    reads = user_can_review(user)
    for task in Task.objects.filter(active=True).specific():
        if not (isinstance(task, RegistrationTask) and task.user_can_act(None, user)):
            continue
        if not isinstance(task, ReviewTask):
            others.append(task.pk)
        elif reads:
            reading.append(task.pk)
    return reading, others


def get_facts(
    user: Any, reading: list[int], others: list[int], *, only: int | None = None
) -> QuerySet[Registration]:
    """Say of each registration that `user` may see what the order is made of.

    Joined are the row of their own review (`own`) and of their assignment (`asked`), of
    which there is one at most.

    Args:
        user: whose order.
        reading, others: the steps at which they act, see `get_steps`.
        only: the key of the one that it is about; then nothing else is gathered.
    """
    rows = Registration.objects.visible_to(user).order_by()
    if only is not None:
        rows = rows.filter(pk=only)
    mine = asked_now = Assignment.objects.filter(reader=user)
    if only is not None:
        asked_now = mine.filter(registration=only)
    samples = ReviewRound.samples.through.objects.values("registration")
    return rows.alias(
        own=FilteredRelation("reviews", condition=Q(reviews__reader=user)),
        asked=FilteredRelation("assignments", condition=Q(assignments__reader=user)),
    ).annotate(
        is_read=_whether(Q(own__isnull=False)),
        is_asked=_whether(Q(asked__isnull=False)),
        is_open=_whether(Q(state__in=AWAITS_TEAM, held_at=None)),
        came_back=_whether(Q(pk__in=came_back_to(user))),
        waits_to_be_read=_waits_at(reading, only),
        waits_at_other_step=_waits_at(others, only),
        is_shared_out=_whether(Q(page__in=_get_shared_out(mine))),
        is_asked_in_talk=_is_asked_in_talk(user, asked_now),
        part=Case(When(pk__in=samples, then=Value(SAMPLE)), default=Value(REST)),
    )


def _get_shared_out(mine: QuerySet) -> QuerySet:
    """The forms of which something was assigned: a few, asked one by one."""
    pages = RegistrationFormPage.objects.filter(kind=FormKind.SELECTION).order_by()
    first = mine.filter(registration__page=OuterRef("pk")).order_by().values("pk")[:1]
    return (
        pages.alias(assigned=Subquery(first))
        .filter(assigned__isnull=False)
        .values("pk")
    )


def _whether(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, BooleanField())


def _waits_at(steps: list[int], only: int | None) -> Any:
    """Whether a registration waits at one of these steps now."""
    if not steps:
        return NO
    waiting = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Registration),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        current_task_state__task__in=steps,
    )
    if only is not None:
        waiting = waiting.filter(object_id=str(only))
    keys = waiting.annotate(number=Cast("object_id", BigIntegerField()))
    return _whether(Q(pk__in=keys.values("number")))


def _is_asked_in_talk(user: Any, mine: QuerySet) -> Any:
    """Whether `user` was asked as a third reader: after its step, while people talk.

    Only in a round, until scores are fixed (`services.review`).
    """
    if not user_can_review(user):
        return NO
    rounds = ReviewRound.objects.filter(form_page=OuterRef("registration__page"))
    begun = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Registration),
        object_id=Cast(OuterRef("registration"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    read = Review.objects.filter(registration=OuterRef("registration"))
    asked = mine.filter(
        Exists(rounds.exclude(phase__in=SCORES_ARE_FIXED)), Exists(read), Exists(begun)
    )
    return _whether(Q(pk__in=asked.values("registration")))
