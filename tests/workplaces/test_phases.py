"""The phase of a call at every boundary, to the minute, in Brussels."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.factories.workplaces import CallPageFactory, SessionFactory
from workplaces.dates import describe_moment
from workplaces.enums import CallPhase
from workplaces.key_facts import build_facts
from workplaces.phases import find_phase
from workplaces.way_on import FORM_ANCHOR, list_parts

BRUSSELS = ZoneInfo("Europe/Brussels")
MOMENTS = {
    "opens_at": datetime.datetime(2025, 12, 1, 9, 0, tzinfo=BRUSSELS),
    "closes_at": datetime.datetime(2026, 1, 30, 23, 59, tzinfo=BRUSSELS),
    "decide_by": datetime.datetime(2026, 2, 13, 17, 0, tzinfo=BRUSSELS),
}

BOUNDARIES = [
    ("2025-12-01 08:59", CallPhase.UPCOMING),
    ("2025-12-01 09:00", CallPhase.OPEN),
    ("2026-01-30 23:58", CallPhase.OPEN),
    ("2026-01-30 23:59", CallPhase.OPEN),
    ("2026-01-31 00:00", CallPhase.CLOSED),
    ("2026-02-13 16:59", CallPhase.CLOSED),
    ("2026-02-13 17:00", CallPhase.ANNOUNCED),
    # 19 March is winter time, 15 October summer time: midnight is Brussels' own.
    ("2026-03-18 23:59", CallPhase.ANNOUNCED),
    ("2026-03-19 00:00", CallPhase.RUNNING),
    ("2026-10-15 23:59", CallPhase.RUNNING),
    ("2026-10-16 00:00", CallPhase.FINISHED),
]


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.fixture
def call(db):
    return CallPageFactory(**MOMENTS, with_sessions=True)


@pytest.mark.parametrize(("moment", "phase"), BOUNDARIES)
def test_phase_changes_at_its_minute(call, moment, phase):
    with time_machine.travel(at(moment), tick=False):
        assert call.phase == phase
        assert call.accepts_registrations == (phase == CallPhase.OPEN)


def test_phase_closing_minute_counts_to_its_last_second(call):
    last_second = at("2026-01-30 23:59") + datetime.timedelta(seconds=59)
    with time_machine.travel(last_second, tick=False):
        assert call.phase == CallPhase.OPEN


@pytest.mark.parametrize("override", list(CallPhase))
def test_phase_follows_the_editor_when_overridden(call, override):
    call.phase_override = override
    with time_machine.travel(at("2026-11-22 12:00"), tick=False):
        assert call.phase == override
        assert call.phase_by_dates == CallPhase.FINISHED


@pytest.mark.parametrize(
    ("missing", "moment", "phase"),
    [
        ({"opens_at"}, "2026-01-01 12:00", CallPhase.UPCOMING),
        ({"closes_at"}, "2027-01-01 12:00", CallPhase.OPEN),
        ({"decide_by"}, "2026-02-20 12:00", CallPhase.CLOSED),
        ({"session_dates"}, "2027-01-01 12:00", CallPhase.ANNOUNCED),
    ],
)
def test_phase_lives_without_a_moment(missing, moment, phase):
    known = MOMENTS | {"session_dates": [datetime.date(2026, 3, 19)]}
    known |= {name: () if name == "session_dates" else None for name in missing}
    assert find_phase(now=at(moment), **known) == phase


def test_phase_does_not_wait_for_an_online_meeting(db):
    call = CallPageFactory(**MOMENTS, with_sessions=True)
    SessionFactory(page=call, online=True, date=datetime.date(2026, 3, 5))
    with time_machine.travel(at("2026-03-06 12:00"), tick=False):
        assert call.phase == CallPhase.ANNOUNCED


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        (
            "2025-11-30 12:00",
            "Binnenkort open: vanaf maandag 1 december 2025 om 9.00 uur",
        ),
        ("2025-12-01 09:00", "Open tot en met vrijdag 30 januari 2026 · nog 60 dagen"),
        ("2026-01-29 12:00", "Open tot en met vrijdag 30 januari 2026 · nog 1 dag"),
        ("2026-01-30 23:59", "Open tot en met vrijdag 30 januari 2026 · laatste dag"),
        ("2026-02-01 12:00", "Gesloten, selectie bezig"),
        ("2026-02-14 12:00", "Deelnemers bekend"),
        ("2026-04-01 12:00", "Lopend"),
        ("2026-12-01 12:00", "Afgelopen"),
    ],
)
def test_status_line_says_the_phase_in_words(call, moment, line):
    with time_machine.travel(at(moment), tick=False):
        assert call.get_status_line() == line


@pytest.mark.parametrize(
    ("moment", "leads_to_form"),
    [
        ("2025-11-20 12:00", True),
        ("2025-12-20 12:00", True),
        ("2026-02-01 12:00", False),
    ],
)
def test_list_of_parts_leads_to_the_form_until_registering_is_over(
    call, moment, leads_to_form
):
    with time_machine.travel(at(moment), tick=False):
        parts = list_parts(call, has_workplaces=True, has_line=True, has_form=True)
    assert (FORM_ANCHOR in dict(parts)) is leads_to_form


def test_status_line_of_a_reopened_call_counts_no_days(call):
    call.phase_override = CallPhase.OPEN
    with time_machine.travel(at("2026-11-22 12:00"), tick=False):
        assert call.get_status_line() == (
            "Nog open · eerst gepland tot en met vrijdag 30 januari 2026"
        )
        assert call.promised_answer is None


def test_answer_promised_for_midnight_is_promised_for_the_day_that_ends(call):
    """In Brussels, where it is the next day already while UTC has an hour to go."""
    call.closes_at = at("2026-01-30 12:00")
    call.decide_by = at("2026-02-14 00:00").astimezone(datetime.UTC)
    with time_machine.travel(at("2026-01-10 09:00"), tick=False):
        facts = {fact.term: fact.text for fact in build_facts(call)}
        assert facts["Antwoord"] == "ten laatste 13 februari"
        assert describe_moment(call.decide_by) == "vrijdag 13 februari 2026"
        assert call.promised_answer == at("2026-02-13 23:59")
        call.decide_by = at("2026-02-14 00:30").astimezone(datetime.UTC)
        facts = {fact.term: fact.text for fact in build_facts(call)}
        assert facts["Antwoord"] == "ten laatste 14 februari"


def test_status_line_gives_the_hour_of_a_deadline_within_the_day(call):
    call.closes_at = at("2026-01-30 12:00")
    with time_machine.travel(at("2025-12-01 09:00"), tick=False):
        assert call.get_status_line() == (
            "Open tot vrijdag 30 januari 2026 om 12.00 uur · nog 60 dagen"
        )
