"""Attendance: “ik kan niet” on the own page, and who was there, noted by the office.

What follows from it are letters: at once to whoever cannot come (M21), and after the
meeting a draft to whoever was there and to whoever was not (`message.looking_back`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from workplaces import clock
from workplaces.models import Session
from workplaces.models.calendar_routes import is_to_come
from workplaces.trajectory import name_sessions

from ..enums import FormKind, MessageKind, RegistrationState
from ..models import MeetingAttendance, Registration, RegistrationFormPage
from ..permissions import user_can_enter
from .errors import IllegalTransition, NotAllowed, RegistrationError
from .message import plan_letters, queue_message
from .names import keep_name
from .placement import lock_registration


class MeetingNotYet(RegistrationError):
    message = _("Who was there can be noted from the day of the meeting on.")


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


@dataclass(frozen=True)
class Meeting:
    """A meeting for the office: who is expected, and what was noted.

    Attributes:
        session, name: which one.
        excused, present, absent: how many.
        expected: how many have a place.
    """

    session: Session
    name: str
    expected: int
    excused: int
    present: int
    absent: int

    @property
    def can_be_noted(self) -> bool:
        return _took_place(self.session)

    @property
    def open(self) -> int:
        return self.expected - self.present - self.absent


@dataclass(frozen=True)
class Line:
    """One participant on the list of a meeting."""

    registration: Registration
    is_excused: bool
    was_present: bool | None


def get_own_meetings(*, registration: Registration) -> list[OwnMeeting]:
    """Return the meetings of somebody's call, with what they said of each."""
    sessions = getattr(registration.page.subject, "ordered_sessions", [])
    is_in = registration.state == RegistrationState.CONFIRMED
    said = {row.session_key: row for row in registration.attendance.all()}
    return [
        OwnMeeting(
            session=session,
            name=name,
            is_missed=is_in and _is_excused(said.get(session.key), session),
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
    if _is_excused(row, session):
        return row
    row.excused_for, row.excused_at = session.date, timezone.now()
    row.save(update_fields=["excused_for", "excused_at"])
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
    if rows.update(excused_for=None, excused_at=None):
        log(instance=locked, action="registrations.come_after_all")
        plan_letters(registrations=[locked], now=timezone.now())


def list_meetings(*, form_page: RegistrationFormPage, user: Any) -> list[Meeting]:
    """Return the meetings of a call that have a date, with numbers `user` may see.

    Raises:
        NotAllowed: `user` does not keep the attendance.
    """
    if not user_can_enter(user):
        raise NotAllowed
    people = _find_participants(form_page, user)
    expected = people.count()
    rows = MeetingAttendance.objects.filter(registration__in=people.values("pk"))
    counted = {
        row["session_key"]: row
        for row in rows.order_by()
        .values("session_key")
        .annotate(
            present=Count("pk", filter=Q(was_present=True)),
            absent=Count("pk", filter=Q(was_present=False)),
        )
    }
    excused = {
        (row["session_key"], row["excused_for"]): row["count"]
        for row in rows.filter(excused_for__isnull=False)
        .order_by()
        .values("session_key", "excused_for")
        .annotate(count=Count("pk"))
    }
    return [
        Meeting(
            session=session,
            name=name,
            expected=expected,
            excused=excused.get((session.key, session.date), 0),
            present=counted.get(session.key, {}).get("present", 0),
            absent=counted.get(session.key, {}).get("absent", 0),
        )
        for session, name in name_sessions(_get_sessions(form_page))
        if session.date
    ]


def read_list(
    *, form_page: RegistrationFormPage, session: Session, user: Any
) -> list[Line]:
    """Return who has a place, as `user` may see them, with what is known of each.

    Raises:
        NotAllowed: `user` does not keep the attendance.
    """
    if not user_can_enter(user):
        raise NotAllowed
    people = list(
        _find_participants(form_page, user)
        .select_related("placed_in", "workplace_first")
        .order_by("last_name", "first_name", "pk")
    )
    said = {
        row.registration_id: row
        for row in MeetingAttendance.objects.filter(
            registration__in=[person.pk for person in people], session_key=session.key
        )
    }
    return [
        Line(
            registration=person,
            is_excused=_is_excused(said.get(person.pk), session),
            was_present=getattr(said.get(person.pk), "was_present", None),
        )
        for person in people
    ]


@transaction.atomic
def note_attendance(
    *,
    form_page: RegistrationFormPage,
    session: Session,
    present: Collection[int],
    shown: Collection[int],
    user: Any,
) -> tuple[int, int]:
    """Keep who was there: whoever was ticked, of those who stood on the screen.

    Somebody who got a place since the screen was opened stays without a note.

    Args:
        form_page: of the call.
        session: one of its meetings.
        present: primary keys that were ticked.
        shown: primary keys that stood there.
        user: who notes it.

    Returns:
        How many were there, and how many were not.

    Raises:
        NotAllowed: `user` does not keep the attendance.
        MeetingNotYet: it is still to come.
    """
    lines = read_list(form_page=form_page, session=session, user=user)
    if not _took_place(session):
        raise MeetingNotYet
    counts = [0, 0]
    for line in lines:
        registration = line.registration
        if registration.pk not in shown:
            continue
        was_present = registration.pk in present
        counts[not was_present] += 1
        if line.was_present == was_present:
            continue
        MeetingAttendance.objects.update_or_create(
            registration=registration,
            session_key=session.key,
            defaults={
                "was_present": was_present,
                "noted_at": timezone.now(),
                "noted_by": user,
                "noted_by_name": keep_name(user),
            },
        )
        log(instance=registration, action="registrations.note_attendance", user=user)
    return counts[0], counts[1]


def find_session(
    *, form_page: RegistrationFormPage, session_key: str
) -> tuple[Session, str] | None:
    """Return a meeting of the call by its key, with its name; None without a date."""
    for session, name in name_sessions(_get_sessions(form_page)):
        if session.key == session_key and session.date:
            return session, name
    return None


def list_form_pages() -> list[RegistrationFormPage]:
    """Return the forms of calls, the latest first."""
    return list(
        RegistrationFormPage.objects.filter(kind=FormKind.SELECTION).order_by("-pk")
    )


def _find_participants(form_page: RegistrationFormPage, user: Any) -> Any:
    return (
        Registration.objects.visible_to(user)
        .with_sight(user)
        .filter(page=form_page, state=RegistrationState.CONFIRMED)
    )


def _get_sessions(form_page: RegistrationFormPage) -> list[Session]:
    return getattr(form_page.subject, "ordered_sessions", [])


def _took_place(session: Session) -> bool:
    return session.date is not None and session.date <= clock.today()


def _is_excused(row: MeetingAttendance | None, session: Session) -> bool:
    return (
        row is not None
        and row.excused_for is not None
        and row.excused_for == session.date
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
