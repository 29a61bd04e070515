"""Who was there: the list of a meeting, noted by the office."""

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
from workplaces.trajectory import name_sessions

from ...enums import FormKind, RegistrationState
from ...models import MeetingAttendance, Registration, RegistrationFormPage
from ...permissions import user_can_enter
from ..errors import NotAllowed, RegistrationError
from ..names import keep_name
from .meetings import get_sessions, is_excused


class MeetingNotYet(RegistrationError):
    message = _("Who was there can be noted from the day of the meeting on.")


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
        for session, name in name_sessions(get_sessions(form_page))
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
            is_excused=is_excused(said.get(person.pk), session),
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


def _took_place(session: Session) -> bool:
    return session.date is not None and session.date <= clock.today()
