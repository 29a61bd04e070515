"""What composing knows of people: within ties, closed answers and unknowns."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations.enums import (
    AnswerVisibility,
    CardFlag,
    ReviewPhase,
    TieState,
)
from registrations.enums import RegistrationState as S
from registrations.models import (
    Availability,
    RegistrationTag,
    ReviewRound,
    TagUse,
    Tie,
)
from registrations.services.composition import UNDECIDED, Placement
from registrations.services.composition.organisations import normalise_organisation
from registrations.services.composition.statistics import say_roughly
from registrations.services.errors import NotAllowed
from registrations.services.rounds import SelectionNotOpen
from workplaces.models.parts import Session

from .composition_scene import board_of, make_person, people_of, propose
from .scene import make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene(with_workflow=False, seats=3)


def test_people_carry_their_facts_and_unknown_is_a_value(scene):
    meeting = Session.objects.create(page=scene.call, sort_order=1)
    known = make_person(
        scene,
        municipality="Ieper",
        region="Westhoek",
        experience="Eerste traject",
        role="Programmator",
        perspectives=("Jeugd", "Beleid"),
        organisation="CC Het Perron vzw",
        score_mean="2.50",
        score_spread=2,
        review_count=2,
        workplace_second=None,
    )
    Availability.objects.create(
        registration=known, session_key=meeting.key, can_attend=False
    )
    tag = RegistrationTag.objects.create(label="brengt een case mee")
    TagUse.objects.create(registration=known, tag=tag)
    unknown = make_person(scene, organisation="")
    people = people_of(scene)
    one = people.persons[known.pk]
    assert {
        dimension: [people.get_label(dimension, value) for value in values]
        for dimension, values in one.values.items()
    } == {
        "region": ["Westhoek"],
        "municipality": ["Ieper"],
        "organisation_type": [],
        "organisation": ["CC Het Perron vzw"],
        "experience": ["Eerste traject"],
        "perspective": ["Beleid", "Jeugd"],
        "role": ["Programmator"],
        "profile": [],
        "attendance": [people.get_label("attendance", "some")],
        "tag": ["brengt een case mee"],
    }
    assert (one.first, one.second, one.choices) == (
        scene.workplaces[0].pk,
        None,
        (scene.workplaces[0].pk,),
    )
    assert (one.score, one.spread, one.review_count) == (2.5, 2, 2)
    assert one.flags == (CardFlag.DISPUTED, CardFlag.ABSENT)
    assert one.attendance == {meeting.key: False}
    other = people.persons[unknown.pk]
    assert set(other.values.values()) == {()}
    assert (other.score, other.attendance) == (None, {})
    assert other.flags == (CardFlag.UNREAD,)


def test_reading_people_costs_the_same_for_one_and_for_three(scene):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            board_of(scene)
        return len(queries)

    make_person(scene, municipality="Ieper", region="Westhoek", role="Programmator")
    count()  # rights and the call are read once
    few = count()
    for number in range(2):
        person = make_person(
            scene, municipality=f"Plaats {number}", region=f"Regio {number}"
        )
        propose(scene, person)
    assert count() == few


def test_who_is_tied_is_in_no_fact_and_only_the_seat_counts(scene):
    hidden = make_person(
        scene, municipality="Ieper", region="Westhoek", organisation="Geheim"
    )
    seen = make_person(scene, colleague=f"{hidden.full_name} komt ook")
    propose(scene, hidden)
    Tie.objects.create(registration=hidden, user=scene.decider, state=TieState.DECLARED)
    board = board_of(scene)
    assert list(board.people.persons) == [seen.pk]
    assert list(board.arrangement) == [seen.pk]
    assert board.proposals == {}
    assert "Westhoek" not in board.people.labels.values()
    assert board.people.persons[seen.pk].colleagues == ()
    first = board.people.workplaces[scene.workplaces[0].pk]
    assert (first.maximum, first.closed_seats) == (2, 1)


def test_an_answer_that_readers_may_not_see_is_unknown_and_counts_as_a_total(scene):
    def ask(visibility):
        return [
            {
                "key": "role",
                "label": "Functie",
                "section": "organisation",
                "field_type": "core_role",
                "visibility": visibility,
            },
            {
                "key": "q_1",
                "label": "Hoe lang?",
                "section": "organisation",
                "field_type": "radio",
                "visibility": AnswerVisibility.STATISTICS,
            },
        ]

    for _number in range(5):
        make_person(
            scene,
            role="Programmator",
            questions=ask(AnswerVisibility.STATISTICS),
            form_data={"q_1": "Lang"},
        )
    later = make_person(
        scene, role="Regisseur", questions=ask(AnswerVisibility.AFTER_SELECTION)
    )
    erased = make_person(
        scene,
        role="Beheerder",
        questions=[ask(AnswerVisibility.ALWAYS)[0] | {"is_erased": True}],
    )
    people = people_of(scene)
    assert {row.values["role"] for row in people.persons.values()} == {()}
    assert {
        label for (kind, _key), label in people.labels.items() if kind == "role"
    } == (set())
    everybody = people.hidden.count(people.persons)
    assert [(row.question, row.answer, row.text) for row in everybody] == [
        ("Functie", "Programmator", "5–9"),
        ("Hoe lang?", "Lang", "5–9"),
    ]
    # A group in which one could guess who is meant says nothing at all.
    assert people.hidden.count([later.pk, erased.pk]) == []


def test_hidden_totals_move_in_steps_of_five():
    assert [say_roughly(number) for number in (0, 1, 4, 5, 9, 10, 14)] == [
        "<5",
        "<5",
        "<5",
        "5–9",
        "5–9",
        "10–14",
        "10–14",
    ]


def test_board_is_what_was_decided_and_what_is_proposed(scene):
    participation, sharing = (page.pk for page in scene.workplaces)
    rows = {
        "open": make_person(scene),
        "proposed": make_person(scene),
        "refused": make_person(scene),
        "seated": make_person(scene, state=S.CONFIRMED, placed_in=scene.workplaces[1]),
        "waiting": make_person(
            scene, state=S.WAITLISTED, placed_in=scene.workplaces[0]
        ),
        "declined": make_person(scene, state=S.DECLINED),
    }
    for state in (S.DRAFT, S.WITHDRAWN, S.EXPIRED):
        make_person(scene, state=state)
    propose(scene, rows["proposed"])
    propose(scene, rows["refused"], S.DECLINED)
    board = board_of(scene)
    assert board.arrangement == {
        rows["open"].pk: UNDECIDED,
        rows["proposed"].pk: Placement(S.SELECTED, participation),
        rows["refused"].pk: Placement(S.DECLINED),
        rows["seated"].pk: Placement(S.SELECTED, sharing),
        rows["waiting"].pk: Placement(S.WAITLISTED, participation),
        rows["declined"].pk: Placement(S.DECLINED),
    }
    assert board.proposals.keys() == {rows["proposed"].pk, rows["refused"].pk}
    assert [row.pk for row in board.get_members(participation)] == [rows["proposed"].pk]
    movable = [pk for pk, row in board.people.persons.items() if row.can_move]
    assert movable == [rows["open"].pk, rows["proposed"].pk, rows["refused"].pk]


def test_colleagues_are_who_is_named_in_full(scene):
    noor = make_person(scene, first_name="Noor", last_name="D'Hondt")
    named = make_person(
        scene, first_name="Jan", last_name="Wit", colleague="ja: noor d’hondt (Gent)"
    )
    half = make_person(scene, first_name="Els", last_name="Bos", colleague="Noor")
    people = people_of(scene)
    assert {pk: row.colleagues for pk, row in people.persons.items()} == {
        noor.pk: (named.pk,),
        named.pk: (noor.pk,),
        half.pk: (),
    }


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("CC De Vonk vzw", "cc de  vonk"),
        ("Stad Gent, dienst cultuur", "STAD GENT"),
        ("Théâtre-Midi (afdeling jeugd)", "theatre midi"),
    ],
)
def test_one_house_has_one_key(typed, other):
    assert normalise_organisation(typed) == normalise_organisation(other)


def test_two_houses_have_two_keys():
    assert normalise_organisation("Stad Gent") != normalise_organisation("Stad Geel")


def test_only_a_decider_composes_and_only_while_selecting(scene):
    with pytest.raises(NotAllowed):
        people_of(scene, scene.reader)
    review_round = ReviewRound.objects.create(
        form_page=scene.form_page, phase=ReviewPhase.DISCUSSING, hides_facts=True
    )
    with pytest.raises(SelectionNotOpen):
        people_of(scene)
    review_round.phase = ReviewPhase.SELECTING
    review_round.save()
    assert people_of(scene).persons == {}
