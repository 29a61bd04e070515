"""The mix against the wishes, in numbers and in sentences."""

import pytest
from django.utils import translation

from registrations.enums import Dimension, WishKind, WishWeight
from registrations.enums import RegistrationState as S
from registrations.models import Wish
from registrations.services.composition import (
    WishDraft,
    WishIncomplete,
    add_wish,
    get_labels,
    get_mix,
    get_sentence,
    get_wishes,
    remove_wish,
    set_default_wishes,
)
from registrations.services.composition.problem import (
    Goal,
    GroupCount,
    get_gain,
    get_shortage,
)
from registrations.services.errors import NotAllowed

from .composition_scene import board_of, make_person, propose
from .scene import make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene(with_workflow=False, seats=4)


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


def wish(scene, kind, dimension, value="", amount=None, **values):
    return Wish.objects.create(
        form_page=scene.form_page,
        kind=kind,
        dimension=dimension,
        value=value,
        amount=amount,
        **values,
    )


def mix_of(scene):
    board = board_of(scene)
    mix = get_mix(
        people=board.people,
        arrangement=board.arrangement,
        wishes=get_wishes(scene.form_page),
    )
    return board.people, mix


def fill(scene):
    """Two programmers from Genk and one from Ieper in the first workplace."""
    rows = [
        make_person(scene, municipality="Genk", region="Limburg", role="Programmator"),
        make_person(scene, municipality="Genk", region="Limburg", role="Programmator"),
        make_person(scene, municipality="Ieper", region="Westhoek", experience="Gids"),
    ]
    for row in rows:
        propose(scene, row)
    return rows


def test_counts_have_unknown_as_a_value_of_its_own(scene):
    fill(scene)
    wish(scene, WishKind.SPREAD, Dimension.ROLE)
    wish(scene, WishKind.DIFFERENT, Dimension.MUNICIPALITY, amount=3)
    _people, mix = mix_of(scene)
    first, second = (mix.groups[page.pk] for page in scene.workplaces)
    assert [
        (row.label, [(one.label, one.count) for one in row.values], row.unknown)
        for row in first.dimensions
    ] == [
        ("Gemeente", [("Genk", 2), ("Ieper", 1)], 0),
        ("Functie", [("Programmator", 2)], 1),
    ]
    assert (first.size, second.size) == (3, 0)


def test_wishes_say_whether_they_are_met_and_by_how_much_they_are_short(scene):
    fill(scene)
    region = board_of(scene).people
    code = next(
        key for (kind, key), label in region.labels.items() if label == "Westhoek"
    )
    wish(scene, WishKind.AT_LEAST, Dimension.REGION, code, 2, weight=3)
    wish(scene, WishKind.AT_MOST_EACH, Dimension.MUNICIPALITY, amount=1, weight=2)
    wish(
        scene,
        WishKind.AT_MOST_SHARE,
        Dimension.REGION,
        amount=2,
        weight=1,
        workplace=scene.workplaces[0],
    )
    _people, mix = mix_of(scene)
    first, second = (mix.groups[page.pk] for page in scene.workplaces)
    assert [(row.sentence, row.shortage, row.standing) for row in first.wishes] == [
        ("minstens 2 uit Westhoek", 1, "1 te weinig"),
        ("hoogstens 1 uit dezelfde gemeente", 1, "1 persoon te veel"),
        ("niet meer dan de helft uit dezelfde regio", 0, "in orde"),
    ]
    assert [(row.sentence, row.shortage) for row in second.wishes] == [
        ("minstens 2 uit Westhoek", 2),
        ("hoogstens 1 uit dezelfde gemeente", 0),
    ]
    assert (first.distance, second.distance, mix.distance) == (5, 6, 11)


def test_a_card_says_what_choosing_it_would_change(scene):
    fill(scene)
    wish(scene, WishKind.DIFFERENT, Dimension.REGION, amount=3)
    wish(scene, WishKind.AT_MOST_EACH, Dimension.MUNICIPALITY, amount=2)
    wish(scene, WishKind.DIFFERENT, Dimension.ROLE, amount=2)
    new = make_person(scene, municipality="Bree", region="Kempen", role="Programmator")
    third = make_person(scene, municipality="Genk", region="Limburg")
    people, mix = mix_of(scene)
    place = scene.workplaces[0].pk
    change = mix.change(people.persons[new.pk], place)
    assert change.sentence == "+1 Kempen, +1 Bree, derde programmator"
    assert change.better == ("minstens 3 verschillende regio’s",)
    assert (change.worse, change.distance) == ((), -2)
    change = mix.change(people.persons[third.pk], place)
    assert change.sentence == "derde uit Limburg, derde uit Genk, functie: onbekend"
    assert change.worse == ("hoogstens 2 uit dezelfde gemeente",)
    assert (change.better, change.distance) == ((), 2)
    # In their own group nothing changes.
    seated = next(iter(mix.groups[place].members))
    assert mix.change(seated, place).words == ()


@pytest.mark.parametrize("kind", WishKind.values)
@pytest.mark.parametrize("wished_size", [None, 4])
def test_gain_is_the_difference_of_two_shortages(kind, wished_size):
    pool = frozenset("abc")
    goal = Goal(key=1, kind=kind, dimension="d", value="a", amount=2)
    for members in ("", "a", "aab", "aabb", "abc", "bbbb"):
        for own in ((), ("a",), ("b", "c")):
            group = GroupCount()
            for member in members:
                group.add([("d", member)])
            options = {"wished_size": wished_size, "pool": pool}
            before = get_shortage(goal, group, **options)
            gain = get_gain(goal, group, {"d": own}, **options)
            group.add(("d", value) for value in own)
            assert gain == pytest.approx(
                get_shortage(goal, group, **options) - before
            ), (members, own)


def test_default_wishes_follow_from_the_call_and_from_the_size(scene):
    wishes = set_default_wishes(form_page=scene.form_page, user=scene.decider)
    labels = get_labels(wishes)
    assert [get_sentence(row, labels) for row in get_wishes(scene.form_page)] == [
        "hoogstens 1 uit dezelfde organisatie",
        "hoogstens 2 uit dezelfde gemeente",
        "minstens 2 verschillende regio’s",
        "minstens 2 verschillende soorten organisatie",
        "niet meer dan een derde van dezelfde soort organisatie",
        "spreiding over alle ervaringsniveaus",
        "minstens 2 verschillende invalshoeken",
        "hoogstens 2 die een bijeenkomst missen",
    ]
    # What somebody set stays: a second time nothing is added.
    assert set_default_wishes(form_page=scene.form_page, user=scene.decider) == []


def test_wishes_are_set_by_who_decides_or_leads_and_name_what_exists(scene):
    draft = WishDraft(WishKind.AT_MOST_EACH, Dimension.ORGANISATION, amount=2)
    with pytest.raises(NotAllowed):
        add_wish(form_page=scene.form_page, draft=draft, user=scene.reader)
    row = add_wish(form_page=scene.form_page, draft=draft, user=scene.decider)
    assert list(get_wishes(scene.form_page)) == [row]
    for wrong in (
        WishDraft(WishKind.AT_LEAST, Dimension.REGION, value="nergens", amount=2),
        WishDraft(WishKind.AT_LEAST, Dimension.ORGANISATION, value="x", amount=1),
        WishDraft(WishKind.AT_MOST_EACH, Dimension.REGION),
    ):
        with pytest.raises(WishIncomplete):
            add_wish(form_page=scene.form_page, draft=wrong, user=scene.decider)
    remove_wish(form_page=scene.form_page, pk=row.pk, user=scene.decider)
    assert not get_wishes(scene.form_page).exists()


def test_only_seats_count_in_the_mix(scene):
    person = make_person(scene, municipality="Genk", region="Limburg")
    propose(scene, person, S.WAITLISTED)
    wish(
        scene,
        WishKind.AT_MOST_EACH,
        Dimension.REGION,
        amount=1,
        weight=WishWeight.NICE,
    )
    _people, mix = mix_of(scene)
    assert [group.size for group in mix.groups.values()] == [0, 0]
