"""A letter to several people: a look first, then a draft for each in the outbox."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from registrations.enums import (
    MessageKind,
    MessageState,
    RegistrationState,
    ReviewPhase,
)
from registrations.models import Message, Registration, ReviewRound
from registrations.permissions import Actor
from registrations.services.errors import NotAllowed
from registrations.services.message import (
    GroupWords,
    MessageError,
    fits_state,
    release_drafts,
    write_to,
)
from registrations.services.state import change_state
from tests.factories.registrations import FormPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

S = RegistrationState
LIST = "/admin/registrations/"
WORDS = {"subject": "Een ander lokaal", "text": "We zitten boven.\n\n- Neem de lift"}
OWN = GroupWords.own(subject="Een ander lokaal", text="We zitten boven.")


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def write(client, team):
    """Walk through it as the decider: the plan, and then its drafts."""

    def post(action, data, query="id=all"):
        client.force_login(team.decider)
        url = f"/admin/bulk/registrations/registration/{action}/?{query}&next={LIST}"
        return client.post(url, data)

    return post


def get_left_out(response):
    return {row.registration.pk: row.obstacle for row in response.context["left_out"]}


def test_exactly_the_filtered_list_is_written_to(write, form_page):
    chosen = [RegistrationFactory(page=form_page, confirmed=True) for _ in range(2)]
    RegistrationFactory(page=form_page, waitlisted=True)
    query = "id=all&state=confirmed"
    response = write("write", WORDS, query)
    assert Message.objects.filter(kind=MessageKind.GROUP_LETTER).count() == 0
    going = [row.registration for row in response.context["going"]]
    assert going == chosen
    preview = response.context["preview"]
    assert preview["subject"] == "Werkplaatsen · Een ander lokaal"
    assert preview["text"].startswith(
        "Dag Sofie,\n\nWe zitten boven.\n\n- Neem de lift"
    )
    assert "We zitten boven." in response.content.decode()
    plan = response.context["plan"]
    for _twice in range(2):
        write("write", WORDS | {"plan": plan}, query)
    letters = Message.objects.filter(kind=MessageKind.GROUP_LETTER).order_by("pk")
    assert [letter.registration for letter in letters] == chosen
    assert {letter.state for letter in letters} == {MessageState.DRAFT}
    assert [letter.recipient for letter in letters] == [row.email for row in chosen]
    assert "[[persoonlijke-link]]" in letters[0].body_text
    assert chosen[1].last_name not in letters[0].body_text


def test_who_cannot_be_written_to_is_left_out_with_the_reason(write, form_page):
    people = [RegistrationFactory(page=form_page) for _ in range(3)]
    Registration.objects.filter(pk=people[0].pk).update(email="")
    Registration.objects.filter(pk=people[1].pk).update(mail_returned_at=timezone.now())
    response = write("write", WORDS)
    assert get_left_out(response) == {
        people[0].pk: "Gaf geen e-mailadres.",
        people[1].pk: "Mail naar dit adres kwam terug.",
    }
    assert [row.registration for row in response.context["going"]] == people[2:]


def test_nobody_is_written_to_whose_name_is_hidden(write, form_page, team):
    registration = RegistrationFactory(page=form_page)
    ReviewRound.objects.update_or_create(
        form_page=form_page,
        defaults={"hides_names": True, "phase": ReviewPhase.READING},
    )
    assert get_left_out(write("write", WORDS)) == {
        registration.pk: "De namen zijn voor jou verborgen zolang er gelezen wordt."
    }
    with pytest.raises(MessageError, match="verborgen"):
        write_to(registration=registration, words=OWN, user=team.decider)


@pytest.mark.parametrize("who", ["reader", "lead", "editor"])
def test_only_who_sends_letters_writes_to_a_group(who, team, form_page):
    registration = RegistrationFactory(page=form_page)
    with pytest.raises(NotAllowed):
        write_to(registration=registration, words=OWN, user=getattr(team, who))


def test_delay_goes_to_who_waits_for_an_answer(write, form_page, team):
    waiting = RegistrationFactory(page=form_page, received=True)
    selected = RegistrationFactory(page=form_page, selected=True)
    day = timezone.localdate() + timedelta(days=30)
    data = {"new_date": day.isoformat()}
    response = write("delay", data)
    assert list(get_left_out(response)) == [selected.pk]
    write("delay", data | {"plan": response.context["plan"]})
    letter = Message.objects.get(kind=MessageKind.DELAY)
    assert (letter.registration, letter.state) == (waiting, MessageState.DRAFT)
    assert date_format(day, "l j F Y") in letter.body_text
    # Reading begins: it is still true. A decision: it is not.
    step(waiting, S.IN_REVIEW, team)
    letter.refresh_from_db()
    assert letter.state == MessageState.DRAFT
    release_drafts(messages=[letter], user=team.decider)
    step(waiting, S.DECLINED, team)
    letter.refresh_from_db()
    assert (letter.state, fits_state(letter)) == (MessageState.CANCELLED, False)


def step(registration, to, team):
    change_state(
        registration=registration,
        to=to,
        actor=Actor.staff(team.decider),
        reason="Omdat.",
    )


def test_day_of_the_delay_is_still_to_come(write, form_page):
    RegistrationFactory(page=form_page)
    response = write("delay", {"new_date": timezone.localdate().isoformat()})
    assert response.status_code == 422


def test_plan_takes_as_many_queries_for_three_as_for_one(write, form_page):
    costs = []
    for count in (1, 2):
        for _ in range(count):
            RegistrationFactory(page=form_page)
        write("write", WORDS)
        with CaptureQueriesContext(connection) as queries:
            response = write("write", WORDS)
        costs.append((len(response.context["going"]), len(queries)))
    assert [count for count, _cost in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]


def test_publication_is_told_with_its_link_and_the_next_day(write, form_page):
    took_part = RegistrationFactory(page=form_page, confirmed=True)
    data = {"url": "https://publicatie.example/boek(1)"}
    response = write("publication", data)
    assert response.context["preview"]["subject"].endswith("De publicatie is er")
    write("publication", data | {"plan": response.context["plan"]})
    letter = Message.objects.get(kind=MessageKind.PUBLICATION)
    assert (letter.registration, letter.state) == (took_part, MessageState.DRAFT)
    link = "https://publicatie.example/boek%281%29"
    assert f"[Lees de publicatie]({link})" in letter.body_text
    assert f'href="{link}"' in letter.body_html


@pytest.mark.parametrize(
    "url", ["", "boek", "javascript:alert(1)", "ftp://boek.example"]
)
def test_publication_needs_an_address_of_the_web(write, form_page, url):
    RegistrationFactory(page=form_page, confirmed=True)
    assert write("publication", {"url": url}).status_code == 422
    assert not Message.objects.filter(kind=MessageKind.PUBLICATION).exists()
