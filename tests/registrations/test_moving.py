"""Moving a card on the board: a proposal, by the rules of every proposal."""

import pytest

from registrations.enums import RegistrationState, ReviewPhase
from registrations.models import Decision, ReviewRound
from registrations.services.decision import (
    CardMoved,
    Column,
    UnknownColumn,
    move_card,
    propose_decision,
    release_decisions,
    write_reason,
)
from registrations.services.errors import (
    IllegalTransition,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.placement import WorkplaceNotChosen
from registrations.services.rounds import SelectionNotOpen
from registrations.services.ties import declare_tie
from tests.factories.registrations import (
    FormPageFactory,
    PlaceFactory,
    RegistrationFactory,
    get_places,
)

pytestmark = pytest.mark.django_db
S = RegistrationState
UNDECIDED, WAITING, DECLINED = (
    Column(),
    Column(S.WAITLISTED),
    Column(S.DECLINED),
)


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def card(form_page):
    return RegistrationFactory(page=form_page, in_review=True)


@pytest.fixture
def places(form_page):
    return get_places(form_page)


def move(card, to, user, seen=None):
    seen_id = seen.pk if seen else None
    return move_card(registration=card, to=to, user=user, seen_proposal_id=seen_id)


def test_column_is_read_as_it_is_written():
    columns = [
        *(UNDECIDED, WAITING, DECLINED),
        *(Column(S.SELECTED, 12), Column(S.WAITLISTED, 12)),
    ]
    keys = ["undecided", "waitlisted", "declined", "selected-12", "waitlisted-12"]
    assert [column.key for column in columns] == keys
    assert [Column.read(key) for key in keys] == columns


@pytest.mark.parametrize(
    "key",
    [
        *("", "undecided-", "selected", "selected-", "selected-x", "waitlisted-"),
        *("declined-3", "confirmed"),
    ],
)
def test_column_that_is_none_is_refused(key):
    with pytest.raises(UnknownColumn):
        Column.read(key)


def test_card_goes_round_the_board(team, card, places):
    first, second = places
    place = move(card, Column(S.SELECTED, second.pk), team.decider)
    assert (place.proposed_state, place.proposed_workplace) == (S.SELECTED, second)
    waits = move(card, WAITING, team.decider, place)
    assert waits.proposed_workplace == second, "waits where it stood"
    waits = move(card, Column(S.WAITLISTED, first.pk), team.decider, waits)
    assert waits.proposed_workplace == first
    refused = move(card, DECLINED, team.decider, waits)
    assert (refused.proposed_workplace, refused.reason) == (None, "")
    assert move(card, UNDECIDED, team.decider, refused) is None
    assert list(Decision.objects.open()) == []
    assert Decision.objects.count() == 4
    card.refresh_from_db()
    assert card.state == S.IN_REVIEW


def test_card_that_waits_for_nowhere_yet_waits_for_the_first_choice(team, card, places):
    assert move(card, WAITING, team.decider).proposed_workplace == places[0]


def test_same_column_again_writes_nothing(team, card, places):
    to = Column(S.SELECTED, places[0].pk)
    first = move(card, to, team.decider)
    assert move(card, to, team.chair, first) == first
    assert Decision.objects.count() == 1


def test_move_keeps_what_was_written(team, card, places):
    written = propose_decision(
        registration=card,
        state=S.DECLINED,
        workplace=None,
        reason="De groep is volzet.",
        internal_note="Belde nog.",
        proposed_by=team.chair,
    )
    place = move(card, Column(S.SELECTED, places[0].pk), team.decider, written)
    assert (place.reason, place.internal_note) == ("", "Belde nog.")
    back = move(card, DECLINED, team.decider, place)
    assert (back.reason, back.internal_note) == ("De groep is volzet.", "Belde nog.")
    release_decisions(decisions=[back], released_by=team.chair)
    card.refresh_from_db()
    assert card.state == S.DECLINED


def test_one_reason_is_written_for_all_who_miss_one(team, form_page, card, places):
    bare = [move(card, DECLINED, team.decider)]
    others = RegistrationFactory.create_batch(3, page=form_page, in_review=True)
    bare += [move(other, DECLINED, team.decider) for other in others]
    kept = propose_decision(
        registration=others[0],
        state=S.DECLINED,
        workplace=None,
        reason="Past niet.",
        proposed_by=team.chair,
    )
    move(others[1], WAITING, team.chair, bare[2])
    declare_tie(registration=others[2], user=team.chair, kind="personal")
    seen = {"form_page": form_page, "proposal_ids": [row.pk for row in bare]}
    with pytest.raises(ReasonRequired):
        write_reason(**seen, reason=" ", user=team.chair)
    with pytest.raises(NotAllowed):
        write_reason(**seen, reason="Volzet.", user=team.lead)
    assert write_reason(**seen, reason="Volzet.", user=team.chair) == 1
    reasons = Decision.objects.open().filter(proposed_state=S.DECLINED)
    assert dict(reasons.values_list("registration", "reason")) == {
        card.pk: "Volzet.",
        others[0].pk: "Past niet.",
        others[2].pk: "",
    }
    kept.refresh_from_db()
    assert kept.is_open
    ReviewRound.objects.create(form_page=form_page, phase=ReviewPhase.READING)
    with pytest.raises(SelectionNotOpen):
        write_reason(**seen, reason="Volzet.", user=team.decider)


def test_move_of_what_somebody_else_moved_is_refused(team, card, places):
    to = Column(S.SELECTED, places[0].pk)
    theirs = move(card, to, team.chair)
    for target in (to, WAITING, UNDECIDED):
        with pytest.raises(CardMoved):
            move(card, target, team.decider)
    assert list(Decision.objects.open()) == [theirs]
    move(card, UNDECIDED, team.decider, theirs)
    with pytest.raises(CardMoved):
        move(card, WAITING, team.chair, theirs)


def test_move_is_for_deciders_to_whom_the_card_is_open(team, card):
    for user in (team.reader, team.lead, team.editor):
        with pytest.raises(NotAllowed):
            move(card, DECLINED, user)
    declare_tie(registration=card, user=team.decider, kind="personal")
    with pytest.raises(NotAllowed):
        move(card, DECLINED, team.decider)
    assert Decision.objects.count() == 0


def test_nothing_moves_before_the_selection_or_after_the_release(team, form_page, card):
    chosen = RegistrationFactory(page=form_page, selected=True)
    with pytest.raises(IllegalTransition):
        move(chosen, WAITING, team.decider)
    ReviewRound.objects.create(form_page=form_page, phase=ReviewPhase.DISCUSSING)
    for target in (WAITING, DECLINED):
        with pytest.raises(SelectionNotOpen):
            move(card, target, team.decider)
    assert Decision.objects.count() == 0


def test_nobody_is_put_where_they_did_not_choose(team, card):
    elsewhere = PlaceFactory()
    with pytest.raises(WorkplaceNotChosen):
        move(card, Column(S.SELECTED, elsewhere.pk), team.decider)
    with pytest.raises(WorkplaceNotChosen):
        move(card, Column(S.WAITLISTED, elsewhere.pk), team.decider)
    assert Decision.objects.count() == 0
