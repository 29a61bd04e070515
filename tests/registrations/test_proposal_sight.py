"""A proposal is an opinion: who still reads does not learn that there is one."""

import pytest
from django.urls import reverse

from registrations.enums import RegistrationState
from registrations.models import Review
from registrations.services.actions import take_action
from registrations.services.decision.proposing import propose_decision
from registrations.services.review import submit_review
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(team):
    """Two that wait; a decider who does not read proposed to decline the first."""
    registration, _other = RegistrationFactory.create_batch(2)
    propose_decision(
        registration=registration,
        state=RegistrationState.DECLINED,
        workplace=None,
        reason="Past niet bij de oproep.",
        proposed_by=team.chair,
    )
    return registration


def judge(registration, reader):
    Review.objects.create(
        registration=registration, reader=reader, advice="no", note="Gelezen."
    )


def list_with_proposals(client) -> list[str]:
    response = client.get(reverse("registrations:list"), {"proposal": "open"})
    return [row.reference for row in response.context["object_list"]]


def read_log(client) -> set[str]:
    response = client.get("/admin/reports/site-history/")
    return {entry.action for entry in response.context["object_list"]}


def test_reader_finds_proposals_only_of_what_they_judged(client, team, proposed):
    client.force_login(team.reader)
    before = list_with_proposals(client), read_log(client)
    desk = reverse("registrations:edit", args=[proposed.pk])
    assert "Past niet bij de oproep." not in client.get(desk).content.decode()
    judge(proposed, team.reader)
    assert before[0] == []
    assert "registrations.propose" not in before[1]
    assert list_with_proposals(client) == [proposed.reference]
    assert "registrations.propose" in read_log(client)
    assert "Past niet bij de oproep." in client.get(desk).content.decode()


def test_who_decides_and_the_reader_who_proposed_see_it(client, team, proposed):
    client.force_login(team.chair)
    assert list_with_proposals(client) == [proposed.reference]
    assert "registrations.propose" in read_log(client)
    proposed.decisions.update(proposed_by=team.reader)
    client.force_login(team.reader)
    assert list_with_proposals(client) == [proposed.reference]
    client.force_login(team.reader_two)
    assert list_with_proposals(client) == []


def test_log_tells_of_a_review_only_who_wrote_one(client, team, proposed):
    take_action(
        registration=proposed,
        task_state_id=proposed.current_workflow_state.current_task_state.pk,
        action="approve",
        user=team.reader,
    )
    proposed.refresh_from_db()
    submit_review(
        registration=proposed, reader=team.reader, advice="yes", note="Sterk."
    )
    found = {}
    for reader in (team.reader, team.reader_two):
        client.force_login(reader)
        found[reader.username] = "registrations.review" in read_log(client)
    assert found == {"lezer1": True, "lezer2": False}
