"""Characters that nobody sees: what comes in, and what goes out in a spreadsheet."""

import io

import openpyxl
import pytest

from registrations.exports import neutralise
from registrations.forms.fields import LineField, LongField, PhoneField
from registrations.forms.participant import AnswerForm
from registrations.forms.text import clean_text

pytestmark = pytest.mark.looks


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("blad\x0ceen\x0btwee", "blad\neen\ntwee"),
        ("a\x01b\x1bc\x7fd\x85e\tf", "abcde\tf"),
        ("goed \u202elaaf\u202c \u2066om\u2069", "goed laaf om"),
        ("\u200b\u2060 \ufeff\n", ""),
        # Zero-width signs within words belong to some scripts and to emoji.
        ("👩\u200d🎨 schildert", "👩\u200d🎨 schildert"),
        ("café\u2028Sint-Niklaas", "café\u2028Sint-Niklaas"),
    ],
)
def test_text_keeps_what_can_be_seen(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize("field_class", [LineField, LongField])
def test_public_fields_clean_what_they_take(field_class):
    field = field_class(longest=50, required=False)
    assert field.clean("Gee\x08rt \u202ePeeters") == "Geert Peeters"
    assert field.clean("\u200b\u200b") == ""


def test_answer_of_a_participant_is_cleaned_and_nothing_is_no_answer():
    form = AnswerForm({"answer": "De zaal\x0bboven\x00."})
    assert form.is_valid()
    assert form.cleaned_data == {"answer": "De zaal\nboven."}
    assert not AnswerForm({"answer": "\u200b"}).is_valid()


def test_telephone_asks_for_the_keys_of_a_telephone():
    field = PhoneField(longest=40)
    assert field.widget.render("phone", "") == '<input type="tel" name="phone">'


def test_control_characters_of_an_old_row_do_not_break_the_spreadsheet():
    cell = neutralise("zaal\x0bboven\x00 en meer\nonder")
    assert cell == "zaalboven en meer\nonder"
    assert neutralise("\x01=1+1") == "'=1+1"
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append([cell])
    book.save(stream)
    read = openpyxl.load_workbook(stream).active["A1"].value
    assert read == cell
