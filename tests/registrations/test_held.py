"""What is held for a look: a list, one click, and nobody sees what they may not."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from registrations.enums import HoldReason, MessageKind, RegistrationState, TieState
from registrations.models import Message, Registration, ReviewRound, Tie
from tests.factories.registrations import RegistrationFactory
from tests.registrations.form_scene import make_call_form

pytestmark = pytest.mark.django_db
HELD = reverse("registrations:held")


@pytest.fixture
def form_page():
    return make_call_form()


def hold(form_page, **fields) -> Registration:
    return RegistrationFactory(
        page=form_page, held=True, hold_reasons=[HoldReason.HONEYPOT.value], **fields
    )


def let_through(client, pk):
    return client.post(HELD, {"registration": pk})


def put_aside(client, pk):
    return client.post(HELD, {"set_aside": pk})


def get_lists(client):
    context = client.get(HELD).context
    return [
        [row["registration"] for row in context[name]] for name in ("waiting", "aside")
    ]


def test_list_says_who_waits_and_why(client, team, form_page):
    held = hold(form_page)
    RegistrationFactory(page=form_page, in_review=True)
    client.force_login(team.reader)

    response = client.get(HELD)

    html = response.content.decode()
    assert [row["registration"] for row in response.context["waiting"]] == [held]
    assert reverse("registrations:edit", args=[held.pk]) in html
    assert held.full_name in html
    assert str(HoldReason.HONEYPOT.label) in html


def test_one_click_lets_through_with_the_receipt(client, team, form_page):
    held, other = hold(form_page), hold(form_page)
    client.force_login(team.reader)

    response = let_through(client, held.pk)

    assert response.url == HELD
    held.refresh_from_db()
    assert (held.state, held.held_at) == (RegistrationState.RECEIVED, None)
    assert [row.kind for row in Message.objects.all()] == [MessageKind.RECEIPT]
    left = client.get(HELD).context["waiting"]
    assert [row["registration"] for row in left] == [other]


def test_one_that_registered_meanwhile_stays_and_says_why(client, team, form_page):
    held = hold(form_page, email="lotte@voorbeeld.be")
    RegistrationFactory(page=form_page, received=True, email="lotte@voorbeeld.be")
    client.force_login(team.reader)

    let_through(client, held.pk)

    held.refresh_from_db()
    assert held.is_held
    told = [str(message).strip() for message in client.get(HELD).context["messages"]]
    assert [text.startswith(f"{held.reference}: ") for text in told] == [True]


def test_names_and_ties_are_closed_here_as_well(client, team, form_page):
    held = hold(form_page, first_name="Zwijg", last_name="Plicht")
    tied = hold(form_page)
    Tie.objects.create(registration=tied, user=team.reader, state=TieState.DECLARED)
    ReviewRound.objects.create(form_page=form_page, hides_names=True)
    client.force_login(team.reader)

    response = client.get(HELD)

    assert [row["registration"] for row in response.context["waiting"]] == [held]
    assert "Plicht" not in response.content.decode()
    for pk in (tied.pk, "x", "", 10**30):
        assert let_through(client, pk).url == HELD
        told = [
            str(message).strip() for message in client.get(HELD).context["messages"]
        ]
        assert told == ["Die inschrijving wordt niet meer aangehouden."]
    tied.refresh_from_db()
    assert tied.is_held


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(
    client, team, form_page, number, django_assert_num_queries
):
    for _each in range(number):
        hold(form_page)
    client.force_login(team.reader)
    client.get(HELD)

    with django_assert_num_queries(12):
        client.get(HELD)


def test_dashboard_and_list_lead_there(client, team, form_page):
    hold(form_page)

    shown = []
    for user in (team.reader, team.decider, team.boss):
        client.force_login(user)
        pages = [reverse("wagtailadmin_home"), reverse("registrations:list")]
        shown.append([HELD in client.get(page).content.decode() for page in pages])
    Registration.objects.update(held_at=None)

    assert shown == [[True, True]] * 3
    assert HELD not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_set_aside_asks_for_nothing_more_and_is_not_lost(client, team, form_page):
    spam, other = hold(form_page), hold(form_page)
    client.force_login(team.reader)

    assert put_aside(client, spam.pk).url == HELD

    assert get_lists(client) == [[other], [spam]]
    assert list(Registration.objects.to_look_at()) == [other]
    assert Message.objects.count() == 0
    spam.refresh_from_db()
    assert (spam.state, spam.is_held) == (RegistrationState.DRAFT, True)
    # It takes no seat and starts no review, and its log says who set it aside.
    entry = ModelLogEntry.objects.for_instance(spam).get()
    assert (entry.action, entry.user) == ("registrations.set_aside", team.reader)

    # Somebody asks after it: it goes on as if it had come in just now.
    let_through(client, spam.pk)

    spam.refresh_from_db()
    assert (spam.state, spam.set_aside_at) == (RegistrationState.RECEIVED, None)
    assert get_lists(client) == [[other], []]


def test_set_aside_twice_says_that_it_was_done(client, team, form_page):
    spam = hold(form_page)
    client.force_login(team.reader)
    put_aside(client, spam.pk)
    when = Registration.objects.get(pk=spam.pk).set_aside_at

    put_aside(client, spam.pk)

    told = [str(message).strip() for message in client.get(HELD).context["messages"]]
    assert told[-1].startswith(f"{spam.reference}: ")
    assert Registration.objects.get(pk=spam.pk).set_aside_at == when


def test_tied_reader_sets_nothing_aside(client, team, form_page):
    tied = hold(form_page)
    Tie.objects.create(registration=tied, user=team.reader, state=TieState.DECLARED)
    client.force_login(team.reader)

    put_aside(client, tied.pk)

    assert list(Registration.objects.to_look_at()) == [tied]
