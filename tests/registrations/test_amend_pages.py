"""Changing one's answers on "Mijn inschrijving": the pages, their steps and refusals."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.enums import FormStep, MessageKind
from registrations.models import AccessLink, AnswerChange, Message, Registration
from registrations.services.participant import withdraw

from .amend_scene import (
    change,
    fresh,
    get_amend_url,
    make_post,
    make_registered,
    post_change,
)
from .form_scene import BROWSER, PREFIX, close, get_sentences, make_day_form, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(db) -> Registration:
    return make_registered()


def read(response) -> str:
    """Return what a page says, with single spaces."""
    return " ".join(response.content.decode().split())


def check_private(response) -> None:
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


# The way through.


def test_status_leads_to_editing_and_says_until_when(client, registration):
    call = registration.page.call
    call.closes_at = timezone.now() + timedelta(days=3)
    call.save()
    url = get_amend_url(registration, "status")
    page = read(client.get(url))
    assert f'href="{url}aanpassen/"' in page
    assert "Pas je antwoorden aan (t" in page


def test_form_is_filled_in_and_opening_it_changes_nothing(client, registration):
    before = list(Registration.objects.values_list())
    response = client.get(get_amend_url(registration))
    page = read(response)
    assert response.status_code == 200
    check_private(response)
    assert 'value="Lotte"' in page
    assert "Wij verbouwen en willen het samen doen.</textarea>" in page
    assert "lotte@voorbeeld.be" in page
    assert f'name="{PREFIX}-email"' not in page
    assert f'name="{PREFIX}-stap" value="nakijken"' in page
    assert list(Registration.objects.values_list()) == before


def test_check_shows_only_what_changes_and_saves_nothing(client, registration):
    response = post_change(client, registration, step=FormStep.CHECK, first_name="Lies")
    assert response.status_code == 200
    check_private(response)
    changes = [change for change, _target in response.context["changes"]]
    assert [(one.before, one.after) for one in changes] == [("Lotte", "Lies")]
    page = read(response)
    assert f'name="{PREFIX}-first_name" value="Lies"' in page
    assert f"aanpassen/#id_{PREFIX}-first_name" in page
    assert fresh(registration).first_name == "Lotte"


def test_whole_way_ends_on_the_status_with_the_history(client, registration):
    url = get_amend_url(registration)
    check = post_change(
        client, registration, url=url, step=FormStep.CHECK, first_name="Lies"
    )
    kept = dict(check.context["kept"])
    assert kept[f"{PREFIX}-first_name"] == "Lies"
    saved = post_change(client, registration, url=url, first_name="Lies")
    assert saved.status_code == 302
    assert saved["Location"].endswith("/?aangepast=ja")
    page = read(client.get(saved["Location"]))
    assert "Je aanpassingen zijn bewaard." in page
    assert "Wat je aanpaste" in page
    assert "<ins>Lies</ins>" in page
    assert Message.objects.filter(kind=MessageKind.AMENDED).count() == 1


def test_post_without_a_step_saves(client, registration):
    response = post_change(client, registration, step=None, first_name="Lies")
    assert response.status_code == 302
    assert fresh(registration).first_name == "Lies"


def test_change_step_gives_the_form_back_with_everything(client, registration):
    response = post_change(
        client, registration, step=FormStep.CHANGE, first_name="Lies"
    )
    assert response.status_code == 200
    assert 'value="Lies"' in read(response)
    assert fresh(registration).first_name == "Lotte"


@pytest.mark.parametrize("step", [FormStep.CHECK, FormStep.SEND])
def test_nothing_changed_is_said_calmly(client, registration, step):
    response = post_change(client, registration, step=step)
    if step == FormStep.SEND:
        assert response["Location"].endswith("?aangepast=niets")
        response = client.get(response["Location"])
    assert response.status_code == 200
    assert "Je paste niets aan" in read(response)
    assert AnswerChange.objects.count() == 0


@pytest.mark.parametrize("step", [FormStep.CHECK, FormStep.SEND, FormStep.CHANGE])
def test_mistakes_are_shown_with_all_that_was_typed(client, registration, step):
    response = post_change(
        client, registration, step=step, first_name="", last_name="Nieuw"
    )
    assert response.status_code == 422
    check_private(response)
    assert get_sentences(response) == ["Vul je voornaam in"]
    assert 'value="Nieuw"' in read(response)
    assert fresh(registration).last_name == "Peeters"


def test_form_without_a_check_page_saves_at_once(client, db):
    page = make_day_form()
    page.checks_answers = False
    page.save()
    registration = make_registered(page)
    shown = read(client.get(get_amend_url(registration)))
    assert f'name="{PREFIX}-stap" value="versturen"' in shown
    assert "nakijken" not in shown


def test_posted_address_and_state_are_ignored(client, registration):
    post_change(
        client,
        registration,
        first_name="Lies",
        email="ander@voorbeeld.be",
        state="confirmed",
        reference="CVM-9999",
    )
    now = fresh(registration)
    assert now.first_name == "Lies"
    assert (now.email, now.state, now.reference) == (
        registration.email,
        registration.state,
        registration.reference,
    )


# What is refused.


def test_second_window_gets_its_text_back_and_sees_the_first(client, registration):
    stale = make_post(registration, motivation="Mijn tekst uit venster twee.")
    change(registration, first_name="Lies")
    url = get_amend_url(registration)
    for step in (FormStep.CHECK, FormStep.SEND):
        response = client.post(
            url, stale | {f"{PREFIX}-stap": step.value}, headers=BROWSER
        )
        page = read(response)
        assert response.status_code == 409
        check_private(response)
        assert "Mijn tekst uit venster twee.</textarea>" in page
        assert "<ins>Lies</ins>" in page
        assert fresh(registration).first_name == "Lies"
    # Seen now, so it may be saved over what was there.
    stale[f"{PREFIX}-versie"] = response.context["version"]
    assert client.post(url, stale, headers=BROWSER).status_code == 302
    assert fresh(registration).motivation == "Mijn tekst uit venster twee."


def test_second_click_ends_where_the_first_did(client, registration):
    data = make_post(registration, first_name="Lies")
    url = get_amend_url(registration)
    answers = [client.post(url, data, headers=BROWSER) for _click in range(2)]
    assert [one["Location"][-13:] for one in answers] == ["?aangepast=ja"] * 2
    assert AnswerChange.objects.count() == 1


def test_too_late_gives_the_text_back_and_says_whom_to_contact(client, registration):
    close(registration.page)
    url = get_amend_url(registration)
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Je kan je antwoorden niet meer aanpassen" in read(shown)
    assert "team@voorbeeld.be" in read(shown)
    assert "Pas je antwoorden aan" not in read(client.get(url[: -len("aanpassen/")]))

    response = post_change(
        client, registration, url=url, motivation="Net te laat getypt."
    )
    assert response.status_code == 409
    check_private(response)
    assert response.context["typed_answers"] == [
        ("Waarom wil je deelnemen?", "Net te laat getypt.")
    ]
    assert fresh(registration).motivation != "Net te laat getypt."


def test_withdrawn_in_between_is_told(client, registration):
    data = make_post(registration, first_name="Lies")
    url = get_amend_url(registration)
    withdraw(registration=registration)
    response = client.post(url, data, headers=BROWSER)
    assert response.status_code == 409
    assert "Je inschrijving is afgesloten." in read(response)
    assert fresh(registration).first_name == "Lotte"


def test_post_from_elsewhere_is_refused_and_gives_the_text_back(client, registration):
    data = make_post(registration, motivation="Van een andere site.")
    response = client.post(
        get_amend_url(registration), data, headers={"sec-fetch-site": "cross-site"}
    )
    assert response.status_code == 403
    assert "Van een andere site.</textarea>" in read(response)
    assert AnswerChange.objects.count() == 0


@pytest.mark.parametrize("name", ["amend", "copy"])
def test_wrong_and_revoked_link_open_nothing(client, registration, name):
    url = get_amend_url(registration, name)
    AccessLink.objects.update(revoked_at=timezone.now())
    for method in (client.get, client.post):
        response = method(url)
        assert response.status_code == 404
        assert "Lotte" not in read(response)


# What else stands on the page.


def test_copy_is_a_file_with_all_answers_and_without_the_link(client, registration):
    change(registration, motivation="Omdat & <ik> het wil.")
    url = get_amend_url(registration, "copy")
    response = client.get(url)
    text = response.content.decode("utf-8-sig")
    check_private(response)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'attachment; filename="inschrijving-{registration.reference}.txt"'
    )
    assert "Voornaam\nLotte\n" in text
    assert "Omdat & <ik> het wil." in text
    assert "- Waarom wil je deelnemen?\n" in text
    assert url.split("/")[2] not in text


def test_status_holds_the_calendar_of_my_meetings(client, registration):
    page = client.get(get_amend_url(registration, "status"))
    call = registration.page.call
    assert f'href="{call.get_calendar_url()}"' in read(page)
    for session in call.live_sessions:
        assert f'href="{session.calendar_url}"' in read(page)
    withdraw(registration=registration)
    page = read(client.get(get_amend_url(registration, "status")))
    assert ".ics" not in page


def test_status_asks_as_many_queries_with_three_edits_as_with_one(client, registration):
    ContentType.objects.clear_cache()
    url = get_amend_url(registration, "status")
    client.get(url)
    counts = []
    for names in (["Lies"], ["Lien", "Lisa"]):
        for name in names:
            change(registration, first_name=name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_form_asks_no_more_queries_for_many_registrations(client, registration):
    url = get_amend_url(registration)
    client.get(url)
    counts = []
    for number in range(2):
        if number:
            for one in range(5):
                send(client, registration.page, email=f"nog{one}@voorbeeld.be")
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
