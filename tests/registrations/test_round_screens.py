"""The screens of a round, and the reader's profile."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.models import (
    Assignment,
    PhaseChange,
    ReaderProfile,
    Review,
    ReviewRound,
)
from registrations.services.assignment import assign, share_out
from registrations.services.rounds import (
    get_round,
    save_round,
)
from registrations.services.workflow import ensure_workflow
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .account import save_account
from .rounds_scene import P, S, go

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def running(team, form_page):
    """A round in the phase of reading."""
    return save_round(form_page=form_page, user=team.lead)


@pytest.fixture
def registration(form_page):
    row = RegistrationFactory(page=form_page, state=S.IN_REVIEW)
    ensure_workflow(registration=row)
    return row


# The screens.


def test_round_is_for_who_leads_or_decides(team, form_page, client):
    urls = [
        reverse("registrations:rounds"),
        reverse("registrations:round", args=[form_page.pk]),
        reverse("registrations:share_out", args=[form_page.pk]),
    ]
    for user in (team.reader, team.editor):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls] == [302, 302, 302]
    for user in (team.lead, team.decider):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls[1:]] == [200, 200]


@pytest.mark.parametrize("name", ["rounds", "boards"])
def test_list_of_forms_asks_as_much_for_three_as_for_two(team, client, name):
    url = reverse(f"registrations:{name}")
    client.force_login(team.boss)

    def count():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        return response, len(queries)

    pages = [FormPageFactory() for _ in "12"]
    _response, two = count()
    pages.append(FormPageFactory())
    response, three = count()
    # With one form the list is its round (`test_round_is_for_who_leads_or_decides`).
    assert three == two
    assert [row["page"] for row in response.context["rows"]] == pages[::-1]


def test_looking_changes_nothing(team, form_page, running, client):
    client.force_login(team.lead)
    for name in ("round", "share_out"):
        client.get(reverse(f"registrations:{name}", args=[form_page.pk]))
    client.get(reverse("registrations:round_phase", args=[form_page.pk]))
    assert (PhaseChange.objects.count(), Assignment.objects.count()) == (0, 0)


def test_lead_begins_a_round_and_goes_on(team, form_page, registration, client):
    client.force_login(team.lead)
    url = reverse("registrations:round", args=[form_page.pk])
    client.post(url, {"hides_names": "on", "samples": registration.reference.lower()})
    review_round = get_round(form_page)
    assert review_round.hides_names is True
    assert list(review_round.samples.all()) == [registration]
    client.post(
        reverse("registrations:round_phase", args=[form_page.pk]),
        {"to": "discussing", "seen": "reading"},
    )
    assert get_round(form_page).phase == P.DISCUSSING


def test_two_people_at_once_hear_of_each_other(team, form_page, running, client):
    client.force_login(team.lead)
    go(form_page, team.decider, P.DISCUSSING)
    response = client.post(
        reverse("registrations:round_phase", args=[form_page.pk]),
        {"to": "selecting", "seen": "reading", "reason": "Klaar."},
    )
    assert response.status_code == 422
    assert "Klaar." in response.content.decode()
    assert get_round(form_page).phase == P.DISCUSSING


def test_sample_that_does_not_exist_is_told_beside_the_field(
    team, form_page, running, client
):
    client.force_login(team.lead)
    url = reverse("registrations:round", args=[form_page.pk])
    response = client.post(url, {"samples": "TST-9999"})
    assert response.status_code == 422
    assert "TST-9999" in response.content.decode()


def test_confirmation_is_asked_on_the_screen(team, form_page, registration, client):
    save_round(form_page=form_page, user=team.lead)
    Review.objects.create(
        registration=registration, reader=team.reader, advice="yes", note="Sterk."
    )
    client.force_login(team.lead)
    url = reverse("registrations:round", args=[form_page.pk])
    assert "is_confirmed" not in client.get(url).content.decode()
    response = client.post(url, {"hides_facts": "on"})
    assert response.status_code == 422
    assert "is_confirmed" in response.content.decode()
    assert client.post(url, {"hides_facts": "on", "is_confirmed": "on"}).url == url
    assert get_round(form_page).hides_facts is True


def test_preview_gives_out_exactly_what_it_shows(team, form_page, registration, client):
    bring_to_reading(registration, team)
    client.force_login(team.lead)
    url = reverse("registrations:share_out", args=[form_page.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())[1]
    plan = share_out(form_page=form_page, user=team.lead)
    assert client.post(url, {"seen": "0"}).status_code == 422
    assert Assignment.objects.count() == 0
    client.post(url, {"seen": seen})
    assert set(Assignment.objects.values_list("registration", "reader")) == {
        (row.registration.pk, row.reader.pk) for row in plan.shares
    }
    # A second click finds that everything is given out.
    assert client.post(url, {"seen": seen}).status_code == 422


def test_unread_work_of_a_colleague_is_taken_back(
    team, form_page, registration, client
):
    assign(registrations=[registration], readers=[team.reader], user=team.lead)
    client.force_login(team.lead)
    url = reverse("registrations:take_back", args=[form_page.pk, team.reader.pk])
    assert client.get(url).status_code == 405
    client.post(url)
    assert Assignment.objects.count() == 0


def test_lead_asks_readers_on_the_desk(team, registration, client):
    client.force_login(team.lead)
    url = reverse("registrations:act", args=[registration.pk, "assign"])
    client.post(url, {"readers": [team.reader.pk]})
    client.post(url, {"readers": [team.reader_two.pk], "seen": [team.reader.pk]})
    assert [row.reader for row in Assignment.objects.all()] == [team.reader_two]
    client.force_login(team.reader)
    client.post(url, {"readers": [team.reader.pk]})
    assert Assignment.objects.count() == 1


def bring_to_reading(registration, team):
    from registrations.services.actions import take_action

    step = registration.current_workflow_state
    if step is None:
        from registrations.services.workflow import start_review

        start_review(registration=registration)
        step = registration.current_workflow_state
    take_action(
        registration=registration,
        task_state_id=step.current_task_state_id,
        action="approve",
        user=team.boss,
    )


def test_round_and_preview_ask_as_much_for_three_as_for_one(
    team, form_page, registration, client
):
    bring_to_reading(registration, team)
    client.force_login(team.lead)
    urls = [
        reverse(f"registrations:{name}", args=[form_page.pk])
        for name in ("round", "share_out")
    ]
    ContentType.objects.get_for_model(ReviewRound)
    counts = [count_queries(client, url) for url in urls for _time in range(2)][1::2]
    for _number in range(2):
        row = RegistrationFactory(page=form_page, state=S.IN_REVIEW)
        bring_to_reading(row, team)
    assert [count_queries(client, url) for url in urls] == counts


def count_queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# “Mijn leesprofiel”.


def test_reader_fills_in_a_profile_in_the_account(team, client):
    client.force_login(team.reader)
    url = reverse("wagtailadmin_account")
    client.get(url)
    assert not ReaderProfile.objects.exists()
    saved = save_account(
        client,
        **{
            "name_email-last_name": "Claes",
            "reading-organisations": "Zaal Oost",
            "reading-domains": "Info@ZaalOost.be\n",
            "reading-most_assigned": "12",
            "digest-frequency": "weekly",
        },
    )
    assert saved.status_code == 302
    profile = ReaderProfile.objects.get(user=team.reader)
    assert (
        profile.organisations,
        profile.domains,
        profile.most_assigned,
        profile.digest,
    ) == ("Zaal Oost", "zaaloost.be", 12, "weekly")


def test_profile_is_for_who_reads_or_decides(team, client):
    for user, count in ((team.reader, 1), (team.decider, 1), (team.editor, 0)):
        client.force_login(user)
        page = client.get(reverse("wagtailadmin_account")).content.decode()
        assert page.count('name="reading-organisations"') == count
