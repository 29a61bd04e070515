"""Words of a search, without a database."""

import pytest

from home.search_words import (
    LONGEST_QUERY,
    clean_query,
    fold,
    list_words,
    make_excerpt,
    split_terms,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Één CAFÉ", "een cafe"),
        ("Ça İs œuvre", "ca is œuvre"),
    ],
)
def test_folded_text_has_no_accents_and_the_same_length(text, folded):
    assert (fold(text), len(fold(text))) == (folded, len(text))


def test_words_are_listed_once_and_folded():
    assert list_words(["Één plek, één-plek", "2026 OP/TIL"]) == [
        "2026",
        "een",
        "op",
        "plek",
        "til",
    ]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Café e\u0301e\u0301n", ["cafe", "een"]),
        ("een e plek a", ["een", "plek"]),
        ("a", ["a"]),
        ("19 4 maart", ["19", "4", "maart"]),
        ("'; DROP --", ["drop"]),
        ("\x00\x1f \"' *:&|!()", []),
        ("", []),
        ("w" * 500, ["w" * 40]),
        (
            " ".join(f"woord{n}" for n in range(50)),
            [f"woord{n}" for n in range(8)],
        ),
    ],
)
def test_query_is_split_in_words(query, terms):
    assert split_terms(query) == terms


def test_query_is_shown_again_without_what_cannot_be_seen():
    assert clean_query(" a\x00b\n\u202ec  d ") == "a b c d"
    assert len(clean_query("x" * 999)) == LONGEST_QUERY


def test_excerpt_marks_what_was_found_in_its_own_spelling():
    pieces = make_excerpt(["Niets.", "Samen in Café De Zaal."], ["caf", "zaal"])
    assert [(piece.text, piece.is_found) for piece in pieces] == [
        ("Samen in ", False),
        ("Café", True),
        (" De ", False),
        ("Zaal", True),
        (".", False),
    ]


def test_excerpt_of_a_long_text_is_cut_around_what_was_found():
    text = f"{'Lange aanloop hier. ' * 30}Dan de plek zelf. {'En nog meer. ' * 30}"
    words = "".join(piece.text for piece in make_excerpt([text], ["plek"]))
    assert words.startswith("… Dan de plek zelf. En nog meer.")
    assert words.endswith(" …")
    assert len(words) < 200


def test_excerpt_without_a_find_is_empty():
    assert make_excerpt(["Niets hier"], ["plek"]) == []
    assert make_excerpt([], []) == []
