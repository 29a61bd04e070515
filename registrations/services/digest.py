"""The mail to the team that says what waits: numbers and one link, nobody's data.

Domain.md 1.4, T1 to T6: it names no applicant and no number of a registration, so that
a mailbox that is read by somebody else, or on a telephone in a train, tells nothing.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from ..enums import DigestFrequency, MessageKind, MessageState, RegistrationState
from ..models import (
    Decision,
    InformationRequest,
    Message,
    ReaderProfile,
    Registration,
    Suggestion,
)
from ..permissions import (
    user_can_decide,
    user_can_review,
    user_can_send_messages,
    user_can_view_registrations,
)
from .errors import NotAllowed
from .message import queue_message
from .notices import count_assigned, count_new, count_notices
from .queue import get_queue
from .waiting import count_free_places

logger = logging.getLogger(__name__)

# Before people start to work, and not while they sleep.
NOT_BEFORE_HOUR = 7
SATURDAY = 5
# It tells how things stood that morning; afterwards it is only in the way.
KEEP_DIGESTS = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """What waits for one member of the team, in numbers.

    Attributes:
        to_read: registrations in their queue.
        came_back: of these, how many came back with an answer to their question.
        overdue: their questions to which no answer came in time.
        held: registrations that somebody must look at before anything happens.
        proposals: proposals that can be released.
        letters: letters that wait in the outbox.
        places: places that are free while somebody waits for one.
        returned: registrations of which mail came back since the last of these mails.
        new: registrations that came in since then, for whoever arranges.
        assigned: of those to read, how many they were asked for since then.
        answered: answers since then to a workplace that they suggested.
        too_full, too_empty: workplaces that more people want than fit, or too few.
        erasing: forms of which the short answers are erased within a week.
    """

    to_read: int = 0
    came_back: int = 0
    overdue: int = 0
    held: int = 0
    proposals: int = 0
    letters: int = 0
    places: int = 0
    returned: int = 0
    new: int = 0
    assigned: int = 0
    answered: int = 0
    too_full: int = 0
    too_empty: int = 0
    erasing: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def send_digests(*, now: datetime) -> int:
    """Promise today's mail to everybody for whom something waits; once each.

    On working days only, from seven in the morning (Europe/Brussels). Whoever asked
    for one a week gets it on Monday, or on the first working day that the site runs
    after it.

    Args:
        now: the moment; the worker calls this every few seconds.

    Returns:
        How many mails were promised.
    """
    local = timezone.localtime(now)
    if local.weekday() >= SATURDAY or local.hour < NOT_BEFORE_HOUR:
        return 0
    today = local.date()
    _erase_old(now)
    _give_profiles()
    sent = 0
    for user in _find_due(today):
        try:
            sent += _send_digest(user, today)
        except Exception:
            # One member of the team must not keep the mail of all others at home.
            logger.exception("The digest of user %s could not be made.", user.pk)
    return sent


def count_waiting(*, user: Any) -> Waiting:
    """Return what waits for `user` now, as far as they may see it."""
    visible = Registration.objects.visible_to(user)
    queue = get_queue(user=user)
    told_at = _get_last_told(user)
    overdue = InformationRequest.objects.filter(
        asked_by=user,
        answered_at=None,
        reply_by__lt=timezone.localdate(),
        registration__in=visible.filter(state=RegistrationState.INFO_REQUESTED),
    )
    counted = {
        "to_read": queue.count(),
        "came_back": queue.filter(came_back=True).count(),
        "overdue": overdue.count(),
        "assigned": count_assigned(user=user, since=told_at, queue=queue),
        "new": count_new(user=user, since=told_at),
        "answered": Suggestion.objects.filter(
            user=user, answered_at__gt=told_at, registration__in=visible
        ).count(),
    }
    if user_can_review(user):
        counted["held"] = visible.to_look_at().count()
    if user_can_decide(user):
        counted["proposals"] = Decision.objects.visible_to(user).open().count()
        counted["places"] = count_free_places(user=user)
    if user_can_send_messages(user):
        letters = Message.objects.visible_to(user).filter(state=MessageState.DRAFT)
        counted["letters"] = letters.count()
        returned = visible.filter(mail_returned_at__gt=told_at)
        counted["returned"] = returned.count()
    if told_at < _get_monday():
        # These last for weeks: once in each is enough.
        counted |= count_notices(user=user, today=timezone.localdate())
    return Waiting(**counted)


def set_frequency(*, user: Any, frequency: DigestFrequency) -> None:
    """Keep how often `user` wants this mail; each says so for themselves.

    Raises:
        NotAllowed: there is nothing to tell them.
    """
    if not user_can_view_registrations(user):
        raise NotAllowed
    ReaderProfile.objects.update_or_create(
        user=user, defaults={"digest": DigestFrequency(frequency)}
    )


def _get_last_told(user: Any) -> datetime:
    """When `user` got this mail last: what came back is told once."""
    told = Message.objects.filter(team_member=user, kind=MessageKind.TEAM_DIGEST)
    last = told.aggregate(last=Max("created_at"))["last"]
    return last or timezone.now() - KEEP_DIGESTS


def _get_monday() -> datetime:
    """The first moment of this week."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return timezone.make_aware(datetime.combine(monday, time()))


def _erase_old(now: datetime) -> None:
    """Erase the mails of weeks ago, so that the outbox holds letters to applicants."""
    Message.objects.filter(
        kind=MessageKind.TEAM_DIGEST, created_at__lt=now - KEEP_DIGESTS
    ).exclude(state__in=[MessageState.QUEUED, MessageState.SENDING]).delete()


def _give_profiles() -> None:
    """Everybody of the team has a profile, in which the day of their mail is kept."""
    members = get_user_model().objects.filter(is_active=True, reader_profile=None)
    for user in members:
        if user_can_view_registrations(user):
            ReaderProfile.objects.get_or_create(user=user)


def _find_due(today: date) -> QuerySet[Any]:
    """Members of the team who did not hear today, or this week, how things stand."""
    monday = today - timedelta(days=today.weekday())
    not_since = Q(reader_profile__digest_sent_on=None)
    return (
        get_user_model()
        .objects.filter(is_active=True)
        .exclude(email="")
        .filter(
            Q(reader_profile__digest=DigestFrequency.DAILY)
            & (not_since | Q(reader_profile__digest_sent_on__lt=today))
            | Q(reader_profile__digest=DigestFrequency.WEEKLY)
            & (not_since | Q(reader_profile__digest_sent_on__lt=monday))
        )
        .order_by("pk")
    )


@transaction.atomic
def _send_digest(user: Any, today: date) -> bool:
    """Promise the mail, unless another worker was here or nothing waits."""
    # The claim, whether there is something to tell or not: what comes in later today
    # is told tomorrow. Two workers at once: the second one changes no row.
    profile = ReaderProfile.objects.filter(user=user)
    not_today = Q(digest_sent_on=None) | Q(digest_sent_on__lt=today)
    if not profile.filter(not_today).update(digest_sent_on=today):
        return False
    if not user_can_view_registrations(user):
        return False
    waiting = count_waiting(user=user)
    if not waiting:
        return False
    queue_message(
        team_member=user,
        kind=MessageKind.TEAM_DIGEST,
        context={"day": today.isoformat(), **asdict(waiting)},
    )
    return True
