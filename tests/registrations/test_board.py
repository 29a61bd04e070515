"""The board "Samenstelling": what stands on it, for whom, and moving a card."""

import gzip
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import (
    AnswerVisibility,
    Dimension,
    MessageState,
    ReferenceList,
    RegistrationState,
    ReviewPhase,
    WishKind,
)
from registrations.models import (
    AnswerOption,
    Availability,
    Decision,
    Message,
    Registration,
    RegistrationFormField,
    RegistrationTag,
    ReviewRound,
    TagUse,
    Wish,
)
from registrations.services.decision import Column, move_card, propose_decision
from registrations.services.ties import declare_tie
from tests.factories.registrations import (
    FormPageFactory,
    MunicipalityFactory,
    RegionFactory,
    RegistrationFactory,
    get_places,
)

pytestmark = pytest.mark.django_db
S = RegistrationState
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def form_page(team):
    page = FormPageFactory()
    ReviewRound.objects.create(form_page=page, phase=ReviewPhase.SELECTING)
    return page


@pytest.fixture
def places(form_page):
    return get_places(form_page)


@pytest.fixture
def decider(client, team):
    client.force_login(team.decider)
    return client


def make_card(form_page, **values):
    return RegistrationFactory(page=form_page, **({"in_review": True} | values))


def url_of(form_page, name="board"):
    return reverse(f"registrations:{name}", args=[form_page.pk])


def read(client, form_page, **params):
    response = client.get(url_of(form_page), params)
    assert response.status_code == 200
    return response.content.decode()


def read_columns(text):
    """Return the numbers of the cards that are shown, by column."""
    columns = {}
    for part in text.split('<section class="board-column"')[1:]:
        key = re.search(r'data-column="([^"]+)"', part)[1]
        cards = re.findall(r'<li class="board-card(?: [^"]*)?"[^>]*>', part)
        columns[key] = [
            re.search(r'data-name="([^"]+)"', card)[1]
            for card in cards
            if not card.endswith(" hidden>")
        ]
    return columns


def read_card(text, registration):
    part = text.split(f'id="card-{registration.pk}"', 1)[1]
    part = part.split("</article>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def move(client, form_page, card, to, seen=0, known=(), **extra):
    data = {"card": card.pk, "to": to, "seen": seen, "known": list(known)}
    return client.post(url_of(form_page, "board_move"), data, **extra)


def test_board_puts_everybody_where_they_stand(decider, team, form_page, places):
    undecided = make_card(form_page)
    asked = make_card(form_page, in_review=False, info_requested=True)
    proposed = make_card(form_page)
    confirmed = make_card(form_page, in_review=False, confirmed=True)
    waiting = make_card(form_page, in_review=False, waitlisted=True)
    refused = make_card(form_page)
    for state in ("withdrawn", "expired", "draft"):
        make_card(form_page, in_review=False, **{state: True})
    RegistrationFactory(in_review=True)  # of another form
    for card, to in (
        (proposed, Column(S.SELECTED, places[1].pk)),
        (refused, Column(S.DECLINED)),
    ):
        move_card(registration=card, to=to, user=team.chair, seen_proposal_id=None)
    text = read(decider, form_page)
    assert read_columns(text) == {
        "undecided": [undecided.reference, asked.reference],
        f"selected-{places[0].pk}": [confirmed.reference],
        f"selected-{places[1].pk}": [proposed.reference],
        "waitlisted": [waiting.reference],
        "declined": [refused.reference],
    }
    movable = set(re.findall(r'data-name="([^"]+)"[^>]* draggable="true"', text))
    assert movable == {undecided.reference, proposed.reference, refused.reference}
    assert "Reden ontbreekt" in read_card(text, refused)
    assert "Hier gezet door voorzitter" in read_card(text, proposed)
    assert "Wacht op een antwoord" in read_card(text, asked)


def test_card_says_what_a_decider_may_know(decider, team, form_page, places):
    session = form_page.call.live_sessions[0]
    kind = AnswerOption.objects.create(
        list=ReferenceList.ORGANISATION_TYPE, code="cc", label="Cultuurcentrum"
    )
    card = make_card(
        form_page,
        first_name="Noor",
        last_name="Peeters",
        organisation="CC De Vonk",
        organisation_type=kind,
        municipality=MunicipalityFactory(
            name="Diksmuide", region=RegionFactory(name="Westhoek")
        ),
        colleague="Jef Claes",
    )
    Registration.objects.filter(pk=card.pk).update(
        score_mean="2.33", score_spread=2, review_count=2
    )
    Availability.objects.create(
        registration=card, session_key=session.key, can_attend=False
    )
    TagUse.objects.create(
        registration=card, tag=RegistrationTag.objects.create(label="brengt een case")
    )
    Message.objects.filter(registration=card).update(state=MessageState.BOUNCED)
    words = read_card(read(decider, form_page), card)
    for expected in (
        "Noor Peeters",
        "CC De Vonk",
        "2,3 ± 2",
        f"{places[0].title} {places[1].title}",
        "Diksmuide · Westhoek",
        "Cultuurcentrum",
        "Onbekend: ervaring, invalshoek",
        f"niet op {session}",
        "Samen met: Jef Claes",
        "brengt een case",
        "Mail kwam terug",
    ):
        assert expected in words


def test_card_shows_nothing_that_is_for_the_statistics(decider, form_page):
    kind = AnswerOption.objects.create(
        list=ReferenceList.ORGANISATION_TYPE, code="geheim", label="Geheimenhuis"
    )
    make_card(form_page, organisation_type=kind)
    assert "Geheimenhuis" in read(decider, form_page)
    RegistrationFormField.objects.filter(
        page=form_page, clean_name="organisation_type"
    ).delete()
    RegistrationFormField.objects.create(
        page=form_page,
        label="Soort organisatie",
        field_type="core_organisation_type",
        clean_name="organisation_type",
        visibility=AnswerVisibility.STATISTICS,
    )
    assert "Geheimenhuis" not in read(decider, form_page)
    changes = decider.get(url_of(form_page, "board_changes"))
    assert "Geheimenhuis" not in changes.content.decode()


def test_tied_person_is_on_no_board_and_in_no_number(decider, team, form_page, places):
    seen, tied = make_card(form_page), make_card(form_page, last_name="Geheimzinnig")
    declare_tie(registration=tied, user=team.decider, kind="personal")
    before = decider.get(url_of(form_page, "board_changes")).json()
    to = Column(S.SELECTED, places[0].pk)
    move_card(registration=tied, to=to, user=team.chair, seen_proposal_id=None)
    text = read(decider, form_page)
    assert read_columns(text)["undecided"] == [seen.reference]
    assert read_columns(text)[f"selected-{places[0].pk}"] == []
    assert tied.reference not in text
    assert "Geheimzinnig" not in text
    assert "1 van 1 getoond" in text
    params = {"version": before["version"]}
    assert decider.get(url_of(form_page, "board_changes"), params).status_code == 204
    asked = decider.get(url_of(form_page, "board_changes"), params | {"card": tied.pk})
    assert asked.json()["cards"] == {}
    assert asked.json()["said"] == []
    assert move(decider, form_page, tied, "declined", **JSON).status_code == 404
    assert move(decider, form_page, tied, "declined").status_code == 404


def test_board_asks_as_much_for_one_card_as_for_three(
    decider, team, form_page, places, django_assert_max_num_queries
):
    counts = []
    for number in (1, 2):
        for card in [make_card(form_page) for _ in range(number)]:
            to = Column(S.SELECTED, places[0].pk)
            move_card(registration=card, to=to, user=team.chair, seen_proposal_id=None)
        read(decider, form_page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(decider, form_page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 30
    with django_assert_max_num_queries(28):
        version = decider.get(url_of(form_page, "board_changes")).json()["version"]
    with django_assert_max_num_queries(10):
        decider.get(url_of(form_page, "board_changes"), {"version": version})


def test_plain_form_moves_a_card_and_comes_back_to_it(decider, form_page, places):
    card = make_card(form_page)
    text = read(decider, form_page, card=card.pk)
    form = text.split('id="move"', 1)[1].split("</form>", 1)[0]
    options = re.findall(r'<option value="([^"]+)"', form)
    first, second = places
    assert options == [
        f"selected-{first.pk}",
        f"selected-{second.pk}",
        f"waitlisted-{first.pk}",
        f"waitlisted-{second.pk}",
        "declined",
    ]
    response = move(decider, form_page, card, f"waitlisted-{second.pk}")
    assert response.status_code == 302
    assert response.url == f"{url_of(form_page)}#card-{card.pk}"
    proposal = Decision.objects.open().get()
    assert (proposal.proposed_state, proposal.proposed_workplace) == (
        S.WAITLISTED,
        second,
    )
    assert f"Wacht op {second.title}" in read_card(read(decider, form_page), card)


def test_plain_form_says_why_a_move_is_refused(decider, team, form_page, places):
    card = make_card(form_page)
    to = Column(S.SELECTED, places[0].pk)
    theirs = move_card(registration=card, to=to, user=team.chair, seen_proposal_id=None)
    response = decider.post(
        url_of(form_page, "board_move"),
        {"card": card.pk, "to": "declined", "seen": 0},
        follow=True,
    )
    text = response.content.decode()
    assert "Iemand anders verplaatste deze kaart intussen" in text
    assert f'name="seen" value="{theirs.pk}"' in text
    assert list(Decision.objects.open()) == [theirs]


def test_script_moves_a_card_and_hears_how_the_board_stands(decider, form_page, places):
    Wish.objects.create(
        form_page=form_page,
        kind=WishKind.DIFFERENT,
        dimension=Dimension.REGION,
        amount=1,
    )
    region = RegionFactory(name="Westhoek")
    card, other = (
        make_card(form_page, municipality=MunicipalityFactory(region=region))
        for _ in range(2)
    )
    key = f"selected-{places[0].pk}"
    before = decider.get(url_of(form_page, "board_changes")).json()
    _mark, words = before["changes"][str(places[0].pk)]
    assert "+1 Westhoek" in words[str(card.pk)]
    assert "1 wens dichterbij" in words[str(card.pk)]
    known = [
        mark
        for parts in (before["heads"], before["changes"])
        for mark, _part in parts.values()
    ]
    response = move(decider, form_page, card, key, known=known, **JSON)
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    state = response.json()
    proposal = Decision.objects.open().get()
    assert state["marks"] == {
        str(card.pk): f"{key}:{proposal.pk}:in_review",
        str(other.pk): "undecided:0:in_review",
    }
    assert state["version"] != before["version"]
    assert list(state["cards"]) == [str(card.pk)]
    assert f'data-seen="{proposal.pk}"' in state["cards"][str(card.pk)]
    # What did not change is not sent again: the other columns, the other groups.
    assert state["heads"].keys() == {key, "undecided"}
    _mark, head = state["heads"][key]
    for words in ("1 van 12 plaatsen", "1 van 1 wensen", "Westhoek"):
        assert words in head
    (place, (_mark, words)), *others = state["changes"].items()
    assert (place, others) == (str(places[0].pk), [])
    assert words.keys() == {str(other.pk)}
    assert "tweede" in words[str(other.pk)]


def test_what_a_script_gets_is_compressed(decider, form_page):
    for _ in range(3):
        make_card(form_page)
    asked = decider.get(url_of(form_page, "board_changes"), HTTP_ACCEPT_ENCODING="gzip")
    assert asked.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(asked.content))["marks"]) == 3


def test_script_hears_why_a_card_goes_back_and_gets_it_fresh(
    decider, team, form_page, places
):
    card = make_card(form_page)
    to = Column(S.SELECTED, places[0].pk)
    theirs = move_card(registration=card, to=to, user=team.chair, seen_proposal_id=None)
    response = move(decider, form_page, card, "declined", **JSON)
    assert response.status_code == 409
    state = response.json()
    assert "Iemand anders" in state["error"]
    assert state["marks"][str(card.pk)] == f"{to.key}:{theirs.pk}:in_review"
    assert f'data-seen="{theirs.pk}"' in state["cards"][str(card.pk)]
    nowhere = move(decider, form_page, card, "selected-x", theirs.pk, **JSON)
    assert (nowhere.status_code, "kolom" in nowhere.json()["error"]) == (409, True)


def test_moves_of_others_are_told(decider, team, form_page, places):
    team.chair.first_name = "Lieve"
    team.chair.save()
    cards = [make_card(form_page) for _ in range(4)]
    first = decider.get(url_of(form_page, "board_changes")).json()["version"]

    def go(card, to, user=team.chair, seen=None):
        return move_card(
            registration=card, to=to, user=user, seen_proposal_id=seen and seen.pk
        )

    go(cards[0], Column(S.SELECTED, places[0].pk))
    go(cards[1], Column(S.WAITLISTED))
    go(cards[2], Column(S.DECLINED))
    go(cards[3], Column(), seen=go(cards[3], Column(S.DECLINED), team.decider))
    params = {"version": first, "card": [card.pk for card in cards]}
    state = decider.get(url_of(form_page, "board_changes"), params).json()
    assert state["said"] == [
        f"Lieve zette {cards[0].reference} in {places[0].title}.",
        f"Lieve zette {cards[1].reference} op de wachtlijst.",
        f"Lieve zette {cards[2].reference} bij “niet geselecteerd”.",
        f"Lieve zette {cards[3].reference} terug bij “nog te beslissen”.",
    ]
    assert list(state["cards"]) == [str(card.pk) for card in cards]
    params = {"version": state["version"]}
    assert decider.get(url_of(form_page, "board_changes"), params).status_code == 204


def test_before_the_selection_nothing_moves_and_the_board_says_why(
    decider, team, form_page
):
    card = make_card(form_page)
    ReviewRound.objects.update(phase=ReviewPhase.DISCUSSING)
    text = read(decider, form_page)
    assert "De inschrijvingen worden nog gelezen" in text
    assert read_columns(text)["undecided"] == [card.reference]
    assert 'draggable="true"' not in text
    assert "data-board-move" not in text
    refused = move(decider, form_page, card, "declined", **JSON)
    assert refused.status_code == 409
    assert "De inschrijvingen worden nog gelezen" in refused.json()["error"]
    assert Decision.objects.count() == 0
    ReviewRound.objects.update(hides_facts=True)
    text = read(decider, form_page)
    assert "De inschrijvingen worden nog gelezen" in text
    assert card.reference not in text


def test_cards_are_found_without_a_script(decider, form_page, places):
    region, elsewhere = RegionFactory(name="Westhoek"), RegionFactory(name="Limburg")
    here = make_card(
        form_page, last_name="Zoekmij", municipality=MunicipalityFactory(region=region)
    )
    there = make_card(
        form_page,
        workplace_first=places[1],
        workplace_second=None,
        municipality=MunicipalityFactory(region=elsewhere),
    )
    Registration.objects.filter(pk=here.pk).update(score_mean="2.5", review_count=2)
    for params, found in (
        ({"q": "zoekmij"}, [here]),
        ({"choice": places[0].pk}, [here]),
        ({"choice": places[1].pk}, [here, there]),
        ({"region": elsewhere.code}, [there]),
        ({"score": "2"}, [here]),
        ({"score": "veel", "onbekend": "x"}, [here, there]),
        ({"sort": "reference"}, [here, there]),
    ):
        columns = read_columns(read(decider, form_page, **params))
        assert columns["undecided"] == [card.reference for card in found], params


def test_board_of_nobody_says_so(decider, form_page):
    text = read(decider, form_page)
    assert "Er is nog geen inschrijving" in text
    assert {name for names in read_columns(text).values() for name in names} == set()


def test_board_is_for_deciders(client, team, form_page):
    for user in (team.reader, team.lead, team.editor, team.guest):
        client.force_login(user)
        for name in ("board", "board_changes"):
            assert client.get(url_of(form_page, name)).status_code == 302
        assert client.get(reverse("registrations:boards")).status_code == 302
        card = Registration(pk=1)
        assert move(client, form_page, card, "declined").status_code == 302
    assert json.dumps(list(Decision.objects.values())) == "[]"


def test_menu_leads_to_the_only_board(decider, form_page):
    response = decider.get(reverse("registrations:boards"))
    assert (response.status_code, response.url) == (302, url_of(form_page))
    assert "Samenstelling" in decider.get("/admin/").content.decode()


def test_missing_reasons_are_written_from_the_board(decider, team, form_page):
    cards = [make_card(form_page) for _ in range(2)]
    for card in cards:
        move(decider, form_page, card, "declined")
    assert "2 hebben nog geen reden" in read(decider, form_page)
    text = read(decider, form_page, reasons=1)
    part = text.split('id="reasons"', 1)[1].split("</form>", 1)[0]
    assert ", ".join(card.reference for card in cards) in part
    proposals = re.search(r'name="proposals" value="([^"]+)"', part)[1]
    url = url_of(form_page, "board_reasons")
    refused = decider.post(url, {"proposals": proposals, "reason": " "})
    assert refused.status_code == 422
    assert "Geef de reden" in refused.content.decode()
    response = decider.post(url, {"proposals": proposals, "reason": "Volzet."})
    assert (response.status_code, response.url) == (302, url_of(form_page))
    assert set(Decision.objects.open().values_list("reason", flat=True)) == {"Volzet."}
    assert "nog geen reden" not in read(decider, form_page)


def test_reason_of_the_desk_stays_on_the_card(decider, team, form_page):
    card = make_card(form_page)
    propose_decision(
        registration=card,
        state=S.DECLINED,
        workplace=None,
        reason="Volzet.",
        proposed_by=team.chair,
    )
    assert "Reden ontbreekt" not in read_card(read(decider, form_page), card)
