"""Sharing out is arithmetic: even, complete, and the same each time."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from registrations.services.assignment.balance import balance


def spread(pairs, loads):
    counts = Counter(loads) + Counter(reader for _pk, reader in pairs)
    totals = [counts[reader] for reader in loads]
    return max(totals) - min(totals)


def weigh(pairs, loads):
    """How uneven it is: the sum of the squares of what everybody has."""
    new = Counter(reader for _pk, reader in pairs)
    return sum((loads[reader] + new[reader]) ** 2 for reader in loads)


@st.composite
def tables(draw, most_readers=5, most_registrations=9):
    """A table with ties, earlier work and limits."""
    readers = list(range(draw(st.integers(1, most_readers))))
    registrations = range(draw(st.integers(0, most_registrations)))
    return {
        "needs": {pk: draw(st.integers(0, 3)) for pk in registrations},
        "eligible": {
            pk: draw(st.lists(st.sampled_from(readers), unique=True))
            for pk in registrations
        },
        "loads": {reader: draw(st.integers(0, 4)) for reader in readers},
        "limits": draw(
            st.dictionaries(st.sampled_from(readers), st.integers(0, 6), max_size=3)
        ),
        "merits": {
            (pk, reader): draw(st.integers(0, 2))
            for pk in registrations
            for reader in readers
        },
    }


@given(st.integers(1, 12), st.integers(0, 40), st.integers(1, 3), st.data())
@settings(max_examples=60, deadline=None)
def test_load_is_even_within_one_where_nothing_stands_in_the_way(
    readers, registrations, needed, data
):
    everybody = range(readers)
    merits = {
        (pk, reader): data.draw(st.integers(0, 2))
        for pk in range(min(registrations, 6))
        for reader in everybody
    }
    loads = dict.fromkeys(everybody, 0)
    pairs = balance(
        needs=dict.fromkeys(range(registrations), needed),
        eligible=dict.fromkeys(range(registrations), everybody),
        loads=loads,
        merits=merits,
    )
    assert len(pairs) == registrations * min(needed, readers)
    assert spread(pairs, loads) <= 1


@given(tables())
@settings(max_examples=150, deadline=None)
def test_nobody_is_asked_who_may_not_or_wants_no_more(table):
    pairs = balance(**table)
    new = Counter(reader for _pk, reader in pairs)
    for pk, reader in pairs:
        assert reader in table["eligible"][pk]
    for pk, count in Counter(pk for pk, _reader in pairs).items():
        assert count <= table["needs"][pk]
    for reader, count in new.items():
        most = table["limits"].get(reader)
        assert most is None or table["loads"][reader] + count <= most


@given(tables())
@settings(max_examples=100, deadline=None)
def test_same_numbers_give_the_same_pairs_in_any_order(table):
    turned = {
        name: dict(reversed(values.items())) if name != "eligible" else values
        for name, values in table.items()
    }
    turned["eligible"] = {
        pk: list(reversed(readers)) for pk, readers in table["eligible"].items()
    }
    assert balance(**turned) == balance(**table)


@given(tables(most_readers=3, most_registrations=4))
@settings(max_examples=80, deadline=None)
def test_as_much_as_possible_is_given_out_as_evenly_as_possible(table):
    """Against every other way there is, of a table that is small enough to try all."""

    def merit(pairs):
        return sum(table["merits"][pair] for pair in pairs)

    options = []
    for pk, need in table["needs"].items():
        readers = table["eligible"][pk]
        options.append(
            [
                [(pk, reader) for reader in chosen]
                for size in range(min(need, len(readers)) + 1)
                for chosen in combinations(readers, size)
            ]
        )
    best = None
    for choice in product(*options):
        pairs = [pair for part in choice for pair in part]
        new = Counter(reader for _pk, reader in pairs)
        if any(
            table["loads"][reader] + new[reader] > most
            for reader, most in table["limits"].items()
            if new[reader]
        ):
            continue
        rank = (-len(pairs), weigh(pairs, table["loads"]), -merit(pairs))
        best = rank if best is None else min(best, rank)
    pairs = balance(**table)
    assert (-len(pairs), weigh(pairs, table["loads"]), -merit(pairs)) == best


def test_a_chain_of_readers_makes_room_for_one_who_may_read_little():
    # Reader 1 may read the last one only; the others hand theirs on.
    pairs = balance(
        needs={1: 1, 2: 1, 3: 1},
        eligible={1: [10, 20], 2: [10, 20], 3: [20, 30]},
        loads={10: 0, 20: 0, 30: 0},
    )
    assert sorted(Counter(reader for _pk, reader in pairs).values()) == [1, 1, 1]


def test_who_knows_the_workplace_reads_it_where_the_load_stays_even():
    needs = dict.fromkeys(range(10), 1)
    pairs = balance(
        needs=needs,
        eligible={pk: [1, 2] for pk in needs},
        loads={1: 0, 2: 0},
        merits={(pk, 1 if pk % 2 else 2): 2 for pk in needs},
    )
    assert pairs == {(pk, 1 if pk % 2 else 2) for pk in needs}


def test_pairs_of_readers_vary():
    needs = dict.fromkeys(range(30), 2)
    pairs = balance(
        needs=needs,
        eligible={pk: [1, 2, 3, 4] for pk in needs},
        loads=dict.fromkeys([1, 2, 3, 4], 0),
    )
    together = {frozenset(reader for pk_, reader in pairs if pk_ == pk) for pk in needs}
    assert len(together) > 3
