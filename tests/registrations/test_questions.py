"""A question to the applicant: until when, how it is answered, and to whom it returns."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registrations.enums import MessageKind, RegistrationState
from registrations.forms.question import QuestionForm
from registrations.models import AnswerChange, InformationRequest, Message, Registration
from registrations.services.actions import ask_for_information
from registrations.services.difference import Part, mark_difference
from registrations.services.errors import IllegalTransition, NotAllowed
from registrations.services.history import get_history
from registrations.services.participant import answer_question
from registrations.services.questions import (
    ReplyDatePassed,
    came_back_to,
    get_open_question,
    get_return,
    is_late,
    is_overdue,
)
from registrations.services.review import resume_reading
from registrations.services.standing import describe_standing

from .scene import make_registration, make_scene
from .test_workflow import click, read_by, receive

pytestmark = pytest.mark.django_db

S = RegistrationState


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def asked(scene):
    """Somebody who was asked something at the reading step."""
    return ask(scene, start_reading(scene))


def start_reading(scene) -> Registration:
    registration = receive(scene)
    click(registration, scene.other_reader, "approve")
    return fresh(registration)


def ask(scene, registration, **values) -> Registration:
    ask_for_information(
        registration=registration,
        user=scene.reader,
        question="Kan je op dinsdag?",
        **values,
    )
    return fresh(registration)


def fresh(registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def make_late(registration) -> Registration:
    """Let the day that was named be yesterday."""
    registration.information_requests.update(reply_by=in_days(-1))
    return fresh(registration)


def came_back(user) -> list[Registration]:
    return list(Registration.objects.filter(pk__in=came_back_to(user)))


def look(registration, user):
    return get_return(registration=registration, user=user, visible_keys={"motivation"})


# Asking.


def test_question_names_a_day_and_keeps_who_asked(scene):
    registration = ask(scene, start_reading(scene), reply_by=in_days(3))
    request = registration.information_requests.get()
    assert (request.reply_by, request.asked_by_name) == (in_days(3), "lezer1")
    letter = Message.objects.get(kind=MessageKind.INFO_REQUEST)
    assert date_format(in_days(3), "l j F Y") in letter.body_text


def test_question_without_a_day_can_be_answered_for_a_week(asked):
    assert asked.information_requests.get().reply_by == in_days(7)


@pytest.mark.parametrize("days", [0, -1])
def test_day_must_be_ahead(scene, days):
    registration = start_reading(scene)
    with pytest.raises(ReplyDatePassed):
        ask(scene, registration, reply_by=in_days(days))
    assert InformationRequest.objects.count() == 0
    assert fresh(registration).state == S.IN_REVIEW


def test_who_may_neither_read_nor_decide_asks_nothing(scene):
    registration = start_reading(scene)
    scene.reader.groups.clear()
    scene.reader = type(scene.reader).objects.get(pk=scene.reader.pk)
    with pytest.raises(NotAllowed):
        ask(scene, registration)


def test_form_refuses_a_day_that_is_past_and_fills_in_a_week(scene):
    registration = make_registration(scene)

    def fill(reply_by):
        return QuestionForm(
            {"text": "Wat?", "reply_by": reply_by},
            registration=registration,
            prefix_id="step-ask",
        )

    assert list(fill("2020-01-01").errors) == ["reply_by"]
    form = fill("")
    assert form.is_valid()
    assert form.cleaned_data["reply_by"] == in_days(7)


# Answering.


def test_answer_sends_it_back_to_reading(asked):
    answer_question(registration=asked, answer="Ja, altijd.")
    request = asked.information_requests.get()
    assert (fresh(asked).state, request.answer) == (S.IN_REVIEW, "Ja, altijd.")
    assert not is_late(request)


def test_late_answer_is_taken_and_says_so(asked):
    registration = make_late(asked)
    assert is_overdue(registration.information_requests.get())
    answer_question(registration=registration, answer="Sorry, toch nog.")
    assert is_late(asked.information_requests.get())
    assert fresh(asked).state == S.IN_REVIEW


def test_answer_after_the_team_went_on_is_still_kept(scene, asked):
    resume_reading(registration=asked, user=scene.reader)
    registration = fresh(asked)
    assert describe_standing(registration=registration).can_answer
    answer_question(registration=registration, answer="Beter laat dan nooit.")
    assert asked.information_requests.get().answer == "Beter laat dan nooit."
    assert fresh(asked).state == S.IN_REVIEW
    assert get_open_question(registration=fresh(asked)) is None


def test_answer_twice_is_once_and_another_one_is_refused(asked):
    answer_question(registration=asked, answer="Ja.")
    answer_question(registration=asked, answer="Ja.")
    with pytest.raises(IllegalTransition):
        answer_question(registration=asked, answer="Nee.")


def test_nothing_is_answered_once_it_was_decided(scene, asked):
    resume_reading(registration=asked, user=scene.reader)
    Registration.objects.filter(pk=asked.pk).update(state=S.DECLINED)
    with pytest.raises(IllegalTransition):
        answer_question(registration=fresh(asked), answer="Toch.")


# Back to who asked.


def test_answer_comes_back_to_who_asked_and_to_nobody_else(scene, asked):
    assert came_back(scene.reader) == []
    answer_question(registration=asked, answer="Ja.")
    assert came_back(scene.reader) == [asked]
    assert came_back(scene.other_reader) == []


def test_review_after_the_answer_settles_it(scene, asked):
    answer_question(registration=asked, answer="Ja.")
    read_by(scene, asked, scene.reader)
    assert came_back(scene.reader) == []
    assert look(fresh(asked), scene.reader) is None
    # Others did not look yet.
    assert look(fresh(asked), scene.other_reader).answer == "Ja."


def test_review_before_the_question_does_not(scene):
    registration = start_reading(scene)
    read_by(scene, registration, scene.reader)
    registration = ask(scene, fresh(registration))
    answer_question(registration=registration, answer="Ja.")
    assert came_back(scene.reader) == [registration]


def test_difference_since_the_question_is_marked(scene, asked):
    AnswerChange.objects.create(
        registration=asked,
        changes=[
            {
                "key": "motivation",
                "label": "Waarom?",
                "before": "Ik zoek een plek",
                "after": "Ik zoek een huis",
            },
            {"key": "email", "label": "Mail", "before": "a", "after": "b"},
        ],
    )
    answer_question(registration=asked, answer="Aangepast.")
    back = look(fresh(asked), scene.reader)
    (change,) = back.changes
    assert (change.label, back.hidden) == ("Waarom?", 1)
    assert change.parts == [
        Part("", "Ik zoek een "),
        Part("del", "plek"),
        Part("ins", "huis"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "nieuw", [Part("ins", "nieuw")]),
        ("een huis", "een huis.", [Part("", "een huis"), Part("ins", ".")]),
        ("weg", "", [Part("del", "weg")]),
        ("het zelfde", "het zelfde", [Part("", "het zelfde")]),
    ],
)
def test_difference_of_whole_texts(before, after, parts):
    assert mark_difference(before, after) == parts


def test_history_tells_question_day_and_late_answer(scene, asked):
    answer_question(registration=make_late(asked), answer="Laat.")
    entries = get_history(registration=fresh(asked), user=scene.reader)
    told = {entry.what: (entry.who, entry.text) for entry in entries}
    day = date_format(in_days(-1), "j F Y")
    question = _("Question to the applicant, to be answered by %(day)s") % {"day": day}
    assert told[question] == ("lezer1", "Kan je op dinsdag?")
    answer = _("Answer of the applicant, after the day that was asked")
    assert told[answer] == (_("Applicant"), "Laat.")


def test_desk_shows_what_came_back_and_what_waits(client, scene, asked):
    client.force_login(scene.reader)
    url = reverse("registrations:edit", args=[asked.pk])
    page = client.get(url).text
    assert page.count("Kan je op dinsdag?") >= 1
    assert 'id="came-back' not in page
    AnswerChange.objects.create(
        registration=asked,
        changes=[
            {
                "key": "motivation",
                "label": "Waarom?",
                "before": "Ik zoek een plek",
                "after": "Ik zoek een huis",
            }
        ],
    )
    answer_question(registration=asked, answer="Op dinsdag wel.")
    page = client.get(url).text
    assert 'id="came-back' in page
    assert "Op dinsdag wel." in page
    assert "Ik zoek een <del>plek</del><ins>huis</ins>" in page
