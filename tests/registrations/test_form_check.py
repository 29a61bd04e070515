"""Kijk je antwoorden na: what was typed, once more, before it is sent."""

import html
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from registrations.models import AnswerOption, Registration
from registrations.views.form.posted import STEP_NAME
from tests.factories.registrations import get_places

from .form_scene import (
    BROWSER,
    answers,
    close,
    fill_settings,
    make_call_form,
    make_day_form,
    reload,
)

pytestmark = pytest.mark.django_db

CHECK, CHANGE, SEND = "nakijken", "wijzigen", "versturen"
TEXT = "Eerste zin.\r\n\r\n  <b>Tweede</b> zin & \"meer\" 🎭 'zo'."


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def form_page():
    return make_call_form()


def post(client, form_page, step, **changes):
    data = answers(form_page, **changes) | {STEP_NAME: step}
    return client.post(form_page.get_url(), data, headers=BROWSER)


def read_kept(response) -> dict[str, list[str]]:
    """Return what the page would post again, as a browser reads it."""
    kept: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)">',
        response.content.decode(),
    ):
        value = html.unescape(value).replace("\r\n", "\n").replace("\n", "\r\n")
        kept.setdefault(html.unescape(name), []).append(value)
    return kept


def press(client, form_page, response, step):
    """Press a button of the page in `response`."""
    data = read_kept(response) | {STEP_NAME: step}
    return client.post(form_page.get_url(), data, headers=BROWSER)


def test_check_shows_the_answers_and_stores_nothing(client, form_page):
    response = post(client, form_page, CHECK, motivation=TEXT)

    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert response.cookies == {}
    assert "<b>Tweede</b>" not in page
    assert "&lt;b&gt;Tweede&lt;/b&gt; zin &amp; &quot;meer&quot;" in page
    assert "GC De Zandloper" in page
    assert Registration.objects.count() == 0


def test_check_reads_back_every_question_by_section(client, form_page):
    response = post(client, form_page, CHECK)

    summary = response.context["summary"]
    form = response.context["form"]
    asked = [row.label for row in form.questions if form.is_asked(row.clean_name)]
    assert [answer.label for part in summary for answer in part.answers] == asked
    by_target = {
        answer.target: answer.lines for part in summary for answer in part.answers
    }
    first = get_places(form_page)[0]
    assert by_target["id_inschrijving-workplace_first_0"] == [first.title]
    assert by_target["id_inschrijving-workplace_second_0"] == [
        "Enkel mijn eerste keuze"
    ]
    assert len(by_target["id_inschrijving-perspectives_0"]) == 2
    assert by_target["id_inschrijving-phone"] == []
    assert by_target["id_inschrijving-project_phase"] == []
    assert by_target["id_inschrijving-engagement"] == ["Ja"]
    assert by_target["id_inschrijving-newsletter"] == ["Nee"]


def test_check_carries_every_value_of_every_name(client, form_page):
    data = answers(form_page, motivation=TEXT)

    kept = read_kept(post(client, form_page, CHECK, motivation=TEXT))

    posted = {
        name: value if isinstance(value, list) else [value]
        for name, value in data.items()
    }
    # The moment at which the form was opened is carried along as well.
    stamp = "inschrijving-stamp"
    assert kept.pop(stamp)[0].startswith("form:")
    posted.pop(stamp)
    assert kept == posted


def test_sending_from_the_check_page_stores_what_was_typed(client, form_page):
    check = post(client, form_page, CHECK, motivation=TEXT)

    response = press(client, form_page, check, SEND)

    registration = Registration.objects.get()
    assert response.status_code == 303
    assert registration.motivation == TEXT.replace("\r\n", "\n")
    assert registration.perspectives.count() == 2
    assert registration.availability.filter(can_attend=True).count() == 3


def test_change_leads_back_to_the_questions_with_everything(client, form_page):
    check = post(client, form_page, CHECK, motivation=TEXT)

    response = press(client, form_page, check, CHANGE)

    form = response.context["form"]
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert form.errors == {}
    assert form["motivation"].value() == TEXT
    assert form["perspectives"].value() == ["policy", "youth"]
    assert Registration.objects.count() == 0
    target = "id_inschrijving-motivation"
    assert f'formaction="{form_page.get_url()}#{target}"' in check.content.decode()
    assert f'id="{target}"' in response.content.decode()


def test_change_names_no_mistake(client, form_page):
    response = post(client, form_page, CHANGE, first_name="", email="x")

    assert response.status_code == 200
    assert "error-summary" not in response.content.decode()
    assert 'value="x"' in response.content.decode()


def test_check_with_a_mistake_is_the_form(client, form_page):
    response = post(client, form_page, CHECK, first_name="")

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Vul je voornaam in") == 2
    assert "summary" not in response.context


def test_sending_checks_everything_again(client, form_page):
    check = post(client, form_page, CHECK)
    data = read_kept(check) | {STEP_NAME: SEND, "inschrijving-email": "geen adres"}

    response = client.post(form_page.get_url(), data, headers=BROWSER)

    assert response.status_code == 422
    assert Registration.objects.count() == 0


def test_option_withdrawn_meanwhile_keeps_all_other_answers(client, form_page):
    check = post(client, form_page, CHECK, motivation=TEXT)
    AnswerOption.objects.filter(code="director").update(is_active=False)

    response = press(client, form_page, check, SEND)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role"]
    assert response.context["form"]["motivation"].value() == TEXT


def test_workplace_that_went_off_line_meanwhile_keeps_all_other_answers(
    client, form_page
):
    check = post(client, form_page, CHECK, motivation=TEXT)
    get_places(form_page)[0].unpublish()

    response = press(client, form_page, check, SEND)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["workplace_first"]
    assert response.context["form"]["motivation"].value() == TEXT


def test_question_that_went_meanwhile_is_no_obstacle(client, form_page):
    check = post(client, form_page, CHECK, phone="0470 12 34 56")
    form_page.form_fields.filter(clean_name="phone").delete()

    response = press(client, form_page, check, SEND)

    assert response.status_code == 303
    assert Registration.objects.get().phone == ""


def test_question_that_came_meanwhile_is_asked_with_all_kept(client, form_page):
    form_page.form_fields.filter(clean_name="phone").update(required=False)
    check = post(client, form_page, CHECK, motivation=TEXT)
    form_page.form_fields.filter(clean_name="phone").update(required=True)

    response = press(client, form_page, check, SEND)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["phone"]
    assert response.context["form"]["motivation"].value() == TEXT


@pytest.mark.parametrize("step", [CHECK, CHANGE, SEND])
def test_deadline_that_passed_meanwhile_gives_the_answers_back(client, form_page, step):
    fill_settings(contact_email="team@voorbeeld.be")
    check = post(client, form_page, CHECK, motivation=TEXT)
    close(form_page)

    response = press(client, form_page, check, step)

    page = response.content.decode()
    assert response.status_code == 409
    assert "zin &amp; &quot;meer&quot; 🎭" in page
    assert "team@voorbeeld.be" in page
    assert Registration.objects.count() == 0


def test_form_off_line_meanwhile_gives_the_answers_back(client, form_page):
    check = post(client, form_page, CHECK, motivation=TEXT)
    reload(form_page).unpublish()

    response = press(client, form_page, check, SEND)

    assert response.status_code == 409
    assert "zin &amp; &quot;meer&quot; 🎭" in response.content.decode()


def test_check_page_left_open_for_weeks_still_sends(client, form_page, time_machine):
    now = timezone.now()
    check = post(client, form_page, CHECK)
    time_machine.move_to(now + timedelta(days=20))
    form_page.call.closes_at = timezone.now() + timedelta(days=2)
    form_page.call.save()

    response = press(client, form_page, check, SEND)

    assert response.status_code == 303
    assert Registration.objects.get().held_at is None


def test_pressing_send_twice_makes_one_registration(client, form_page):
    check = post(client, form_page, CHECK)

    first = press(client, form_page, check, SEND)
    second = press(client, form_page, check, SEND)

    assert first["Location"] == second["Location"]
    assert Registration.objects.count() == 1


def test_checking_twice_shows_the_same(client, form_page):
    check = post(client, form_page, CHECK, motivation=TEXT)

    again = press(client, form_page, check, CHECK)

    assert again.status_code == 200
    assert read_kept(again) == read_kept(check)


def test_what_stands_in_the_trap_travels_along(client, form_page):
    check = post(client, form_page, CHECK, fax="spam")

    press(client, form_page, check, SEND)

    assert "honeypot" in Registration.objects.get().hold_reasons


def test_post_without_a_step_is_sent(client, form_page):
    response = client.post(form_page.get_url(), answers(form_page), headers=BROWSER)

    assert response.status_code == 303


@pytest.mark.parametrize("step", ["", "iets", "VERSTUREN", "nakijken\x00"])
def test_unknown_step_is_sent(client, form_page, step):
    assert post(client, form_page, step).status_code == 303


def test_form_of_a_day_is_sent_at_once(client):
    form_page = make_day_form()

    page = client.get(form_page.get_url()).content.decode()

    assert form_page.checks_answers is False
    assert f'value="{CHECK}"' not in page
    assert page.index(f'value="{SEND}"') < page.index('value="bewaren"')


def test_first_button_is_the_one_that_enter_presses(client, form_page):
    page = client.get(form_page.get_url()).content.decode()

    buttons = re.findall(r'<button[^>]*name="inschrijving-stap" value="(\w+)"', page)
    assert buttons == [CHECK, "bewaren"]


def test_answers_to_a_prefilled_address_are_kept_nowhere(client, form_page):
    data = answers(form_page, first_name="") | {STEP_NAME: CHECK}

    response = client.post(
        f"{form_page.get_url()}?voornaam=Lotte", data, headers=BROWSER
    )

    assert response.status_code == 422
    assert response["Cache-Control"] == "private, no-store"
