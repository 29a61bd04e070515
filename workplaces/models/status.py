"""What a call says about itself now: its phase, its line, its promise."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime

from django.utils.translation import gettext

from workplaces import clock
from workplaces.dates import (
    describe_days_left,
    describe_deadline,
    describe_start,
    end_of_day,
)
from workplaces.enums import CallPhase
from workplaces.phases import find_moment, find_phase

# What the editor can preview of a call, and of a page about it.
PHASE_PREVIEWS = [(phase.value, phase.label) for phase in CallPhase]


class CallStatus:
    """The part of a CallPage that looks at the clock."""

    @property
    def phase_by_dates(self) -> CallPhase:
        """The phase as the dates say it, whatever an editor chose."""
        return find_phase(
            now=clock.now(),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            decide_by=self.decide_by,
            session_dates=self.live_dates,
        )

    @property
    def live_dates(self) -> list[date]:
        """The dates of the live meetings, in so far as they are known."""
        return [row.date for row in self.live_sessions if row.date]

    @property
    def phase(self) -> CallPhase:
        """The phase now: the editor's choice, or what the dates say.

        In a preview of a phase it is that phase.
        """
        if self.preview_phase:
            return self.preview_phase
        if self.phase_override:
            return CallPhase(self.phase_override)
        return self.phase_by_dates

    @property
    def preview_phase(self) -> CallPhase | None:
        """The phase that a preview of this call, or of a page about it, pretends."""
        return clock.find_pretended_phase(self)

    @property
    def accepts_registrations(self) -> bool:
        """Whether people can register now."""
        return self.phase == CallPhase.OPEN

    @property
    def has_decisions_ahead(self) -> bool:
        """Whether nobody can have expected an answer yet."""
        return self.phase in {CallPhase.UPCOMING, CallPhase.OPEN, CallPhase.CLOSED}

    @property
    def is_reopened(self) -> bool:
        """Whether an editor holds the call open although its closing is past."""
        return (
            self.accepts_registrations
            and self.closes_at is not None
            and self.closes_at < clock.now()
        )

    @property
    def promised_answer(self) -> datetime | None:
        """The moment here by which applicants have an answer, unless it is past."""
        if self.decide_by and self.decide_by >= clock.now():
            return end_of_day(self.decide_by)
        return None

    @property
    def preview_moments(self) -> list[tuple[str, str]]:
        """Every phase of this call."""
        return PHASE_PREVIEWS

    def pretend_moment(self, mode_name: str) -> AbstractContextManager[None]:
        """Return the block inside which this call is in the phase of a preview."""
        if mode_name not in CallPhase.values:
            return nullcontext()
        phase = CallPhase(mode_name)
        moment = find_moment(
            phase,
            now=clock.now(),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            decide_by=self.decide_by,
            session_dates=self.live_dates,
        )
        return clock.pretend(clock.Pretence(moment=moment, call=self, phase=phase))

    def get_status_line(self) -> str:
        """Return the phase as one line, such as "Open up to and including …".

        A reopened call counts no days: its dates are past, and it says so.
        """
        phase = self.phase
        opens_at = self.opens_at
        if phase == CallPhase.UPCOMING and opens_at and opens_at > clock.now():
            return gettext("Opens %(moment)s") % {"moment": describe_start(opens_at)}
        if phase == CallPhase.OPEN and self.closes_at:
            deadline = {"deadline": describe_deadline(self.closes_at)}
            if self.is_reopened:
                return gettext("Open; was planned %(deadline)s") % deadline
            line = gettext("Open %(deadline)s") % deadline
            left = describe_days_left(self.closes_at)
            return f"{line} · {left}" if left else line
        return str(phase.label)
