"""One place that came free, offered to one person: under the lock, so never twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from workplaces.models import WorkplacePage

from ...enums import RegistrationState
from ...models import Offer, Registration
from ...permissions import Actor, user_can_decide
from ..decision.releasing import refuse_alone
from ..errors import IllegalTransition, NotAllowed, ReasonRequired, RegistrationError
from ..message import plan_letters
from ..names import keep_name
from ..placement import check_workplace, give_seat, lock_registration
from ..rounds import SelectionNotOpen
from ..state import change_state
from .ranking import Ranked, rank_waiting

# A place that came free goes on sooner than the first ones (domain.md 1.4, M14).
DAYS_TO_ANSWER = 5
ANSWER_AT = time(17)
SATURDAY = 5


class AnswerByPassed(RegistrationError):
    message = _("Choose a moment to answer by that is still to come.")


class SkipNeedsReason(ReasonRequired):
    """Somebody stands higher on a list of which the call promised the order."""


class TiedInOrder(NotAllowed):
    message = _(
        "The call promised an order, and a registration of this call is closed for you "
        "because of a tie. A colleague without one offers this place, so that nobody is "
        "passed over unseen."
    )


def get_offer_answer_by(*, now: datetime) -> datetime:
    """Return until when somebody to whom a place is offered at `now` may answer.

    The fifth day after at five o'clock in Brussels; in a weekend, the Monday after it:
    somebody of the office can then still be asked.
    """
    day = timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, ANSWER_AT))


@transaction.atomic
def offer_place(
    *,
    registration: Registration,
    workplace: WorkplacePage,
    user: Any,
    answer_by: datetime | None = None,
    skip_reason: str = "",
) -> Registration:
    """Offer somebody on the waiting list a place that came free (M14).

    The lock of the form is taken first: two people who offer at once are answered one
    after the other, and the second one finds the place, or the person, taken.

    Args:
        registration: somebody who waits, as the caller knows them.
        workplace: where the place is free.
        user: the decider who offers it.
        answer_by: until when they can answer; None for the usual days.
        skip_reason: why somebody who stands higher is skipped; asked where the call
            promised an order, kept in the history, and not in the letter.

    Raises:
        NoSeatLeft: the workplace is full after all.
        SkipNeedsReason: the call promised an order.
        AnswerByPassed: nobody could answer in time.
        DecidedAlone: `user` entered this registration.
        TiedInOrder: the call promised an order, of which `user` may not see all. Asked
            of the whole form: of the list alone, it would tell who is on it.
        NotAllowed, IllegalTransition: see `change_state`.
    """
    locked = lock_registration(registration=registration)
    if not user_can_decide(user, locked):
        raise NotAllowed
    if locked.state != RegistrationState.WAITLISTED or locked.page.is_direct:
        raise IllegalTransition
    refuse_alone(locked, user)
    check_workplace(registration=locked, workplace=workplace)
    now = timezone.now()
    answer_by = answer_by or get_offer_answer_by(now=now)
    if answer_by <= now:
        raise AnswerByPassed
    if locked.page.promises_order and _has_ties(locked, user):
        raise TiedInOrder
    ranking = _get_ranking(locked, workplace, user)
    place = next((row for row in ranking if row.registration == locked), None)
    skip_reason = skip_reason.strip()
    if locked.page.promises_order and place and place.rank > 1 and not skip_reason:
        raise SkipNeedsReason(_ask_why(place.rank - 1))
    give_seat(registration=locked, workplace=workplace, answer_by=answer_by)
    Offer.objects.create(
        registration=locked,
        workplace=workplace,
        rank=place.rank if place else None,
        waiting=len(ranking) or None,
        why=place.fit if place else "",
        skip_reason=skip_reason,
        answer_by=answer_by,
        user=user,
        user_name=keep_name(user),
    )
    log(
        instance=locked,
        action="registrations.offer",
        user=user,
        data={"rank": place.rank if place else None, "skipped": bool(skip_reason)},
    )
    offered = change_state(
        registration=locked, to=RegistrationState.SELECTED, actor=Actor.staff(user)
    )
    plan_letters(registrations=[offered], now=now)
    return offered


def _has_ties(registration: Registration, user: Any) -> bool:
    rows = Registration.objects.filter(page=registration.page_id)
    visible = Registration.objects.visible_to(user).values("pk")
    return rows.exclude(pk__in=visible).exists()


def _get_ranking(
    registration: Registration, workplace: WorkplacePage, user: Any
) -> list[Ranked]:
    """The list as it is under the lock; empty while the facts are hidden again."""
    try:
        return rank_waiting(form_page=registration.page, workplace=workplace, user=user)
    except (NotAllowed, SelectionNotOpen):
        if registration.page.promises_order:
            raise
        return []


def _ask_why(count: int) -> str:
    return ngettext(
        "The call promised an order, and %(count)d person stands higher. Say why you "
        "skip them.",
        "The call promised an order, and %(count)d people stand higher. Say why you "
        "skip them.",
        count,
    ) % {"count": count}
