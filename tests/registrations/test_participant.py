"""Mijn inschrijving: the private link, and what it opens."""

import logging
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from home.models import SiteSettings
from registrations.enums import (
    FormKind,
    MessageKind,
    MessageState,
    RegistrationState,
)
from registrations.models import (
    AccessLink,
    InformationRequest,
    Message,
    Registration,
    StateChange,
)
from registrations.services import access
from registrations.services.access import find_registration, mint_link, revoke_links
from registrations.services.decision import propose_decision, undo_decision
from registrations.services.errors import IllegalTransition
from registrations.services.standing import describe_standing
from registrations.views.participant import lost as views
from tests.factories.registrations import RegistrationFactory
from tests.registrations.form_scene import make_call_form, send

pytestmark = pytest.mark.django_db

S = RegistrationState
PAGES = ("status", "withdraw", "confirm", "decline", "answer")
# Every state that an applicant can be in, for both kinds of form.
SELECTION = [(FormKind.SELECTION, state) for state in S]
DIRECT = [(FormKind.DIRECT, state) for state in (S.CONFIRMED, S.WAITLISTED)]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(views, "LOST_LINK_SECONDS", 0)


@pytest.fixture(autouse=True)
def _settings_row(db):
    """Wagtail makes this row at the first page of a new site, whoever opens it."""
    SiteSettings.for_site(Site.objects.get(is_default_site=True))


@pytest.fixture
def registration():
    return RegistrationFactory(in_review=True)


def make(state, kind=FormKind.SELECTION) -> Registration:
    """Return a registration in `state`, with an open question where one is asked."""
    if kind == FormKind.DIRECT:
        registration = RegistrationFactory(
            page__direct=True, state=state, workplace_first=None, workplace_second=None
        )
    else:
        registration = RegistrationFactory(state=state)
    if state == S.INFO_REQUESTED:
        InformationRequest.objects.create(
            registration=registration, question="Welke zaal bedoel je?"
        )
    return registration


def make_token(registration) -> str:
    return mint_link(registration=registration).rstrip("/").rsplit("/", 1)[1]


def get_url(name, token) -> str:
    return reverse(f"participant:{name}", args=[token])


def dump_database() -> dict[str, list]:
    """Return every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def check_headers(response):
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


# The link.


def test_link_opens_the_registration_and_only_its_hash_is_kept(registration):
    link = mint_link(registration=registration)
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert link.endswith(get_url("status", token))
    assert len(token) == 43
    assert find_registration(token) == registration
    assert token not in str(dump_database())


def test_new_link_leaves_the_earlier_one_alone(registration):
    tokens = [make_token(registration) for _time in range(2)]
    assert [find_registration(token) for token in tokens] == [registration] * 2


def test_revoking_closes_every_link_of_one_person(registration):
    other = RegistrationFactory(received=True, page=registration.page)
    tokens = [make_token(registration) for _time in range(2)]
    kept = make_token(other)
    assert revoke_links(registration=registration) == 2
    assert [find_registration(token) for token in tokens] == [None, None]
    assert find_registration(kept) == other
    assert revoke_links(registration=registration) == 0


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", PAGES)
def test_wrong_revoked_and_expired_link_get_one_and_the_same_answer(
    client, registration, name, method
):
    revoked, expired = make_token(registration), make_token(registration)
    first, last = AccessLink.objects.order_by("pk")
    AccessLink.objects.filter(pk=first.pk).update(revoked_at=timezone.now())
    AccessLink.objects.filter(pk=last.pk).update(
        created_at=timezone.now() - access.LIFETIME - timedelta(minutes=1)
    )
    before = dump_database()
    answers = [
        getattr(client, method)(get_url(name, token))
        for token in ("x" * 43, "kort", revoked, expired)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        check_headers(answer)
    assert reverse("participant:lost_link") in answers[0].content.decode()
    assert dump_database() == before


def test_link_without_its_last_slash_opens(client, registration):
    response = client.get(get_url("status", make_token(registration)).rstrip("/"))
    assert response.status_code == 200
    check_headers(response)


def test_no_log_holds_a_token(client, registration, caplog):
    caplog.set_level(logging.DEBUG)
    good = make_token(registration)
    bad = "b" * 43
    client.get(get_url("status", good))
    client.post(get_url("withdraw", good), headers={"Sec-Fetch-Site": "cross-site"})
    client.get(get_url("status", bad))
    client.put(get_url("status", bad))
    assert "/mijn-inschrijving/…" in caplog.text
    assert good not in caplog.text
    assert bad not in caplog.text


# Reading: nothing changes.


@pytest.mark.parametrize(("kind", "state"), SELECTION + DIRECT)
def test_opening_every_address_twice_changes_nothing(client, kind, state):
    token = make_token(make(state, kind))
    seen = set()
    to_see = {get_url(name, token) for name in PAGES}
    before = dump_database()
    for _time in range(2):
        while to_see - seen:
            url = (to_see - seen).pop()
            seen.add(url)
            for method in (client.get, client.head):
                response = method(url)
                assert response.status_code in {200, 302}
                check_headers(response)
            # Whatever a mail scanner finds on the page, it opens too.
            found = re.findall(r'(?:href|action)="([^"#]+)"', client.get(url).text)
            to_see |= {link for link in found if "/mijn-inschrijving/" in link}
        seen.clear()
    assert dump_database() == before


@pytest.mark.parametrize(("kind", "state"), SELECTION + DIRECT)
def test_page_tells_where_one_stands_in_words(client, kind, state):
    registration = make(state, kind)
    standing = describe_standing(registration=registration)
    text = client.get(get_url("status", make_token(registration))).text
    assert text.count('aria-current="step"') == 1
    assert [step.is_current for step in standing.steps].count(True) == 1
    assert standing.sentences
    for words in (standing.label, registration.reference, *standing.sentences):
        assert str(words) in text.replace("&#x27;", "'")
    if state != S.DRAFT:
        assert standing.label == str(state.applicant_label)


@pytest.mark.parametrize(
    ("state", "links"),
    [
        (S.RECEIVED, {"withdraw"}),
        (S.IN_REVIEW, {"withdraw"}),
        (S.INFO_REQUESTED, {"withdraw", "answer"}),
        (S.SELECTED, {"withdraw", "confirm", "decline"}),
        (S.CONFIRMED, {"withdraw"}),
        (S.WAITLISTED, {"withdraw"}),
        (S.DECLINED, set()),
        (S.WITHDRAWN, set()),
        (S.EXPIRED, set()),
        (S.DRAFT, set()),
    ],
)
def test_page_offers_what_one_can_do_and_nothing_else(client, state, links):
    token = make_token(make(state))
    text = client.get(get_url("status", token)).text
    acts = set(PAGES) - {"status"}
    assert {name for name in acts if get_url(name, token) in text} == links


def test_line_shows_what_was_walked(client):
    line = [
        (step.place.value, step.reached_at is not None)
        for step in describe_standing(registration=make(S.IN_REVIEW)).steps
    ]
    assert line == [
        ("done", True),
        ("current", True),
        ("ahead", False),
        ("ahead", False),
    ]


def test_promise_and_deadline_are_told_with_their_dates(client):
    registration = make(S.RECEIVED)
    call = registration.page.get_parent().specific
    call.decide_by = timezone.make_aware(timezone.datetime(2030, 2, 13, 12, 0))
    call.save()
    registration = Registration.objects.get(pk=registration.pk)
    text = client.get(get_url("status", make_token(registration))).text
    assert "13 februari 2030" in text
    selected = make(S.SELECTED)
    Registration.objects.filter(pk=selected.pk).update(
        answer_by=timezone.make_aware(timezone.datetime(2030, 3, 3, 23, 59))
    )
    text = client.get(get_url("status", make_token(selected))).text
    assert "3 maart 2030" in text
    assert "23.59" in text


def test_answers_are_shown_and_escaped(client):
    registration = RegistrationFactory(motivation="<b>Wij</b> & zij")
    text = client.get(get_url("status", make_token(registration))).text
    assert "&lt;b&gt;Wij&lt;/b&gt; &amp; zij" in text


# The decision.


def test_proposal_and_notes_of_the_team_never_show(client, team, registration):
    token = make_token(registration)
    before = client.get(get_url("status", token)).content
    propose_decision(
        registration=registration,
        state=S.DECLINED,
        workplace=None,
        reason="Geheime reden.",
        internal_note="Geheime nota.",
        proposed_by=team.decider,
    )
    assert client.get(get_url("status", token)).content == before


def test_released_reason_shows_and_goes_when_undone(client, team):
    registration = make(S.DECLINED)
    token = make_token(registration)
    StateChange._base_manager.filter(to_state=S.DECLINED).update(
        reason="De groep is vol."
    )
    assert "De groep is vol." in client.get(get_url("status", token)).text
    undo_decision(
        registration=registration, actor_user=team.decider, reason="Interne fout."
    )
    text = client.get(get_url("status", token)).text
    assert "De groep is vol." not in text
    assert "Interne fout." not in text


def test_reason_of_a_withdrawal_by_the_team_stays_inside(client):
    registration = make(S.WITHDRAWN)
    StateChange._base_manager.filter(to_state=S.WITHDRAWN).update(
        reason="Belde boos op."
    )
    text = client.get(get_url("status", make_token(registration))).text
    assert "Belde boos op." not in text


# Acting.


@pytest.mark.parametrize(
    ("state", "name", "data", "after"),
    [
        (S.IN_REVIEW, "withdraw", {"reason": "Geen tijd."}, S.WITHDRAWN),
        (S.CONFIRMED, "withdraw", {}, S.WITHDRAWN),
        (S.SELECTED, "confirm", {}, S.CONFIRMED),
        (S.SELECTED, "decline", {"reason": ""}, S.WITHDRAWN),
        (S.INFO_REQUESTED, "answer", {"answer": "De grote."}, S.IN_REVIEW),
    ],
)
def test_post_does_what_the_button_says(client, state, name, data, after):
    registration = make(state)
    token = make_token(registration)
    response = client.post(get_url(name, token), data)
    assert (response.status_code, response.url) == (302, get_url("status", token))
    check_headers(response)
    registration.refresh_from_db()
    assert registration.state == after
    change = registration.state_changes.last()
    assert (change.role, change.user) == ("applicant", None)
    assert change.reason == data.get("reason", "")


def test_answer_is_kept_with_its_question(client):
    registration = make(S.INFO_REQUESTED)
    client.post(
        get_url("answer", make_token(registration)), {"answer": " De grote zaal. "}
    )
    request = registration.information_requests.get()
    assert request.answer == "De grote zaal."
    assert request.answered_at is not None


@pytest.mark.parametrize("answer", ["", "  ", "a" * 4001])
def test_answer_that_is_not_one_keeps_what_was_typed(client, answer):
    registration = make(S.INFO_REQUESTED)
    token = make_token(registration)
    before = dump_database()
    response = client.post(get_url("answer", token), {"answer": answer})
    assert response.status_code == 422
    assert "<title>Fout: " in response.content.decode()
    assert response.context["answer_form"]["answer"].value() == answer
    assert dump_database() == before


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (S.DECLINED, "withdraw"),
        (S.EXPIRED, "confirm"),
        (S.IN_REVIEW, "confirm"),
        (S.WITHDRAWN, "confirm"),
        (S.CONFIRMED, "decline"),
        (S.IN_REVIEW, "decline"),
        (S.WAITLISTED, "decline"),
        (S.IN_REVIEW, "answer"),
        (S.DRAFT, "withdraw"),
    ],
)
def test_act_that_is_not_possible_says_so_and_changes_nothing(client, state, name):
    token = make_token(make(state))
    before = dump_database()
    response = client.post(get_url(name, token), {"answer": "De grote."})
    assert response.status_code == 409
    assert 'role="alert"' in response.text
    assert str(IllegalTransition.message) not in response.text
    check_headers(response)
    assert dump_database() == before


@pytest.mark.parametrize(
    ("state", "name", "data"),
    [
        (S.IN_REVIEW, "withdraw", {"reason": "Geen tijd."}),
        (S.SELECTED, "confirm", {}),
        (S.SELECTED, "decline", {}),
        (S.INFO_REQUESTED, "answer", {"answer": "De grote\r\nzaal. "}),
    ],
)
def test_second_click_does_nothing_more_and_is_no_mistake(client, state, name, data):
    token = make_token(make(state))
    client.post(get_url(name, token), data)
    before = dump_database()
    response = client.post(get_url(name, token), data)
    assert (response.status_code, response.url) == (302, get_url("status", token))
    assert dump_database() == before


@pytest.mark.parametrize(
    ("state", "name", "data"),
    [
        (S.IN_REVIEW, "answer", {"answer": "De <grote> zaal."}),
        (S.DECLINED, "withdraw", {"reason": "De <grote> zaal."}),
    ],
)
def test_text_that_comes_too_late_is_given_back(client, state, name, data):
    response = client.post(get_url(name, make_token(make(state))), data)
    assert response.status_code == 409
    assert "De &lt;grote&gt; zaal." in response.text


def test_text_from_a_browser_we_do_not_believe_is_given_back(client):
    response = client.post(
        get_url("answer", make_token(make(S.INFO_REQUESTED))),
        {"answer": "De grote zaal."},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert "De grote zaal." in response.text
    assert "open deze pagina in een eigen venster" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        # A sandboxed frame, in any browser of today.
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
    ],
)
@pytest.mark.parametrize("name", ["withdraw", "confirm", "decline"])
def test_post_from_elsewhere_is_refused(client, name, headers):
    token = make_token(make(S.SELECTED))
    before = dump_database()
    response = client.post(get_url(name, token), headers=headers)
    assert response.status_code == 403
    check_headers(response)
    assert dump_database() == before


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}]
)
def test_post_that_hides_its_origin_for_our_own_policy_is_believed(client, headers):
    # "no-referrer" makes browsers send "Origin: null" with our own forms, and Safari
    # before 16.4 sends no Sec-Fetch-Site to set against it.
    registration = make(S.SELECTED)
    url = get_url("confirm", make_token(registration))
    assert client.get(url)["Referrer-Policy"] == "no-referrer"
    client.post(url, headers=headers)
    registration.refresh_from_db()
    assert registration.state == S.CONFIRMED


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(client, registration, name):
    response = client.delete(get_url(name, make_token(registration)))
    assert response.status_code == 405
    check_headers(response)


def test_place_is_confirmed_after_the_deadline_as_long_as_it_is_there(client):
    registration = make(S.SELECTED)
    Registration.objects.filter(pk=registration.pk).update(
        answer_by=timezone.now() - timedelta(hours=1)
    )
    client.post(get_url("confirm", make_token(registration)))
    registration.refresh_from_db()
    assert registration.state == S.CONFIRMED


# The lost link.


def ask_for_link(client, email, **kwargs):
    return client.post(reverse("participant:lost_link"), {"email": email}, **kwargs)


def get_links():
    return Message.objects.filter(kind=MessageKind.PRIVATE_LINK)


def test_lost_link_answers_known_and_unknown_alike(client, registration):
    known = ask_for_link(client, registration.email.upper())
    unknown = ask_for_link(client, "niemand@voorbeeld.be")
    for response in (known, unknown):
        assert (response.status_code, response.url) == (
            302,
            reverse("participant:lost_link_sent"),
        )
        check_headers(response)
    assert known.content == unknown.content
    check_headers(client.get(known.url))
    message = get_links().get()
    assert (message.registration, message.state) == (registration, MessageState.QUEUED)


def test_lost_link_takes_as_long_for_everybody(client, registration, monkeypatch):
    monkeypatch.setattr(views, "LOST_LINK_SECONDS", 0.3)
    slept = []
    monkeypatch.setattr(views.time, "sleep", slept.append)
    ask_for_link(client, registration.email)
    ask_for_link(client, "niemand@voorbeeld.be")
    assert len(slept) == 2
    assert 0 < slept[0] <= slept[1] <= 0.3


def test_lost_link_writes_one_mail_for_each_form(client, registration):
    email = registration.email
    old = RegistrationFactory(withdrawn=True, page=registration.page)
    Registration.objects.filter(pk=old.pk).update(
        email=email, submit_time=timezone.now() - timedelta(days=3)
    )
    day = RegistrationFactory(page__direct=True, state=S.CONFIRMED, email=email)
    ask_for_link(client, email)
    assert set(get_links().values_list("registration_id", flat=True)) == {
        registration.pk,
        day.pk,
    }


def test_lost_link_of_a_held_registration_stays_quiet(client):
    held = RegistrationFactory(held=True)
    response = ask_for_link(client, held.email)
    assert response.status_code == 302
    assert not get_links().exists()


def test_lost_link_asked_too_often_is_held_quietly(client, registration, monkeypatch):
    moment = timezone.now() - timedelta(minutes=50)
    for number in range(6):
        now = moment + number * timedelta(minutes=10, seconds=1)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        response = ask_for_link(client, registration.email)
        assert response.status_code == 302
    assert get_links().count() == access.RESEND_LIMIT


@pytest.mark.parametrize("email", ["", "noor", "noor@", "a" * 250 + "@b.be"])
def test_address_that_is_none_is_asked_again(client, registration, email):
    response = ask_for_link(client, email)
    assert response.status_code == 422
    assert "<title>Fout: " in response.content.decode()
    check_headers(response)
    assert not get_links().exists()


def test_lost_link_from_elsewhere_is_refused(client, registration):
    response = ask_for_link(
        client, registration.email, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert not get_links().exists()


def test_act_of_an_applicant_is_logged_without_a_person(client, registration):
    client.post(get_url("withdraw", make_token(registration)), {"reason": "Ziek."})
    entry = ModelLogEntry.objects.filter(
        action="registrations.change_state", object_id=str(registration.pk)
    ).last()
    assert (entry.user, entry.data["role"]) == (None, "applicant")
    assert "Ziek" not in f"{entry.label} {entry.data}"


def test_question_left_open_and_asked_no_more_is_not_shown(client):
    form_page = make_call_form()
    send(client, form_page, phone="", colleague="Noor, van de bibliotheek")
    for name in ("phone", "colleague"):
        form_page.form_fields.get(clean_name=name).delete()
    link = mint_link(registration=form_page.registrations.get())

    sections = client.get(urlsplit(link).path).context["sections"]

    shown = {row.key: row.value_text for _label, rows in sections for row in rows}
    assert "phone" not in shown
    assert shown["colleague"] == "Noor, van de bibliotheek"
    assert shown["expectations"] == ""
