"""What a decider may name in a post, and what a look may do: nothing of elsewhere."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.urls import reverse

from registrations.enums import (
    AnswerVisibility,
    Dimension,
    ReferenceList,
    RegistrationState,
    ReviewPhase,
    WishKind,
)
from registrations.models import (
    AnswerOption,
    Decision,
    Offer,
    RegistrationFormField,
    ReviewRound,
    Scenario,
    ScenarioChange,
)
from registrations.services.composition import Placement, WishDraft, add_wish
from registrations.services.composition.deploying import deploy_scenario, get_version
from registrations.services.composition.scenario_view import read_scenario
from registrations.services.composition.scenarios import change_by_hand, copy_board
from registrations.services.decision import Column, move_card
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    PlaceFactory,
    RegistrationFactory,
    get_places,
)

pytestmark = pytest.mark.django_db
S = RegistrationState
JSON = {"HTTP_ACCEPT": "application/json"}
NOT_FOUND, REFUSED = 404, 422


class Call:
    """A call in its selection: three people, a proposal without reason, a scenario."""

    def __init__(self, team, **call):
        parent = OpenCallFactory(**call)
        for name in ("Proef", "Toets"):
            PlaceFactory(parent=parent, title=f"{name} van {call['slug']}")
        self.form_page = FormPageFactory(
            parent=parent, reference_prefix=call["slug"].upper()
        )
        ReviewRound.objects.create(
            form_page=self.form_page, phase=ReviewPhase.SELECTING
        )
        self.place = get_places(self.form_page)[0]
        self.people = [
            RegistrationFactory(page=self.form_page, in_review=True) for _one in "abc"
        ]
        self.waiting = RegistrationFactory(page=self.form_page, waitlisted=True)
        self.bare = move_card(
            registration=self.people[2],
            to=Column(S.DECLINED),
            user=team.chair,
            seen_proposal_id=None,
        )
        self.scenario = copy_board(
            form_page=self.form_page, name="Bord", user=team.chair
        )
        change_by_hand(
            scenario=self.scenario,
            registration_pk=self.people[1].pk,
            placement=Placement(S.SELECTED, self.place.pk),
            user=team.chair,
        )

    def url(self, name, *args):
        return reverse(f"registrations:{name}", args=[self.form_page.pk, *args])


@pytest.fixture
def ours(team):
    return Call(team, slug="ons", title="Onze oproep")


@pytest.fixture
def theirs(team):
    return Call(team, slug="hun", title="Een andere oproep")


@pytest.fixture
def decider(client, team):
    client.force_login(team.decider)
    return client


def take_stock():
    """Every row of the site, but for the session of who asks."""
    return {
        model: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model is not Session and not model._meta.proxy
    }


def test_card_of_another_call_is_not_on_this_board(decider, ours, theirs):
    card = theirs.people[0]
    before = take_stock()
    sent = {"card": card.pk, "seen": 0, "to": "declined"}
    for extra in ({}, JSON):
        answer = decider.post(ours.url("board_move"), sent, **extra)
        assert answer.status_code == NOT_FOUND
    asked = decider.get(ours.url("board_changes"), {"card": card.pk}, **JSON).json()
    assert asked["cards"] == {}
    # Nor is a workplace of another call a column of this one.
    sent = {"card": ours.people[0].pk, "seen": 0, "to": f"selected-{theirs.place.pk}"}
    assert decider.post(ours.url("board_move"), sent, **JSON).status_code == 409
    reasons = {"proposals": [theirs.bare.pk], "reason": "Andere oproep."}
    decider.post(ours.url("board_reasons"), reasons)
    assert take_stock() == before


def test_pins_and_changes_are_of_people_and_places_of_this_call(decider, ours, theirs):
    asked = {"name": "Voorstel", "colleagues": "free", "rest": "", "seed": 1}
    # Somebody of another call is no question of the form, and so is nobody.
    foreign = {f"person-{theirs.people[0].pk}": str(theirs.place.pk)}
    decider.post(ours.url("scenario_new"), asked | foreign)
    made = Scenario.objects.latest("pk")
    assert set(made.placements.values_list("registration__page", flat=True)) == {
        ours.form_page.pk
    }
    place = {f"person-{ours.people[0].pk}": str(theirs.place.pk)}
    answer = decider.post(ours.url("scenario_new"), asked | place)
    assert answer.status_code == REFUSED
    change = ours.url("scenario", ours.scenario.pk)
    before = ScenarioChange.objects.count()
    for who, where in (
        (theirs.people[0], ours.place),
        (ours.people[0], theirs.place),
    ):
        sent = {"registration": who.pk, "to": f"selected-{where.pk}"}
        assert decider.post(change, sent).status_code == REFUSED
    assert ScenarioChange.objects.count() == before


def test_scenario_of_another_call_does_not_open_under_this_one(
    decider, team, ours, theirs
):
    view = read_scenario(scenario=theirs.scenario, user=team.chair)
    deployment = deploy_scenario(
        scenario=theirs.scenario, user=team.chair, seen=get_version(view)
    )
    before = take_stock()
    for name in ("scenario", "scenario_compare", "scenario_deploy", "scenario_undo"):
        url = ours.url(name, theirs.scenario.pk)
        sent = {"with": ours.scenario.pk, "deployment": deployment.pk, "seen": ""}
        if name != "scenario_undo":
            assert decider.get(url, sent).status_code == NOT_FOUND
        assert decider.post(url, sent).status_code in {NOT_FOUND, 405}
    beside = ours.url("scenario_compare", ours.scenario.pk)
    answer = decider.get(beside, {"with": theirs.scenario.pk})
    assert answer.url == ours.url("scenario", ours.scenario.pk)
    # A deployment of another scenario is not taken back by this one.
    decider.post(
        ours.url("scenario_undo", ours.scenario.pk), {"deployment": deployment.pk}
    )
    assert take_stock() == before


def test_place_is_offered_on_the_list_of_its_own_call(decider, ours, theirs):
    url = ours.url("waiting")
    for who, where in (
        (theirs.waiting, ours.place),
        (ours.waiting, theirs.place),
        (ours.people[0], ours.place),
    ):
        sent = {"registration": who.pk, "workplace": where.pk, "answer_by": ""}
        assert decider.post(url, sent).status_code == REFUSED
    assert not Offer.objects.exists()


def test_letter_of_what_is_released_or_replaced_is_no_preview(decider, team, ours):
    move_card(
        registration=ours.people[2],
        to=Column(),
        user=team.chair,
        seen_proposal_id=ours.bare.pk,
    )
    url = reverse("registrations:release_letter", args=[ours.bare.pk])
    assert decider.get(url).status_code == NOT_FOUND


def test_looking_at_what_is_decided_changes_nothing(decider, team, ours):
    scenario = ours.scenario
    decision = Decision.objects.open().filter(registration__page=ours.form_page).get()
    sent = {
        "form": ours.form_page.pk,
        "card": ours.people[0].pk,
        "registration": ours.people[0].pk,
        "workplace": ours.place.pk,
        "to": f"selected-{ours.place.pk}",
        "seen": 0,
        "with": scenario.pk,
        "write": "",
        "remove": "",
    }
    urls = [
        ours.url("board"),
        ours.url("board_changes"),
        ours.url("board_move"),
        ours.url("board_reasons"),
        ours.url("scenarios"),
        ours.url("scenario_new"),
        ours.url("wishes"),
        *(
            ours.url(name, scenario.pk)
            for name in (
                "scenario",
                "scenario_compare",
                "scenario_deploy",
                "scenario_undo",
            )
        ),
        ours.url("waiting"),
        reverse("registrations:boards"),
        reverse("registrations:decisions"),
        reverse("registrations:release"),
        reverse("registrations:release_letter", args=[decision.pk]),
        reverse("registrations:selection_report", args=[ours.form_page.call.pk]),
        reverse("registrations:selection_account", args=[ours.form_page.call.pk]),
        reverse("registrations:edit", args=[ours.people[2].pk]),
        reverse("registrations:act", args=[ours.waiting.pk, "undo"]),
    ]
    for url in urls:  # what a first look sets up, for the site or its reader
        decider.get(url)
    before = take_stock()
    opened = [url for url in urls if decider.get(url, sent).status_code == 200]
    assert take_stock() == before
    assert len(opened) > len(urls) / 2


def test_answer_for_the_statistics_stands_with_nobody_anywhere(decider, team, ours):
    kind = AnswerOption.objects.create(
        list=ReferenceList.ORGANISATION_TYPE, code="geheim", label="Geheimenhuis"
    )
    for row in (*ours.people, ours.waiting):
        row.organisation_type = kind
        row.save()
    # A wish from before it was for the statistics only.
    add_wish(
        form_page=ours.form_page,
        draft=WishDraft(
            kind=WishKind.DIFFERENT, dimension=Dimension.ORGANISATION_TYPE, amount=2
        ),
        user=team.decider,
    )
    asked = {"name": "Voorstel", "colleagues": "free", "rest": "declined", "seed": 1}

    def read():
        decider.post(ours.url("scenario_new"), asked)
        made = Scenario.objects.latest("pk").pk
        urls = [
            ours.url("board"),
            ours.url("board_changes"),
            ours.url("scenario_new"),
            ours.url("scenario", made),
            ours.url("scenario_deploy", made),
            f"{ours.url('scenario_compare', made)}?with={ours.scenario.pk}",
            ours.url("waiting"),
            f"{reverse('registrations:release')}?form={ours.form_page.pk}",
            reverse("registrations:selection_report", args=[ours.form_page.call.pk]),
        ]
        return {url: decider.get(url).content.decode() for url in urls}

    assert any("Geheimenhuis" in text for text in read().values())
    RegistrationFormField.objects.filter(
        page=ours.form_page, clean_name="organisation_type"
    ).delete()
    RegistrationFormField.objects.create(
        page=ours.form_page,
        label="Soort organisatie",
        field_type="core_organisation_type",
        clean_name="organisation_type",
        visibility=AnswerVisibility.STATISTICS,
    )
    told = [url for url, text in read().items() if "Geheimenhuis" in text]
    assert told == []
