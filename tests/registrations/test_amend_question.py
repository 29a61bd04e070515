"""Answering a question of the team by changing one's answers."""

import pytest

from registrations.enums import FormStep, RegistrationState
from registrations.models import AnswerChange
from registrations.services.actions import ask_for_information

from .amend_scene import fresh, get_amend_url, make_registered, post_change
from .form_scene import BROWSER, PREFIX

pytestmark = pytest.mark.django_db

S = RegistrationState
NAME = f"{PREFIX}-antwoord"


@pytest.fixture
def asked(team):
    registration = make_registered()
    ask_for_information(
        registration=registration, user=team.reader, question="Hoe heet je huis?"
    )
    return fresh(registration)


def test_question_stands_on_the_form_with_its_box_ticked(client, asked):
    page = client.get(get_amend_url(asked)).text
    assert "Hoe heet je huis?" in page
    assert f'name="{NAME}" value="ja" id="{NAME}" checked' in page


def test_change_that_answers_sends_it_back_to_reading(client, asked):
    response = post_change(client, asked, organisation="De Halle", **{"antwoord": "ja"})
    assert response.status_code == 302
    request = asked.information_requests.get()
    assert (fresh(asked).state, request.answer) == (S.IN_REVIEW, "")
    assert request.answered_at is not None
    page = client.get(get_amend_url(asked, "status")).text
    assert "Hoe heet je huis?" in page


def test_change_that_answers_nothing_leaves_the_question_open(client, asked):
    post_change(client, asked, organisation="De Halle")
    assert AnswerChange.objects.count() == 1
    assert fresh(asked).state == S.INFO_REQUESTED
    assert asked.information_requests.get().answered_at is None


def test_nothing_changed_is_no_answer(client, asked):
    post_change(client, asked, **{"antwoord": "ja"})
    assert fresh(asked).state == S.INFO_REQUESTED


def test_box_comes_along_through_the_check(client, asked):
    response = post_change(
        client,
        asked,
        step=FormStep.CHECK,
        organisation="De Halle",
        **{"antwoord": "ja"},
    )
    assert dict(response.context["kept"])[NAME] == "ja"


def test_answer_says_when_by_changing(client, asked):
    url = get_amend_url(asked, "status")
    page = client.get(url).text
    assert f'href="{url}aanpassen/"' in page
    client.post(f"{url}antwoorden/", {"answer": "De Halle."}, headers=BROWSER)
    assert fresh(asked).state == S.IN_REVIEW
