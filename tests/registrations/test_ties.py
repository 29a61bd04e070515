"""Ties: what closes a registration, who says so, and the screen that judges them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import ReviewPhase, TieCause, TieKind, TieState
from registrations.models import ReaderProfile, Registration, ReviewRound, Tie
from registrations.services.errors import NotAllowed
from registrations.services.readers import save_profile
from registrations.services.ties import (
    OwnRegistration,
    declare_tie,
    find_suspected_ties,
    judge_tie,
)
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .account import save_account
from .scores import fresh, put_in_reading, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def registration(form_page):
    return RegistrationFactory(
        page=form_page,
        last_name="Kwistenbiebel",
        organisation="Zonderlinge Zaak vzw",
        email="z@zeldzaam.example",
    )


@pytest.fixture
def colleague(team, registration):
    """A reader of the same house as who registered."""
    ReaderProfile.objects.create(
        user=team.reader,
        organisations="zonderlinge zaak VZW\n",
        domains="zeldzaam.example",
    )
    return type(team.reader).objects.get(pk=team.reader.pk)


def sees(user, registration):
    fresh = type(user).objects.get(pk=user.pk)
    return Registration.objects.visible_to(fresh).filter(pk=registration.pk).exists()


def post(client, user, registration, member, state):
    client.force_login(user)
    return client.post(
        reverse("registrations:ties"),
        {"registration": registration.pk, "member": member.pk, "state": state},
    )


def test_suspicion_names_every_cause_and_closes_until_it_is_judged(
    team, registration, colleague
):
    assert not sees(colleague, registration)
    (tie,) = find_suspected_ties(user=team.lead)
    assert (tie.registration, tie.member) == (registration, colleague)
    assert set(tie.causes) == {TieCause.ORGANISATION, TieCause.DOMAIN}
    judge_tie(
        registration=registration,
        member=colleague,
        state=TieState.DISMISSED,
        user=team.lead,
    )
    assert find_suspected_ties(user=team.lead) == []
    assert sees(colleague, registration)


def test_own_registration_is_no_suspicion_and_opens_for_nobody(team, registration):
    # An address that many share: their own domain would close it to the lead too.
    type(team.reader).objects.filter(pk=team.reader.pk).update(email="me@gmail.com")
    team.reader.refresh_from_db()
    Registration.objects.filter(pk=registration.pk).update(email="Me@gmail.com")
    registration.refresh_from_db()
    assert find_suspected_ties(user=team.lead) == []
    with pytest.raises(OwnRegistration):
        judge_tie(
            registration=registration,
            member=team.reader,
            state=TieState.DISMISSED,
            user=team.lead,
        )
    assert not sees(team.reader, registration)


def test_nobody_judges_their_own_tie_or_as_a_mere_reader(team, registration, colleague):
    for user, member in ((team.lead, team.lead), (team.reader_two, colleague)):
        with pytest.raises(NotAllowed):
            judge_tie(
                registration=registration,
                member=member,
                state=TieState.DISMISSED,
                user=user,
            )
    assert list(Tie.objects.all()) == []


def test_cause_is_not_told_while_the_round_hides_the_name(
    client, team, form_page, registration, colleague
):
    hidden = ReviewRound.objects.create(form_page=form_page, hides_names=True)
    client.force_login(team.lead)
    response = client.get(reverse("registrations:ties"))
    assert response.context["suspected"] == []
    assert response.context["hidden"] == 1
    for words in (registration.reference, TieCause.ORGANISATION.label, "Zonderlinge"):
        assert str(words) not in response.content.decode()
    response = post(client, team.lead, registration, colleague, "dismissed")
    assert response.status_code == 422
    assert not sees(colleague, registration)
    # A decider sees names from the selection on, and may open it then.
    hidden.phase = ReviewPhase.SELECTING
    hidden.save()
    response = post(client, team.chair, registration, colleague, "dismissed")
    assert response.status_code == 302
    assert sees(colleague, registration)


def test_lead_opens_on_the_screen_and_closes_again(
    client, team, registration, colleague
):
    assert post(client, team.lead, registration, colleague, "dismissed").url == reverse(
        "registrations:ties"
    )
    assert sees(colleague, registration)
    (row,) = client.get(reverse("registrations:ties")).context["said"]
    assert (row["reference"], row["can_change"], row["is_declared"]) == (
        registration.reference,
        True,
        False,
    )
    post(client, team.lead, registration, colleague, "declared")
    assert not sees(colleague, registration)


def test_what_is_tied_to_the_lead_is_not_on_their_screen(
    client, team, registration, colleague
):
    declare_tie(registration=registration, user=team.lead, kind=TieKind.PROJECT)
    client.force_login(team.lead)
    response = client.get(reverse("registrations:ties"))
    assert (response.context["suspected"], response.context["said"]) == ([], [])
    assert registration.reference not in response.content.decode()
    closed = post(client, team.lead, registration, colleague, "dismissed")
    gone = client.post(
        reverse("registrations:ties"),
        {"registration": 999999, "member": colleague.pk, "state": "dismissed"},
    )
    assert closed.status_code == gone.status_code == 422
    assert closed.context["error"] == gone.context["error"]


@pytest.mark.parametrize("name", ["reader", "editor", "guest"])
def test_screen_is_closed_to_who_does_not_lead(client, team, registration, name):
    client.force_login(getattr(team, name))
    assert client.get(reverse("registrations:ties")).status_code == 302


def test_screen_costs_the_same_queries_with_one_and_three_ties(
    client, team, form_page, registration, colleague
):
    def count():
        client.force_login(team.lead)
        client.get(reverse("registrations:ties"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("registrations:ties"))
        return len(queries)

    declare_tie(registration=registration, user=team.reader_two, kind=TieKind.OTHER)
    one = count()
    for _number in range(2):
        row = RegistrationFactory(page=form_page, organisation="Zonderlinge Zaak vzw")
        declare_tie(registration=row, user=team.reader_two, kind=TieKind.OTHER)
    assert count() == one


def test_line_that_goes_from_a_profile_opens_nothing_by_itself(
    team, registration, colleague
):
    profile = colleague.reader_profile
    profile.organisations = profile.domains = ""
    save_profile(profile=profile, user=colleague)
    assert not sees(colleague, registration)
    tie = Tie.objects.get()
    assert (tie.registration, tie.user, tie.state) == (
        registration,
        colleague,
        TieState.DECLARED,
    )
    judge_tie(
        registration=registration,
        member=colleague,
        state=TieState.DISMISSED,
        user=team.lead,
    )
    assert sees(colleague, registration)


@pytest.mark.parametrize(
    ("field", "guess"),
    [("last_name", "Kwistenbiebel"), ("email", "Z@ZELDZAAM.example")],
)
def test_account_tells_nobody_whose_a_number_is(
    client, team, registration, field, guess
):
    """Whoever tries a name or an address out loses what it closes, and for good."""
    mine = {"first_name": "Lena", "last_name": "Claes", "email": "lena@team.example"}
    client.force_login(team.reader)
    for values in ({field: guess}, {}):
        data = {f"name_email-{key}": value for key, value in (mine | values).items()}
        assert save_account(client, **data).status_code == 302
        assert not sees(team.reader, registration)
    team.reader.refresh_from_db()
    assert getattr(team.reader, field) == mine[field]
    tie = Tie.objects.get()
    assert (tie.user, tie.state) == (team.reader, TieState.DECLARED)


def test_review_counts_no_more_once_the_site_suspects_a_tie(team, form_page):
    row = put_in_reading(form_page, team.reader, organisation="Zonderlinge Zaak vzw")
    read(row, team.reader, advice="no")
    assert fresh(row).review_count == 1
    profile = ReaderProfile(user=team.reader, organisations="Zonderlinge Zaak vzw")
    save_profile(profile=profile, user=team.reader)
    assert fresh(row).review_count == 0
    assert row.reviews.count() == 1
    assert not sees(team.reader, row)
