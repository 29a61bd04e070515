"""A façade is made from a page's own data, always the same way."""

import pytest

from home.facade import ACCENT_SHAPES, OPEN_DOORS, SHAPES, build_facade
from workplaces.enums import Accent

pytestmark = pytest.mark.looks


def test_facade_is_always_the_same_for_a_key():
    assert build_facade("participatie") == build_facade("participatie")
    assert build_facade("participatie") != build_facade("visie")


@pytest.mark.parametrize("accent", [*Accent.values, ""])
def test_facade_has_no_two_alike_next_to_each_other(accent):
    facade = build_facade("sleutel", tiles=16, columns=4, accent=accent)
    pairs = [(place, place + 1) for place in range(15) if place % 4 != 3]
    pairs += [(place, place + 4) for place in range(12)]
    assert [
        pair for pair in pairs if facade[pair[0]].shape == facade[pair[1]].shape
    ] == []


@pytest.mark.parametrize("accent", Accent.values)
def test_facade_of_a_workplace_keeps_to_its_tiles_and_colour(accent):
    facade = build_facade("sleutel", accent=accent)
    assert {tile.shape for tile in facade} <= set(ACCENT_SHAPES[accent])
    assert [t for t in facade if accent not in f"{t.ground} {t.figure}"] == []


def test_facade_of_a_day_opens_the_doors():
    facade = build_facade("dag", shapes=OPEN_DOORS)
    assert {tile.shape for tile in facade} == set(OPEN_DOORS)


def test_facade_knows_every_shape_it_names():
    named = {shape for shapes in ACCENT_SHAPES.values() for shape in shapes}
    assert named | set(OPEN_DOORS) <= set(SHAPES)
    assert set(ACCENT_SHAPES) == set(Accent.values)
