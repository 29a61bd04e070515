"""The door that a "no" leaves open: the next inspiration day, for everybody.

The letter leads to the private page of the person, and that page to the form of the
day with their answers in it. No answer and no name stands in an address: the link is
the one that every letter of theirs holds, minted while sending and kept as a hash; it
needs no key of its own that could be guessed, leaked or forgotten to expire. A GET
fills in the form and changes nothing; only sending it registers anybody.
"""

from __future__ import annotations

from home.models.visitors import for_visitors
from workplaces import clock
from workplaces.enums import CallPhase
from workplaces.models import CallPage, InspirationDayPage

from ..enums import FormStatus, RegistrationState
from ..models import Registration, RegistrationFormPage

# Whoever has no place here, or not yet.
OPENS_A_DOOR = frozenset(
    {
        RegistrationState.DECLINED,
        RegistrationState.WAITLISTED,
        RegistrationState.EXPIRED,
    }
)


def find_next_day() -> RegistrationFormPage | None:
    """Return the form of the first inspiration day for which one can register now.

    An example of the demo is no day that somebody can come to.
    """
    days = for_visitors(
        InspirationDayPage.objects.filter(date__gte=clock.today(), is_example=False)
    )
    for day in days.order_by("date", "path"):
        form_page = day.get_registration_form_page()
        if form_page is not None and form_page.get_status() == FormStatus.OPEN:
            return form_page
    return None


def find_next_call() -> CallPage | None:
    """Return the first call that is announced and did not open yet; None for none."""
    calls = for_visitors(CallPage.objects.filter(opens_at__gt=clock.now()))
    for call in calls.order_by("opens_at", "path"):
        if call.phase == CallPhase.UPCOMING:
            return call
    return None


def find_door(*, registration: Registration) -> RegistrationFormPage | None:
    """Return the form of the day to which `registration` may lead on; None for none."""
    if registration.page.is_direct or registration.state not in OPENS_A_DOOR:
        return None
    return find_next_day()
