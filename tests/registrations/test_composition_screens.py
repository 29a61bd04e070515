"""The screens of composing: for deciders, by POST, with everything in Dutch."""

import pytest
from django.urls import reverse

from registrations.enums import Dimension, ReviewPhase, WishKind
from registrations.enums import RegistrationState as S
from registrations.models import Decision, ReviewRound, Scenario, Wish
from registrations.services.rounds import SelectionNotOpen

from .composition_scene import make_person, propose
from .scene import make_group, make_scene, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client):
    scene = make_scene(with_workflow=False, seats=2)
    client.force_login(scene.decider)
    return scene


def address(scene, name, *args):
    return reverse(f"registrations:{name}", args=[scene.form_page.pk, *args])


def make_crowd(scene, count=5):
    return [
        make_person(
            scene, score_mean=f"{3 - number / 4:.2f}", last_name=f"Naam{number}"
        )
        for number in range(count)
    ]


def propose_by_screen(client, scene, name="Voorstel", **extra):
    data = {"name": name, "colleagues": "free", "rest": "", "seed": 1} | extra
    return client.post(address(scene, "scenario_new"), data)


def test_wishes_are_sentences_that_a_lead_adds_and_takes_away(client, scene):
    lead = make_user(
        "leider", make_group("Leiders", "view_registration", "lead_registration")
    )
    client.force_login(lead)
    url = address(scene, "wishes")
    assert client.post(url, {"defaults": "1"}).url == url
    assert Wish.objects.count() == 8
    page = client.get(url).text
    assert "hoogstens 1 uit dezelfde organisatie" in page
    row = {"kind": "at_most_each", "dimension": "role", "amount": 3, "weight": 1}
    assert client.post(url, row).url == url
    added = Wish.objects.latest("pk")
    assert (added.kind, added.dimension, added.amount, added.weight) == (
        WishKind.AT_MOST_EACH,
        Dimension.ROLE,
        3,
        1,
    )
    client.post(url, {"remove": added.pk})
    assert not Wish.objects.filter(pk=added.pk).exists()
    # What does not make sense stays on the screen, with what is missing.
    for wrong in (
        row | {"amount": ""},
        row | {"kind": "at_least"},
        row | {"kind": "at_least", "value": "attendance:all"},
    ):
        assert client.post(url, wrong).status_code == 422
    assert Wish.objects.count() == 8


def test_a_group_is_proposed_compared_deployed_and_taken_back_by_hand(client, scene):
    people = make_crowd(scene)
    propose(scene, people[4])
    assert "Nog een wens" in client.get(address(scene, "wishes")).text
    assert people[0].reference in client.get(address(scene, "scenario_new")).text
    client.post(address(scene, "scenarios"), {"name": "Zoals het was"})
    answer = propose_by_screen(
        client, scene, keeps_board="on", **{f"person-{people[0].pk}": "out"}
    )
    kept, computed = Scenario.objects.order_by("pk")
    assert answer.url == address(scene, "scenario", computed.pk)
    pinned = computed.placements.filter(is_pinned=True)
    assert list(pinned.values_list("registration", flat=True)) == [people[4].pk]
    page = client.get(answer.url).text
    assert "Bewezen: met deze wensen en gewichten bestaat er geen betere groep." in page
    assert "Door een beslisser buiten het voorstel gehouden." in page
    compared = client.get(
        address(scene, "scenario_compare", computed.pk), {"with": kept.pk}
    )
    assert "3 mensen staan elders" in compared.text
    # By hand: whoever was left out waits.
    client.post(
        answer.url,
        {
            "registration": people[0].pk,
            "to": f"waitlisted-{scene.workplaces[0].pk}",
        },
    )
    deploy = address(scene, "scenario_deploy", computed.pk)
    assert "Wijzig 4 kaarten op het bord" in client.get(deploy).text
    assert client.post(deploy, {"seen": "iets anders"}).status_code == 422
    assert Decision.objects.open().count() == 1
    client.post(deploy, {"seen": client.get(deploy).context["version"]})
    opened = Decision.objects.open().values_list("registration", "proposed_state")
    assert dict(opened) == {
        people[0].pk: S.WAITLISTED,
        **{person.pk: S.SELECTED for person in people[1:]},
    }
    deployment = computed.deployments.get()
    page = client.get(answer.url).text
    assert "Zet het bord terug zoals het was" in page
    undo = address(scene, "scenario_undo", computed.pk)
    client.post(undo, {"deployment": deployment.pk})
    assert [row.registration for row in Decision.objects.open()] == [people[4]]
    refused = client.post(undo, {"deployment": deployment.pk}, follow=True)
    assert "Het bord is gewijzigd sinds dit scenario erop kwam." in refused.text


def test_what_cannot_be_is_said_beside_what_was_typed(client, scene):
    people = make_crowd(scene)
    place = scene.workplaces[0].pk
    pins = {f"person-{person.pk}": place for person in people[:3]}
    answer = propose_by_screen(client, scene, **pins)
    assert answer.status_code == 422
    assert "meer mensen vast dan er plaatsen zijn" in answer.text
    assert propose_by_screen(client, scene, name="").status_code == 422
    assert not Scenario.objects.exists()


def test_before_the_selection_the_screens_say_so(client, scene):
    scenario = Scenario.objects.create(form_page=scene.form_page, name="Vroeg")
    ReviewRound.objects.create(form_page=scene.form_page, phase=ReviewPhase.READING)
    for name, args in (
        ("scenarios", ()),
        ("scenario_new", ()),
        ("scenario", (scenario.pk,)),
        ("scenario_deploy", (scenario.pk,)),
    ):
        url = address(scene, name, *args)
        assert str(SelectionNotOpen.message) in client.get(url).text
        assert client.post(url, {"name": "x"}).status_code == 422
    assert Scenario.objects.count() == 1


def test_readers_and_leads_do_not_come_in(client, scene):
    make_crowd(scene)
    propose_by_screen(client, scene)
    scenario = Scenario.objects.get()
    lead = make_user(
        "leider", make_group("Leiders", "view_registration", "lead_registration")
    )
    for user in (scene.reader, lead):
        client.force_login(user)
        for name, args in (
            ("scenarios", ()),
            ("scenario_new", ()),
            ("scenario", (scenario.pk,)),
            ("scenario_compare", (scenario.pk,)),
            ("scenario_deploy", (scenario.pk,)),
        ):
            answer = client.get(address(scene, name, *args))
            assert (answer.status_code, answer.url) == (
                302,
                reverse("wagtailadmin_home"),
            )
        client.post(
            address(scene, "scenario_deploy", scenario.pk),
            {"seen": ""},
        )
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["scenario_new", "scenario", "scenario_deploy"])
def test_screens_ask_as_much_for_three_as_for_one(
    client, scene, name, django_assert_max_num_queries
):
    def count() -> int:
        scenario = Scenario.objects.latest("pk")
        args = () if name == "scenario_new" else (scenario.pk,)
        with django_assert_max_num_queries(100) as asked:
            assert client.get(address(scene, name, *args)).status_code == 200
        return len(asked)

    make_crowd(scene, 1)
    propose_by_screen(client, scene)
    count()
    one = count()
    make_crowd(scene, 2)
    propose_by_screen(client, scene)
    assert count() == one
