"""Conditional questions: the rules by themselves, and on the form."""

import pytest
from django.http import QueryDict
from hypothesis import given as given_some
from hypothesis import settings as limits
from hypothesis import strategies as some

from registrations.enums import AnswerCondition
from registrations.forms.conditions import Condition, find_asked, keep_sound
from registrations.models import Registration, RegistrationFormField
from registrations.services.answers import get_answers
from registrations.services.registration import register

from .form_scene import answers, bind, make_call_form, reload

KEYS = ["a", "b", "c", "d", "e"]
CODES = ["1", "2", "3"]
ANY, NONE, NOT_ALL = AnswerCondition.ANY, AnswerCondition.NONE, AnswerCondition.NOT_ALL

conditions = some.dictionaries(
    some.sampled_from(KEYS),
    some.builds(
        Condition,
        key=some.sampled_from([*KEYS, "retired", "unknown", ""]),
        when=some.sampled_from(AnswerCondition),
        answers=some.frozensets(some.sampled_from([*CODES, "gone"])),
    ),
)
given_answers = some.dictionaries(
    some.sampled_from(KEYS), some.sets(some.sampled_from([*CODES, "nonsense"]))
)
OFFERED = dict.fromkeys(KEYS, CODES)


def ask(conditions, given):
    return find_asked(KEYS, conditions, given=given, offered=OFFERED)


@given_some(conditions=conditions, given=given_answers)
@limits(max_examples=500, deadline=None)
def test_question_is_asked_exactly_when_its_condition_says_so(conditions, given):
    asked = ask(conditions, given)

    sound = keep_sound(conditions, KEYS)
    assert asked == {
        key
        for key in KEYS
        if key not in sound
        or (
            sound[key].key in asked
            and sound[key].is_met(given.get(sound[key].key, ()), CODES)
        )
    }


@given_some(conditions=conditions, given=given_answers)
@limits(max_examples=300, deadline=None)
def test_sound_conditions_never_lead_round_nor_off_the_form(conditions, given):
    sound = keep_sound(conditions, KEYS)

    for key in sound:
        way = [key]
        while way[-1] in sound:
            assert len(way) <= len(KEYS)
            way.append(sound[way[-1]].key)
        assert way[-1] in KEYS


@pytest.mark.parametrize(
    ("when", "answers", "given", "is_met"),
    [
        (ANY, {"1", "2"}, {"2"}, True),
        (ANY, {"1", "2"}, {"3"}, False),
        (ANY, {"1"}, set(), False),
        (ANY, set(), {"3"}, True),
        (ANY, set(), set(), False),
        (NONE, {"1"}, {"2"}, True),
        (NONE, {"1"}, {"1", "2"}, False),
        (NONE, set(), set(), True),
        (NOT_ALL, set(), {"1", "2"}, True),
        (NOT_ALL, set(), {"1", "2", "3"}, False),
        (NOT_ALL, {"1", "2"}, {"1", "2"}, False),
        (NOT_ALL, {"1", "2"}, {"1", "3"}, True),
        # What is no longer offered can neither be given nor be missed.
        (ANY, {"gone"}, {"gone"}, False),
        (NOT_ALL, {"1", "gone"}, {"1"}, False),
    ],
)
def test_condition_compares_with_what_is_offered(when, answers, given, is_met):
    condition = Condition("a", when, frozenset(answers))

    assert condition.is_met(given, CODES) is is_met


def test_question_after_a_hidden_question_is_hidden():
    chain = {"b": Condition("a", ANY, {"1"}), "c": Condition("b", NONE, {"1"})}

    assert ask(chain, {"a": {"1"}}) == set(KEYS)
    assert ask(chain, {"a": {"2"}}) == {"a", "d", "e"}


@pytest.mark.parametrize(
    "round_about",
    [
        {"a": Condition("a")},
        {"a": Condition("b"), "b": Condition("a")},
        {"a": Condition("retired")},
    ],
)
def test_what_cannot_be_judged_is_asked(round_about):
    assert ask(round_about, {}) == set(KEYS)


# On the form of the call.


@pytest.fixture
def form_page(db):
    return make_call_form()


def add_question(form_page, **fields):
    """Return the key of a question of the editor at the end of the form."""
    row = RegistrationFormField.objects.create(
        page=form_page,
        **{
            "label": "Welke fase?",
            "field_type": "singleline",
            "section": "closing",
            "required": True,
            "sort_order": 90,
        }
        | fields,
    )
    return row.clean_name


def build(form_page, **changes):
    data = QueryDict(mutable=True)
    for name, value in answers(form_page, **changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return form_page.get_form(data, page=form_page)


def test_reason_of_absence_is_asked_of_who_cannot_always_come(form_page):
    sessions = [row.key for row in form_page.call.live_sessions]

    always = build(form_page, availability_note="Toch iets getypt")
    once = build(form_page, availability=sessions[:1], availability_note="Vakantie")

    assert always.is_asked("availability_note") is False
    assert once.is_asked("availability_note") is True
    assert always.is_valid()
    assert once.is_valid()
    assert always.get_core_answers()["availability_note"] == ""
    assert once.get_core_answers()["availability_note"] == "Vakantie"


@pytest.mark.parametrize(
    ("link", "is_asked"),
    [("running", True), ("planned", True), ("daily", False), ("", False)],
)
def test_phase_is_asked_of_who_has_a_project(form_page, link, is_asked):
    assert build(form_page, practice_link=link).is_asked("project_phase") is is_asked


def test_hidden_question_is_neither_required_nor_checked(form_page):
    key = add_question(
        form_page,
        field_type="email",
        show_if_key="practice_link",
        show_if_values=["running"],
    )
    page = reload(form_page)

    assert build(page, practice_link="daily", **{key: "geen adres"}).is_valid()
    assert not build(page, practice_link="running", **{key: ""}).is_valid()
    assert not build(page, practice_link="running", **{key: "geen adres"}).is_valid()


def test_hidden_answer_is_not_stored_nor_shown(form_page):
    key = add_question(
        form_page, show_if_key="practice_link", show_if_values=["running"]
    )
    page = reload(form_page)
    form = bind(
        page,
        practice_link="daily",
        project_phase="design",
        availability_note="Toch getypt",
        **{key: "Ook getypt"},
    )

    register(form_page=page, form=form)

    registration = Registration.objects.get()
    assert registration.form_data == {key: None}
    assert registration.project_phase is None
    assert registration.availability_note == ""
    assert {
        question["key"]
        for question in registration.questions
        if question.get("is_asked") is False
    } == {key, "project_phase", "availability_note"}
    shown = {answer.key for answer in get_answers(registration)}
    assert not shown & {key, "project_phase", "availability_note"}
    assert "Toch getypt" not in str(form.get_typed_answers())


def test_workplace_is_named_by_its_slug(form_page):
    key = add_question(
        form_page, show_if_key="workplace_first", show_if_values=["werkplaats-2"]
    )
    page = reload(form_page)
    first, second = page.get_workplaces()[:2]

    assert build(page, workplace_first=str(first.pk)).is_asked(key) is False
    assert build(page, workplace_first=str(second.pk)).is_asked(key) is True


def test_chain_of_questions_of_the_editor(form_page):
    first = add_question(
        form_page, label="Kom je met de fiets?", field_type="checkbox", required=False
    )
    second = add_question(
        form_page,
        label="Soort",
        field_type="radio",
        choices="Plooifiets\nGewoon",
        show_if_key=first,
        show_if_values=["ja"],
        sort_order=91,
    )
    third = add_question(
        form_page, show_if_key=second, show_if_values=["Plooifiets"], sort_order=92
    )
    page = reload(form_page)

    folding = build(page, **{first: "on", second: "Plooifiets", third: "Rood"})
    on_foot = build(page, **{second: "Plooifiets", third: "Rood"})

    assert folding.is_valid()
    assert folding.get_own_answers() == {
        first: True,
        second: "Plooifiets",
        third: "Rood",
    }
    assert on_foot.is_valid()
    assert on_foot.get_own_answers() == {first: False, second: None, third: None}


def test_page_says_for_whom_a_question_is(client, form_page):
    page = client.get(form_page.get_url()).content.decode()

    assert (
        "Alleen als je bij ‘Wat is je link met de praktijk?’ ‘Een lopend traject’"
        in page
    )
    assert 'data-after="inschrijving-availability"' in page
    assert 'data-when="not_all"' in page
