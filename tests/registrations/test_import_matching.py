"""What a text of the old form can mean: generous where one thing can be meant only."""

import datetime

import pytest
from django import forms

from registrations.services.imports.answers import (
    EMPTY,
    AnswerReader,
    Unreadable,
    read_name,
)
from registrations.services.imports.matching import Offer
from workplaces.models import Session

PLACES = Offer(
    [
        ("a", "Werkplaats Participatie"),
        ("b", "Werkplaats Gedeeld ruimtegebruik"),
        ("c", "Werkplaats Visie op (boven)lokale cultuurinfrastructuur"),
    ]
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Werkplaats Participatie", "a"),
        ("Participatie", "a"),
        ("PARTICIPÀTIE ", "a"),
        ("1. Werkplaats Participatie", "a"),
        ("Werkplaats 1 Participatie", "a"),
        ("Werkplaats 1: Participatie", "a"),
        ("Mijn keuze: werkplaats over participatie", "a"),
        ("Participatie: werk je aan een traject?", "a"),
        ("Gedeeld", "b"),
        ("gedeeld  ruimte-gebruik", None),
        ("gedeeld ruimtegebruik (voormiddag)", "b"),
        ("Visie op lokale cultuurinfrastructuur", "c"),
        ("Visie op bovenlokale cultuurinfrastructuur", "c"),
        ("3) Visie", "c"),
        ("Vis", None),
        ("Werkplaats", None),
        ("Participatie of visie", None),
        ("Participatie: of toch Gedeeld: visie", None),
        ("Alles behalve: Participatie", None),
        ("Geen participatie", None),
        ("1", None),
        ("", None),
        ("…", None),
    ],
)
def test_choice_is_recognised_where_only_one_can_be_meant(text, meant):
    assert PLACES.find(text) == meant


YEARS = Offer([("few", "0 tot 2 jaar"), ("some", "3 tot 5 jaar"), ("more", "10 jaar")])


@pytest.mark.parametrize("text", ["1 tot 2 jaar", "5 jaar", "tot", "3 tot 10 jaar"])
def test_number_that_is_the_answer_is_never_read_as_one_before_it(text):
    assert YEARS.find(text) is None


def test_beginning_that_two_options_share_is_neither():
    offer = Offer([("city", "Lokaal bestuur"), ("house", "Lokaal cultuurhuis")])
    found = [offer.find(text) for text in ("Lokaal", "Lokaal best", "Lokaal bestuur")]
    assert found == [None, None, "city"]


def test_ticked_boxes_are_read_though_their_labels_hold_commas():
    offer = Offer([("law", "Beleid (lokaal, bovenlokaal)"), ("young", "Jeugd")])
    assert offer.find_all("Jeugd, Beleid (lokaal, bovenlokaal)") == (
        ["law", "young"],
        [],
    )
    assert offer.find_all("jeugd; beleid") == (["law", "young"], [])
    assert offer.find_all("Beleid, Dromen, en jeugd") == (
        ["law"],
        ["Dromen", "en jeugd"],
    )


FIELD = forms.MultipleChoiceField(choices=[("law", "Beleid"), ("young", "Jeugd")])


def test_what_the_office_says_of_one_box_leaves_the_others_as_they_are():
    reader = AnswerReader(FIELD, headings=["Invalshoek"])
    with pytest.raises(Unreadable) as caught:
        reader.read("Beleid, Dromen")
    assert caught.value.texts == ("Dromen",)
    assert reader.read("Beleid, Dromen", {"Dromen": EMPTY}.get) == ["law"]
    assert reader.read("Beleid, Dromen", {"Dromen": "young"}.get) == ["law", "young"]
    with pytest.raises(Unreadable):
        reader.read("Dromen", {"Dromen": "gone"}.get)


MEETINGS = [
    Session(key="s_1", date=datetime.date(2026, 3, 19)),
    Session(key="s_2", date=datetime.date(2026, 6, 4)),
]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("19 maart, 4/6", ["s_1", "s_2"]),
        ("Alle drie", ["s_1", "s_2"]),
        ("Geen enkele", []),
        ("Alle data behalve 4 juni", None),
        ("Niet op 19 maart", None),
        ("Niet alle", None),
    ],
)
def test_meeting_that_somebody_cannot_attend_is_never_read_as_attended(text, keys):
    field = forms.MultipleChoiceField()
    reader = AnswerReader(field, headings=["Data"], sessions=MEETINGS)
    if keys is None:
        with pytest.raises(Unreadable):
            reader.read(text)
        assert reader.read(text, lambda _text: "s_1") == ["s_1"]
        assert reader.read(text, lambda _text: EMPTY) == []
    else:
        assert reader.read(text) == keys


@pytest.mark.parametrize(
    ("full", "first", "last", "read"),
    [
        ("Lotte Van den Berg", "", "", ("Lotte", "Van den Berg")),
        ("Peeters, Lotte", "", "", ("Lotte", "Peeters")),
        ("", "Lotte", "Peeters", ("Lotte", "Peeters")),
        ("Lotte Peeters", "Lotte", "", ("Lotte", "Peeters")),
        ("Peeters Lotte", "lotte", "", ("lotte", "Peeters")),
        ("Van den Berg", "Lotte", "", ("Lotte", "Van den Berg")),
        ("Lotte", "Lotte", "", ("Lotte", "")),
        ("Jo Jonckheere", "Jo", "", ("Jo", "Jonckheere")),
        ("Lotte Peeters", "", "Peeters", ("Lotte", "Peeters")),
        ("iets anders", "Lotte", "Peeters", ("Lotte", "Peeters")),
    ],
)
def test_name_is_read_from_whatever_columns_hold_it(full, first, last, read):
    assert read_name(full=full, first=first, last=last) == read
