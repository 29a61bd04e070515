"""Dates as the call writes them."""

import datetime

import pytest
from django.utils import timezone

from home.wording import keep_together
from tests.factories.workplaces import (
    MEETING_DATES,
    CallPageFactory,
    SessionFactory,
)
from workplaces.criteria import weigh
from workplaces.dates import describe_moment, list_dates, summarise_live
from workplaces.enums import DayPart, SessionKind
from workplaces.key_facts import build_facts
from workplaces.models import CallPage, SelectionCriterion, Session
from workplaces.trajectory import build_line


def make(date, part=DayPart.MORNING, **fields) -> Session:
    return SessionFactory.build(date=date, day_part=part, **fields)


def test_list_dates_writes_year_and_part_once_when_they_are_the_same():
    sessions = [make(date) for date in MEETING_DATES]
    assert list_dates(sessions) == "19 maart, 4 juni en 15 oktober 2026 (voormiddag)"


def test_list_dates_writes_every_part_when_they_differ():
    sessions = [make(MEETING_DATES[0]), make(MEETING_DATES[1], DayPart.EVENING)]
    assert list_dates(sessions) == "19 maart (voormiddag) en 4 juni 2026 (avond)"


def test_list_dates_writes_every_year_when_they_differ():
    sessions = [make(MEETING_DATES[2], ""), make(datetime.date(2027, 1, 7), "")]
    assert list_dates(sessions) == "15 oktober 2026 en 7 januari 2027"


def test_list_dates_without_dates_says_so():
    assert list_dates([make(None)]) == "data volgen"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "donderdag 19 maart 2026, in de voormiddag"),
        ({"part": ""}, "donderdag 19 maart 2026"),
        (
            {"starts_at": datetime.time(9, 30), "ends_at": datetime.time(12, 30)},
            "donderdag 19 maart 2026, van 9.30 tot 12.30 uur",
        ),
        (
            {"starts_at": datetime.time(9, 30)},
            "donderdag 19 maart 2026, vanaf 9.30 uur",
        ),
    ],
)
def test_session_reads_as_a_dutch_sentence(fields, sentence):
    assert str(make(MEETING_DATES[0], **fields)) == sentence


def test_session_without_a_date_says_so():
    assert str(make(None)) == "datum volgt"


@pytest.mark.parametrize(
    ("count", "part", "text"),
    [
        (0, DayPart.MORNING, ""),
        (1, DayPart.MORNING, "1 voormiddag, live"),
        (3, DayPart.MORNING, "3 voormiddagen, live"),
        (3, DayPart.EVENING, "3 bijeenkomsten, live"),
    ],
)
def test_summarise_live_counts_mornings(count, part, text):
    assert summarise_live([make(MEETING_DATES[0], part)] * count) == text


def test_build_line_counts_only_live_meetings():
    online = make(None, "", kind=SessionKind.ONLINE, title="Kennismaking")
    stops = build_line([online, *(make(date) for date in MEETING_DATES)])
    assert [stop.title for stop in stops] == [
        "Kennismaking",
        "Bijeenkomst 1",
        "Bijeenkomst 2",
        "Bijeenkomst 3",
    ]


def test_weigh_gives_shares_in_percent():
    rows = weigh([SelectionCriterion(weight=weight) for weight in (2, 2, 1)])
    assert [row.share for row in rows] == [40, 40, 20]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime.datetime(2026, 3, 1, 23, 59), "zondag 1 maart 2026"),
        (datetime.datetime(2026, 3, 2, 0, 0), "zondag 1 maart 2026"),
        (datetime.datetime(2026, 7, 9, 9, 5), "donderdag 9 juli 2026 om 9.05 uur"),
    ],
)
def test_moment_reads_as_dutch_words(value, words):
    assert describe_moment(timezone.make_aware(value)) == words


def test_no_moment_is_no_words():
    assert describe_moment(None) == ""


def make_facts(rows) -> tuple[str, str]:
    """The fact about the meetings of a call with these rows: text and note."""
    call = CallPageFactory()
    for number, (date, place) in enumerate(rows):
        SessionFactory(page=call, date=date, place=place, sort_order=number)
    call = CallPage.objects.get(pk=call.pk)
    (fact,) = [fact for fact in build_facts(call) if fact.term == "Bijeenkomsten"]
    return fact.text, fact.note


@pytest.mark.parametrize(
    ("rows", "text", "note"),
    [
        (
            [(date, "") for date in MEETING_DATES],
            "19 maart, 4 juni en 15 oktober 2026",
            "3 voormiddagen, live",
        ),
        (
            [(date, "Gent") for date in MEETING_DATES],
            "19 maart, 4 juni en 15 oktober 2026",
            "3 voormiddagen, live · Gent",
        ),
        (
            [(MEETING_DATES[0], "Gent"), (MEETING_DATES[1], "Leuven")],
            "19 maart en 4 juni 2026",
            "2 voormiddagen, live",
        ),
        (
            [(MEETING_DATES[0], ""), (None, "")],
            "2 voormiddagen, live",
            "19 maart 2026",
        ),
        ([(None, "")], "1 voormiddag, live", ""),
    ],
)
def test_key_facts_tell_the_dates_of_the_meetings(db, rows, text, note):
    assert make_facts(rows) == (text, note)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("19 maart, 4 juni en 15 oktober 2026", "19~maart, 4~juni en 15~oktober 2026"),
        ("tot 16.00 uur · nog 12 dagen", "tot 16.00~uur · nog 12~dagen"),
        ("telt voor 40 %", "telt voor 40~%"),
        ("in 2026 organiseert", "in 2026 organiseert"),
    ],
)
def test_number_and_its_word_stay_on_one_line(text, kept):
    assert keep_together(text) == kept.replace("~", "\N{NO-BREAK SPACE}")
