"""Scenarios: proposed, explained, compared, put on the board as one, and taken back."""

import pytest
from django.utils import translation

from registrations.enums import (
    Colleagues,
    Dimension,
    Rest,
    ScenarioOrigin,
    TieState,
    WishKind,
)
from registrations.enums import RegistrationState as S
from registrations.models import Decision, Message, Scenario, Tie, Wish
from registrations.models.append_only import Unchangeable
from registrations.services.composition import UNDECIDED, Placement, solver
from registrations.services.composition.comparing import compare, get_figures
from registrations.services.composition.deploying import (
    BoardChanged,
    ChangedSinceDeployment,
    NotWhole,
    TooFull,
    deploy_scenario,
    get_version,
    undo_deployment,
)
from registrations.services.composition.explain import explain
from registrations.services.composition.proposal import (
    PinsDoNotFit,
    Request,
    WrongPin,
)
from registrations.services.composition.scenario_view import read_scenario
from registrations.services.composition.scenarios import (
    NotInScenario,
    ScenarioRequest,
    change_by_hand,
    copy_board,
    propose_group,
)
from registrations.services.decision import withdraw_on_behalf
from registrations.services.errors import NotAllowed

from .composition_scene import board_of, make_person, propose
from .scene import make_group, make_scene, make_user, take_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene(with_workflow=False, seats=2)


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


def ask(scene, name="Voorstel", rest=Rest.UNDECIDED, user=None, **request):
    return propose_group(
        form_page=scene.form_page,
        asked=ScenarioRequest(name, rest, Request(**request)),
        user=user or scene.decider,
    )


def see(scene, scenario, user=None):
    return read_scenario(scenario=scenario, user=user or scene.decider)


def deploy(scene, scenario, user=None):
    return deploy_scenario(
        scenario=scenario,
        user=user or scene.decider,
        seen=get_version(see(scene, scenario, user)),
    )


def read_open():
    """The open proposals: who, where, and with which reason."""
    return {
        row.registration_id: (row.proposed_state, row.proposed_workplace_id, row.reason)
        for row in Decision.objects.open()
    }


def make_crowd(scene):
    """Five people for the two seats of each of two workplaces."""
    return [
        make_person(
            scene,
            score_mean=score,
            region=region,
            municipality=region,
            last_name=f"Achternaam{number}",
            organisation=f"Huis {number}",
        )
        for number, (score, region) in enumerate(
            [("3.00", "Kempen"), ("2.90", "Kempen"), ("2.80", "Kempen"),
             ("1.50", "Waasland"), ("1.00", "Kempen")]
        )
    ]  # fmt: skip


def wish_for_regions(scene):
    return Wish.objects.create(
        form_page=scene.form_page,
        kind=WishKind.DIFFERENT,
        dimension=Dimension.REGION,
        amount=2,
        weight=3,
        workplace=scene.workplaces[0],
    )


def test_a_proposal_fills_the_groups_and_changes_nothing_else(scene):
    people = make_crowd(scene)
    wish_for_regions(scene)
    before = take_snapshot()
    scenario = ask(scene, seed=3)
    after = take_snapshot()
    assert {key: before[key] for key in before if key != "ModelLogEntry"} == {
        key: after[key] for key in after if key != "ModelLogEntry"
    }
    seen = see(scene, scenario)
    places = [page.pk for page in scene.workplaces]
    seats = {
        pk: one.workplace_id for pk, one in seen.arrangement.items() if one.is_seat
    }
    assert sorted(seats.values()) == sorted(places * 2)
    # The only one from Waasland is needed for the wish; the lowest score is not.
    assert seats[people[3].pk] == places[0]
    assert seen.arrangement[people[4].pk] == UNDECIDED
    assert (scenario.origin, scenario.is_optimal, scenario.seed) == (
        ScenarioOrigin.COMPUTED,
        True,
        3,
    )
    assert scenario.made_by_name == "beslisser"
    assert len(scenario.input_digest) == 64
    assert not seen.is_stale
    # The same question and the same lot: the same answer.
    again = ask(scene, seed=3)
    assert see(scene, again).arrangement == seen.arrangement
    assert again.input_digest == scenario.input_digest


def test_a_scenario_knows_when_the_facts_have_moved_on(scene):
    people = make_crowd(scene)
    scenario = ask(scene)
    wish_for_regions(scene)
    assert see(scene, scenario).is_stale
    decided = people[0]
    decided.state, decided.placed_in = S.CONFIRMED, scene.workplaces[1]
    decided.save()
    assert see(scene, scenario).arrangement[decided.pk] == Placement(
        S.SELECTED, scene.workplaces[1].pk
    )


def test_decided_people_are_facts_pins_stay_and_exclusions_stay_out(scene):
    seated = make_person(
        scene, state=S.SELECTED, placed_in=scene.workplaces[0], score_mean="0.10"
    )
    asked = make_person(scene, state=S.INFO_REQUESTED, score_mean="3.00")
    best, second, worst = (
        make_person(scene, score_mean=score, workplace_second=None)
        for score in ("3.00", "2.00", "0.50")
    )
    scenario = ask(
        scene,
        pinned={worst.pk: scene.workplaces[0].pk},
        excluded=frozenset({best.pk}),
    )
    seen = see(scene, scenario)
    assert {pk for pk, one in seen.arrangement.items() if one.is_seat} == {
        seated.pk,
        worst.pk,
    }
    assert (seen.pinned, seen.excluded) == ({worst.pk}, {best.pk})
    assert not seen.is_stale
    words = explain(seen).persons
    assert "Vastgezet door een beslisser." in words[worst.pk].for_team
    assert "Door een beslisser buiten het voorstel gehouden." in words[best.pk].for_team
    assert words[seated.pk].for_team == ("Al beslist: geselecteerd.",)
    assert len(words[asked.pk].for_team) == 1
    with pytest.raises(PinsDoNotFit):
        ask(scene, pinned=dict.fromkeys((worst.pk, second.pk), scene.workplaces[0].pk))
    for pk, place in ((asked.pk, 0), (worst.pk, 1), (0, 0)):
        with pytest.raises(WrongPin):
            ask(scene, pinned={pk: scene.workplaces[place].pk})


def test_nobody_unread_is_seated_beside_people_who_were_read(scene):
    read = make_person(scene, score_mean="0.50", review_count=2)
    unread = make_person(scene)
    seen = see(scene, scenario := ask(scene))
    assert seen.arrangement[read.pk].is_seat
    assert seen.arrangement[unread.pk] == UNDECIDED
    assert not seen.is_stale
    assert "Nog niet gelezen" in explain(seen).persons[unread.pk].for_team[0]
    # Nor is anybody refused unread.
    strict = see(scene, ask(scene, rest=Rest.DECLINED))
    assert strict.arrangement[unread.pk] == UNDECIDED
    pinned = ask(scene, pinned={unread.pk: scene.workplaces[1].pk})
    assert see(scene, pinned).arrangement[unread.pk].is_seat
    # Where nobody was read at all, reading decides nothing.
    read.score_mean, read.review_count = None, 0
    read.save()
    assert see(scene, ask(scene)).arrangement[unread.pk].is_seat
    assert see(scene, scenario).is_stale


def test_colleagues_can_be_kept_together(scene):
    one = make_person(
        scene, score_mean="3.00", first_name="An", last_name="Bos",
        workplace_second=None,
    )  # fmt: skip
    make_person(scene, score_mean="2.90", workplace_second=None)
    other = make_person(
        scene, score_mean="2.80", colleague="An Bos", workplace_second=None
    )
    free, together = (
        {
            pk
            for pk, placement in see(
                scene, ask(scene, colleagues=colleagues)
            ).arrangement.items()
            if placement.is_seat
        }
        for colleagues in (Colleagues.FREE, Colleagues.TOGETHER)
    )
    assert other.pk not in free
    assert together == {one.pk, other.pk}


def test_deploying_writes_proposals_only_and_one_undo_restores_the_board(scene):
    people = make_crowd(scene)
    # On the board: one who stays as proposed, one who loses a seat.
    scenario = ask(scene, rest=Rest.WAITLISTED)
    seated = see(scene, scenario).arrangement[people[0].pk]
    place = [page.pk for page in scene.workplaces].index(seated.workplace_id)
    kept = propose(scene, people[0], place=place)
    propose(scene, people[4])
    before, letters = read_open(), Message.objects.count()
    deployment = deploy(scene, scenario)
    arrangement = see(scene, scenario).arrangement
    opened = read_open()
    assert {pk: row[:2] for pk, row in opened.items()} == {
        pk: (one.state, one.workplace_id) for pk, one in arrangement.items()
    }
    # What said the same already keeps its words; who waits gets a real reason.
    assert Decision.objects.open().get(registration=people[0]).pk == kept.pk
    assert opened[people[4].pk][2].startswith("Er waren meer kandidaten dan plaatsen")
    assert board_of(scene).arrangement == arrangement
    assert Message.objects.count() == letters
    assert set(people[0].__class__.objects.values_list("state", flat=True)) == {
        S.IN_REVIEW
    }
    undo_deployment(deployment=deployment, user=scene.decider)
    assert read_open() == before
    with pytest.raises(ChangedSinceDeployment):
        undo_deployment(deployment=deployment, user=scene.decider)


def test_nothing_is_overwritten_silently(scene):
    people = make_crowd(scene)
    scenario = ask(scene)
    version = get_version(see(scene, scenario))
    propose(scene, people[4], S.DECLINED)
    before = take_snapshot()
    with pytest.raises(BoardChanged):
        deploy_scenario(scenario=scenario, user=scene.decider, seen=version)
    assert take_snapshot() == before
    deployment = deploy(scene, scenario)
    propose(scene, people[4], S.DECLINED)
    before = take_snapshot()
    with pytest.raises(ChangedSinceDeployment):
        undo_deployment(deployment=deployment, user=scene.decider)
    assert take_snapshot() == before


def test_without_the_solver_a_scenario_has_the_same_shape(scene, monkeypatch):
    make_crowd(scene)
    solved = see(scene, ask(scene))
    monkeypatch.setattr(solver, "is_installed", lambda: False)
    greedy = see(scene, ask(scene, name="Zonder"))
    assert greedy.scenario.solver.startswith("greedy")
    assert not greedy.is_stale
    assert greedy.scenario.input_digest == solved.scenario.input_digest
    assert get_figures(greedy).seats == get_figures(solved).seats == 4
    ours, theirs = explain(greedy), explain(solved)
    assert ours.persons.keys() == theirs.persons.keys()
    assert [words.group.workplace for words in ours.groups] == [
        words.group.workplace for words in theirs.groups
    ]
    deploy(scene, greedy.scenario)
    assert len(read_open()) == 4


def test_what_is_written_is_what_was_looked_at(scene):
    people = make_crowd(scene)
    scenario = ask(scene)
    for change in (
        lambda: change_by_hand(
            scenario=scenario,
            registration_pk=people[0].pk,
            placement=Placement(S.DECLINED),
            user=scene.decider,
        ),
        lambda: withdraw_on_behalf(
            registration=people[1], user=scene.decider, reason="Belde dat het niet kan."
        ),
    ):
        version = get_version(see(scene, scenario))
        change()
        with pytest.raises(BoardChanged):
            deploy_scenario(scenario=scenario, user=scene.decider, seen=version)
        assert read_open() == {}


def test_change_by_hand_of_who_is_tied_is_not_left_out_silently(scene):
    make_crowd(scene)
    scenario = ask(scene)
    late = make_person(scene, score_mean="1.00")
    change_by_hand(
        scenario=scenario,
        registration_pk=late.pk,
        placement=Placement(S.DECLINED),
        user=scene.decider,
    )
    tied = make_user("voorzitter", scene.deciders)
    assert see(scene, scenario, tied).is_whole
    Tie.objects.create(registration=late, user=tied, state=TieState.DECLARED)
    with pytest.raises(NotWhole):
        deploy(scene, scenario, tied)


def test_one_refusal_leaves_nothing_on_the_board(scene):
    people = make_crowd(scene)
    scenario = ask(scene)
    # Two too many by hand: refused as a whole.
    for person in people[:3]:
        change_by_hand(
            scenario=scenario,
            registration_pk=person.pk,
            placement=Placement(S.SELECTED, scene.workplaces[0].pk),
            user=scene.decider,
        )
    before = take_snapshot()
    with pytest.raises(TooFull):
        deploy(scene, scenario)
    assert take_snapshot() == before


def test_who_is_tied_sees_a_scenario_without_them_and_cannot_deploy_it(scene):
    people = make_crowd(scene)
    tied = make_user("voorzitter", scene.deciders)
    scenario = ask(scene)
    Tie.objects.create(registration=people[0], user=tied, state=TieState.DECLARED)
    seen = see(scene, scenario, tied)
    assert people[0].pk not in seen.arrangement
    assert people[0].pk not in explain(seen).persons
    assert not seen.is_whole
    before = take_snapshot()
    with pytest.raises(NotWhole):
        deploy(scene, scenario, tied)
    assert take_snapshot() == before
    # Their own scenario is about everybody else, and leaves that seat alone.
    propose(scene, people[0])
    own = ask(scene, user=tied)
    deploy(scene, own, tied)
    assert read_open()[people[0].pk][0] == S.SELECTED
    assert not own.placements.filter(registration=people[0]).exists()
    seats = [row for row in read_open().values() if row[0] == S.SELECTED]
    assert len(seats) == 4


def test_only_deciders_make_scenarios(scene):
    make_crowd(scene)
    lead = make_user("leider", make_group("Leiders", "lead_registration"))
    for user in (scene.reader, lead):
        with pytest.raises(NotAllowed):
            ask(scene, user=user)


def test_a_change_by_hand_stands_beside_what_was_computed(scene):
    people = make_crowd(scene)
    scenario = ask(scene)
    computed = see(scene, scenario).arrangement
    change_by_hand(
        scenario=scenario,
        registration_pk=people[4].pk,
        placement=Placement(S.DECLINED),
        user=scene.decider,
    )
    seen = see(scene, scenario)
    assert seen.computed == computed
    assert seen.arrangement == computed | {people[4].pk: Placement(S.DECLINED)}
    assert [(row.person.pk, row.who) for row in seen.changes] == [
        (people[4].pk, "beslisser")
    ]
    for wrong in (Placement(S.SELECTED, None), Placement(S.SELECTED, 0)):
        with pytest.raises(NotInScenario):
            change_by_hand(
                scenario=scenario,
                registration_pk=people[4].pk,
                placement=wrong,
                user=scene.decider,
            )
    with pytest.raises(Unchangeable):
        scenario.save()
    with pytest.raises(Unchangeable):
        Scenario.objects.update(name="Anders")


def test_two_scenarios_say_who_differs_and_what_it_costs(scene):
    people = make_crowd(scene)
    wish_for_regions(scene)
    empty = copy_board(form_page=scene.form_page, name="Leeg", user=scene.decider)
    full = ask(scene)
    one, other = see(scene, empty), see(scene, full)
    compared = compare(one, other)
    assert {row.person.pk for row in compared.differences} == {
        pk for pk, placement in other.arrangement.items() if placement.is_seat
    }
    assert people[4].pk not in {row.person.pk for row in compared.differences}
    assert {row.one for row in compared.differences} == {"Onbeslist"}
    assert [(row.one, row.other, row.better) for row in compared.rows] == [
        ("0", "4", 2),
        ("4", "0", 2),
        ("0", str(get_figures(other).first), 2),
        ("–", "2,55", 0),
        ("6", "0", 2),
        ("0", "1", 2),
    ]
    assert [(row.one, row.other, row.better) for row in compared.wishes] == [
        ("2 te weinig", "in orde", 2)
    ]


def test_mean_of_the_readers_is_rounded_and_not_cut_off(scene):
    for score in ("2.80", "2.80", "2.79"):
        make_person(scene, score_mean=score)
    view = see(scene, ask(scene))
    rows = {row.label: row.one for row in compare(view, view).rows}
    assert rows["Gemiddelde van de lezers (0 tot 3)"] == "2,80"


def test_reasons_for_applicants_tell_of_nobody_else_and_never_of_a_score_alone(scene):
    people = make_crowd(scene)
    wish_for_regions(scene)
    for dimension in (Dimension.ORGANISATION, Dimension.MUNICIPALITY):
        Wish.objects.create(
            form_page=scene.form_page,
            kind=WishKind.AT_MOST_EACH,
            dimension=dimension,
            amount=1,
        )
    twin = make_person(
        scene,
        organisation=people[0].organisation,
        municipality="Kempen",
        region="Kempen",
        score_mean="0.20",
    )
    seen = see(scene, ask(scene))
    words = explain(seen)
    refused = [pk for pk, one in seen.arrangement.items() if not one.is_seat]
    assert twin.pk in refused
    said = {pk: words.persons[pk].for_applicant for pk in refused}
    assert all(
        text.startswith("Er waren meer kandidaten dan plaatsen")
        for text in said.values()
    )
    everything = " ".join(said.values()).lower()
    secrets = {
        secret.lower()
        for one in [*people, twin]
        for secret in (one.last_name, one.organisation, one.reference, "Kempen")
    }
    assert {secret for secret in secrets if secret in everything} == set()
    assert "score" not in everything
    # The team hears which wish stood in the way; the applicant what was looked for.
    assert any(
        "dezelfde organisatie" in text for text in words.persons[twin.pk].for_team
    )
    assert "dezelfde organisatie" not in said[twin.pk]
    assert "organisaties" in said[twin.pk]
    first = words.groups[0]
    assert first.sentences[0] == "2 mensen."
    assert any(text.startswith("In orde: ") for text in first.sentences)
