"""Marks: sentences that a reader ticked, kept as places and shown to who may know."""

import pytest
from django.urls import reverse

from registrations.models import Highlight
from registrations.services.errors import NotAllowed
from registrations.services.highlights import get_passages, set_highlights, split
from tests.factories.registrations import FormPageFactory

from .scores import put_in_reading, read

pytestmark = pytest.mark.django_db
TEXT = "Wij delen een zaal. Met wie?\nMet de buurt … en \u201cmet jou.\u201d"


@pytest.fixture
def registration(team):
    return put_in_reading(FormPageFactory(), team.reader, motivation=TEXT)


def get_sentences(registration, user, text=TEXT):
    passages = get_passages(
        registration=registration, user=user, texts={"motivation": text}
    )["motivation"]
    assert "".join(passage.text for passage in passages) == text
    return [passage for passage in passages if passage.value]


def mark(registration, user, *numbers, text=TEXT):
    values = [passage.value for passage in get_sentences(registration, user, text)]
    set_highlights(
        registration=registration,
        user=user,
        texts={"motivation": text},
        marked=[values[number] for number in numbers],
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            TEXT,
            [
                "Wij delen een zaal.",
                "Met wie?",
                "Met de buurt …",
                "en \u201cmet jou.\u201d",
            ],
        ),
        ("Zonder punt", ["Zonder punt"]),
        ("  \n \n", []),
        ("Wat?! Echt...", ["Wat?!", "Echt..."]),
        ("Een\r\nTwee", ["Een", "Twee"]),
    ],
)
def test_text_is_cut_into_sentences(text, sentences):
    assert [text[start:end] for start, end in split(text)] == sentences


def test_marks_are_ones_own_and_replaced_as_a_whole(team, registration):
    mark(registration, team.reader, 0, 2)
    mine = [row.is_mine for row in get_sentences(registration, team.reader)]
    assert mine == [True, False, True, False]
    mark(registration, team.reader, 1)
    mine = [row.is_mine for row in get_sentences(registration, team.reader)]
    assert mine == [False, True, False, False]
    theirs = [row.is_mine for row in get_sentences(registration, team.reader_two)]
    assert theirs == [False] * 4


def test_marks_of_others_show_once_ones_own_review_is_in(team, registration):
    mark(registration, team.reader, 1)
    mark(registration, team.lead, 1)
    before = [row.by_others for row in get_sentences(registration, team.reader_two)]
    assert before == [0] * 4
    read(registration, team.reader_two)
    after = [row.by_others for row in get_sentences(registration, team.reader_two)]
    assert after == [0, 2, 0, 0]


def test_mark_says_nothing_once_the_answer_changed(team, registration):
    mark(registration, team.reader, 0)
    changed = "Anders. " + TEXT
    mine = [row.is_mine for row in get_sentences(registration, team.reader, changed)]
    assert not any(mine)


def test_nothing_of_the_text_is_copied(team, registration):
    mark(registration, team.reader, 0)
    row = Highlight.objects.get()
    assert (row.question_key, row.start, row.end) == ("motivation", 0, 19)
    assert "zaal" not in str(vars(row))


def test_place_that_is_no_sentence_is_left_out(team, registration):
    set_highlights(
        registration=registration,
        user=team.reader,
        texts={"motivation": TEXT},
        marked=["motivation:1:5", "email:0:19", "x"],
    )
    assert not Highlight.objects.exists()


@pytest.mark.parametrize("who", ["editor", "chair", "guest"])
def test_marks_are_for_who_reads(team, registration, who):
    with pytest.raises(NotAllowed):
        mark(registration, getattr(team, who), 0)


def test_marks_are_saved_with_the_review_and_kept_when_it_is_refused(
    client, team, registration
):
    (first, *_rest) = get_sentences(registration, team.reader)
    client.force_login(team.reader)
    url = reverse("registrations:act", args=[registration.pk, "review"])
    refused = client.post(url, {"advice": "yes", "note": "", "marks": [first.value]})
    assert refused.status_code == 422
    (_answer, passages), *_others = refused.context["desk"].motivations
    assert [row.text for row in passages if row.is_mine] == ["Wij delen een zaal."]
    assert not Highlight.objects.exists()
    client.post(url, {"advice": "yes", "note": "Sterk.", "marks": [first.value]})
    assert Highlight.objects.get().reader == team.reader
