"""“Ik kan niet”: a participant says so of one meeting on their own page, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from workplaces.models import Session
from workplaces.models.calendar_routes import is_to_come
from workplaces.trajectory import name_sessions

from ...enums import MessageKind, RegistrationState
from ...models import MeetingAnswer, MeetingAttendance, Registration
from ..errors import IllegalTransition
from ..message import plan_letters, queue_message
from ..placement import lock_registration
from .meetings import find_session, get_sessions, is_excused


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting as it stands on the own page of a participant.

    Attributes:
        session: day, hours and place.
        name: its title, or its number.
        is_missed: whether they said that they cannot come.
        can_change: whether they can say so now, or take it back.
    """

    session: Session
    name: str
    is_missed: bool
    can_change: bool


def get_own_meetings(*, registration: Registration) -> list[OwnMeeting]:
    """Return the meetings of somebody's call, with what they said of each."""
    sessions = get_sessions(registration.page)
    is_in = registration.state == RegistrationState.CONFIRMED
    said = {row.session_key: row for row in registration.attendance.all()}
    return [
        OwnMeeting(
            session=session,
            name=name,
            is_missed=is_in and is_excused(said.get(session.key), session),
            can_change=is_in and is_to_come(session),
        )
        for session, name in name_sessions(sessions)
    ]


@transaction.atomic
def excuse(*, registration: Registration, session_key: str) -> MeetingAttendance:
    """Keep that a participant cannot come to one meeting, and tell them so (M21).

    Their place stays theirs; what was planned about that meeting does not leave.
    Whoever clicks twice meant it once.

    Raises:
        IllegalTransition: they have no place, or that meeting is past or gone.
    """
    locked, session = _lock_for_meeting(registration, session_key)
    row, _made = MeetingAttendance.objects.get_or_create(
        registration=locked, session_key=session.key
    )
    if is_excused(row, session):
        return row
    row.excused_for = session.date
    row.save(update_fields=["excused_for"])
    _keep_answer(locked, session, is_coming=False)
    log(instance=locked, action="registrations.excuse")
    plan_letters(registrations=[locked], now=timezone.now())
    queue_message(
        registration=locked,
        kind=MessageKind.EXCUSED,
        context={"session_keys": [session.key]},
        # Back and forth is one letter, for one day.
        once=f"{session.key}-{session.date:%Y%m%d}",
    )
    return row


@transaction.atomic
def come_after_all(*, registration: Registration, session_key: str) -> None:
    """Take back that somebody cannot come to one meeting.

    Raises:
        IllegalTransition: they have no place, or that meeting is past or gone.
    """
    locked, session = _lock_for_meeting(registration, session_key)
    rows = locked.attendance.filter(session_key=session.key, excused_for__isnull=False)
    if rows.update(excused_for=None):
        _keep_answer(locked, session, is_coming=True)
        log(instance=locked, action="registrations.come_after_all")
        plan_letters(registrations=[locked], now=timezone.now())


def _keep_answer(
    registration: Registration, session: Session, *, is_coming: bool
) -> None:
    """Keep what they said in the history, whatever they say later."""
    MeetingAnswer.objects.create(
        registration=registration,
        session_key=session.key,
        day=session.date,
        is_coming=is_coming,
    )


def _lock_for_meeting(
    registration: Registration, session_key: str
) -> tuple[Registration, Session]:
    locked = lock_registration(registration=registration)
    found = find_session(form_page=locked.page, session_key=session_key)
    if locked.state != RegistrationState.CONFIRMED or found is None:
        raise IllegalTransition
    if not is_to_come(found[0]):
        raise IllegalTransition
    return locked, found[0]
