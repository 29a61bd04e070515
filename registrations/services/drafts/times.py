"""Until when a draft can be sent, and until when it is kept (domain.md 1.4 and 3)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ...models import RegistrationDraft, RegistrationFormPage

# How long a draft outlives the deadline, or the last save where there is none.
KEEP = timedelta(days=30)


def get_deadline(
    form_page: RegistrationFormPage, *, now: datetime | None = None
) -> datetime | None:
    """Return until when the form can be sent, if that is known and still to come."""
    deadline = None
    if form_page.call is not None:
        deadline = form_page.call.closes_at
    elif day := getattr(form_page.subject, "date", None):
        deadline = _end_of(day)
    return deadline if deadline and deadline > (now or timezone.now()) else None


def get_draft_deadline(
    draft: RegistrationDraft, *, now: datetime | None = None
) -> datetime | None:
    """Return until when `draft` can be sent: with a code perhaps later than others."""
    deadline = get_deadline(draft.page, now=now)
    if deadline is None and draft.access_code is not None:
        return draft.access_code.valid_until
    return deadline


def get_expiry(form_page: RegistrationFormPage, *, now: datetime) -> datetime:
    """Return when a draft that is saved at `now` is erased: the end of a day.

    Thirty days after the deadline, so that whoever was too late can copy their
    answers; on a day the day itself; without a deadline thirty days from now.
    """
    deadline = get_deadline(form_page, now=now)
    if deadline is not None and form_page.call is None:
        return deadline
    return _end_of(timezone.localdate((deadline or now) + KEEP))


def _end_of(day: date) -> datetime:
    """The last minute of a Brussels day: words then name the day alone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
